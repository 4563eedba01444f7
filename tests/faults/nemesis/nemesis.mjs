// Lets the faults of a schedule happen to a world, each noted with its beginning and its end, and heals everything at the end.
import { pause } from '../../lib/wait.mjs';
import * as postgres from './postgres.mjs';

export class Nemesis {
  constructor({ world, history, chance, faults }) {
    Object.assign(this, { world, history, chance, faults, hit: 0, missed: 0 });
    this.taken = new Set();
    this.active = new Set();
  }

  /** Runs the whole schedule; resolves when the last fault is over. */
  async run() {
    const begun = performance.now();
    for (const fault of this.faults) {
      await pause(Math.max(0, begun + fault.at - performance.now()));
      if (this.stopped) break;
      const work = this.#happen(fault);
      this.active.add(work);
      work.finally(() => this.active.delete(work));
    }
    await Promise.all(this.active);
  }

  async #happen({ at, kind, target, ...more }) {
    // Two faults of one part at once would undo each other; of different parts they overlap freely.
    const part = kind.startsWith('net_') ? `net ${target}` : target;
    if (this.taken.has(part)) {
      this.missed += 1;
      return;
    }
    this.taken.add(part);
    this.history.note('nemesis', null, 'invoke', kind, target, { at, ...more });
    let value;
    try {
      value = { hit: await this[kind](target, more) };
    } catch (error) {
      value = { hit: 0, problem: error.message.split('\n')[0] };
    }
    this.history.note('nemesis', null, value.hit > 0 ? 'ok' : 'info', kind, target, value);
    if (value.hit > 0) this.hit += 1;
    else this.missed += 1;
    this.taken.delete(part);
  }

  async kill(target, { ms }) {
    await this.#end(target, 'SIGKILL', ms);
    return 1;
  }

  async term(target, { ms }) {
    const end = await this.#end(target, 'SIGTERM', ms);
    if (end.code !== 0) this.history.note('nemesis', null, 'info', 'bad_end', target, end);
    return 1;
  }

  async #end(target, signal, ms) {
    const end = await this.world.stack.kill(target, signal);
    await pause(ms);
    this.world.stack.revive(target);
    return end;
  }

  async stop(target, { ms }) {
    const child = this.world.stack.children.get(target);
    child.signal('SIGSTOP');
    await pause(ms);
    child.signal('SIGCONT');
    return 1;
  }

  async redis_kill(target, { ms }) {
    await this.world.stack.stop_redis();
    await pause(ms);
    await this.world.stack.start_redis();
    return 1;
  }

  async redis_flush() {
    await this.world.stack.flush_redis();
    return 1;
  }

  async redis_throw_out() {
    const answer = await this.world.stack.redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
    return Number(answer.slice(1));
  }

  async redis_tiny_buffer(target, { ms }) {
    const { redis } = this.world.stack;
    await redis.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 1024 512 1');
    await pause(ms);
    await redis.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 33554432 8388608 60');
    return 1;
  }

  postgres_stop(target, { ms }) {
    return postgres.stop_at_once(this.world.stack, ms, pause);
  }

  postgres_terminate(target, { ms }) {
    return postgres.terminate_writers(this.world.stack, ms);
  }

  postgres_lock(target, { ms }) {
    return postgres.lock_messages(this.world.stack, ms);
  }

  postgres_full(target, { ms }) {
    return postgres.use_up_connections(this.world.stack, ms, pause);
  }

  net_cut(target, { share }) {
    return this.#network(target).cut(this.chance, { share });
  }

  net_reset(target, { share }) {
    return this.#network(target).cut(this.chance, { share, reset: true });
  }

  net_hole(target, { ms }) {
    return this.#network(target).hole(ms, pause);
  }

  net_slice(target, { bytes }) {
    return this.#network(target).slice(bytes);
  }

  net_delay(target, { ms, delay }) {
    return this.#network(target).delay(ms, delay, pause);
  }

  net_acknowledgement(target, { ms }) {
    return this.#network(target).cut_acknowledgements(ms, pause);
  }

  #network(target) {
    return this.world.networks.get(target);
  }
}
