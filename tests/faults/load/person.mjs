// One member at the wire: watches channels over every cut, writes, changes, takes back, reads, marks, leaves and comes back.
import { new_id } from '../../lib/ids.mjs';
import { pause } from '../../lib/wait.mjs';
import { Line } from './line.mjs';
import { View } from './view.mjs';

export class Person {
  /** `office` is the line of who leads the closed space. */
  constructor({ world, history, member, name, chance, weights, pace, long = 0.01, office }) {
    Object.assign(this, { world, history, member, name, chance, weights, pace, long, office });
    this.views = new Map();
    for (const { id } of world.channels) this.views.set(`channel:${id}`, new View(`channel:${id}`));
    this.views.set(`member:${member.id}`, new View(`member:${member.id}`));
    this.own = new Map();
    this.written = 0;
    this.working = new Set();
    this.away = false;
    this.busy = new Set();
    const common = { world, history, member };
    this.line = new Line({
      ...common, name, chance: chance.branch('line'), gateway: chance.whole(0, 1),
      on_open: (socket) => this.#resume(socket), on_event: (frame) => this.#event(frame),
    });
    this.second = new Line({ ...common, name: `${name}+`, chance: chance.branch('second'), gateway: chance.whole(0, 1) });
  }

  async #resume(socket) {
    const { tap } = socket;
    const heard = tap.in.bind(tap);
    // The view takes the answer in the very moment the history notes it.
    tap.in = (frame) => {
      heard(frame);
      if (frame.result?.streams) for (const state of frame.result.streams) this.views.get(state.stream)?.answered(state);
    };
    for (const view of this.views.values()) {
      view.live = false;
      await this.#subscribe(view, socket);
    }
  }

  /** A stream that is not hers at the moment is let go; anything else ends the connection. */
  async #subscribe(view, socket) {
    try {
      await view.subscribe(socket);
    } catch (error) {
      if (error.kind !== 'not_found' && error.kind !== 'forbidden') throw error;
      view.forget();
    }
  }

  #event({ method, params }) {
    if (method === 'live.changed') this.views.get(params.stream)?.apply(params);
    if (method === 'live.closed') for (const stream of params.streams) this.views.get(stream)?.forget();
  }

  /** Works until told to stop. */
  async run() {
    while (!this.stopped) {
      // A socket that stands still while its member has much to do is a queue like any other: bounded.
      if (this.working.size < 24) this.#begin(this.chance.weighed(this.weights));
      await pause(this.chance.between(0.2, 1.8) * this.pace);
    }
    await Promise.all(this.working);
  }

  #begin(what) {
    const work = this[what]().catch((error) => this.history.note(this.name, null, 'info', 'defect', what, { problem: String(error.stack) }));
    this.working.add(work);
    work.finally(() => this.working.delete(work));
  }

  #channel() {
    const { channels } = this.world;
    return this.chance.pick(this.away ? channels.filter((each) => !each.closed) : channels).id;
  }

  #text() {
    this.written += 1;
    const words = `${this.name} sagt ${this.written}, ${this.member.id.slice(-6)}`;
    return this.chance.yes(this.long) ? `${words} ${'ü😀 '.repeat(this.chance.whole(200, 1_800))}` : words;
  }

  async send(channel = this.#channel()) {
    const params = { id: new_id(), channel, body: this.#text() };
    const asked = this.line.ask('chat.send_message', params);
    if (this.chance.yes(0.05)) {
      await pause(this.chance.between(0, 40));
      void this.second.ask('chat.send_message', params);
    }
    const { ok } = await asked;
    if (!ok) return;
    this.own.set(ok.id, { channel, position: ok.position });
    if (this.own.size > 400) this.own.delete(this.own.keys().next().value);
    if (this.chance.yes(0.02)) await this.line.ask('chat.send_message', { ...params, body: this.#text() });
  }

  /** Several at once over one socket, to one channel. */
  async burst() {
    const channel = this.#channel();
    await Promise.all(Array.from({ length: this.chance.whole(4, 12) }, () => this.send(channel)));
  }

  /** Something of her own that nothing is happening to. */
  #mine() {
    const free = [...this.own.keys()].filter((id) => !this.busy.has(id));
    return free.length > 0 ? this.chance.pick(free) : undefined;
  }

  async #alone(id, work) {
    this.busy.add(id);
    await work(this.own.get(id)).finally(() => this.busy.delete(id));
  }

  async edit() {
    const id = this.#mine();
    if (!id) return undefined;
    return this.#alone(id, async (mine) => {
      const stale = mine.before !== undefined && this.chance.yes(0.1);
      const params = { id, channel: mine.channel, position: stale ? mine.before : mine.position, body: this.#text() };
      const { ok, refused } = await this.line.ask('chat.edit_message', params);
      if (ok) Object.assign(mine, { before: mine.position, position: ok.position });
      else if (refused?.current) mine.position = refused.current.position;
    });
  }

  async delete() {
    const id = this.#mine();
    if (!id) return undefined;
    return this.#alone(id, async (mine) => {
      const { ok } = await this.line.ask('chat.delete_message', { id, channel: mine.channel });
      if (ok) this.own.delete(id);
    });
  }

  async page() {
    const channel = this.#channel();
    const last = this.views.get(`channel:${channel}`).objects.size;
    const before = this.chance.yes(0.5) && last > 1 ? this.chance.whole(2, last) : undefined;
    await this.line.ask('chat.history', { channel, before, limit: this.chance.whole(5, 60) });
  }

  async mark_read() {
    const channel = this.#channel();
    if (this.busy.has(channel)) return undefined;
    this.busy.add(channel);
    const last = [...this.views.get(`channel:${channel}`).objects.values()].at(-1)?.object?.number ?? 0;
    return this.line.ask('chat.mark_read', { channel, number: this.chance.yes(0.8) ? last : this.chance.whole(0, last) }).finally(() => this.busy.delete(channel));
  }

  async unread() {
    await this.line.ask('chat.list_channels', {});
  }

  /** Ends her own connection without a word. */
  async hop() {
    this.line.socket?.cut();
  }

  /** Leaves the closed space or is put out of it, and is invited again after a while. */
  async leave() {
    if (this.away || this.busy.has('space')) return;
    this.away = true;
    this.busy.add('space');
    const { hidden: space } = this.world;
    const { id: member } = this.member;
    if (this.chance.yes(0.5)) await this.line.ask('space.leave', { space });
    else await this.office.ask('space.remove_member', { space, member, reason: 'Zum Prüfen.' });
    if (!this.stopped) await pause(this.chance.between(500, 4_000));
    await this.office.ask('space.invite', { space, member });
    await this.line.ask('space.accept', { space });
    this.away = false;
    await this.#return();
    this.busy.delete('space');
  }

  /** Watches again what was closed to her. */
  async #return() {
    for (const { id, closed } of this.world.channels) {
      if (!closed) continue;
      for (let done = false; !done; ) {
        const socket = await this.line.ready();
        const view = this.views.get(`channel:${id}`);
        if (!socket || view.live) break;
        done = await view.subscribe(socket).then(() => true, () => pause(100));
      }
    }
  }

  /** Begins nothing more; resolves when everything begun has its answer. */
  async finish() {
    this.stopped = true;
    await Promise.all(this.working);
  }

  get outstanding() {
    return this.line.outstanding + this.second.outstanding;
  }

  /** Writes down what she holds. */
  tell() {
    for (const view of this.views.values())
      if (view.live) this.history.note(this.name, this.line.gateway, 'ok', 'state', view.stream, view.state());
  }

  async stop() {
    await Promise.all([this.line.stop(), this.second.stop()]);
  }
}
