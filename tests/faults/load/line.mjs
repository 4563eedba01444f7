// A member's line to the server: connects, comes back on the same or the other gateway, repeats until there is an answer.
import { Cut, Refused, Socket } from '../../lib/client.mjs';
import { pause, within } from '../../lib/wait.mjs';
import { Tap } from './tap.mjs';

const patience = 4_000;
const passing = new Set(['unavailable', 'overloaded', 'too_many', 'internal']);

export class Line {
  /** `on_open(socket)` runs before anything else is asked over a new connection; `on_event(frame)` hears every event. */
  constructor({ world, history, member, name, chance, gateway, on_open, on_event }) {
    Object.assign(this, { world, history, member, name, chance, gateway, on_open, on_event });
    this.stopped = false;
    this.waiting = [];
    this.outstanding = 0;
    this.work = this.#run();
  }

  async #run() {
    while (!this.stopped) {
      try {
        await this.#once();
      } catch (error) {
        this.problem = error;
      }
      this.open = false;
      this.socket?.cut();
      if (this.chance.yes(0.5)) this.gateway = 1 - this.gateway;
      if (!this.stopped) await pause(this.chance.between(20, 250));
    }
    for (const go_on of this.waiting.splice(0)) go_on();
  }

  async #once() {
    const { world, history, name, member, gateway } = this;
    const tap = new Tap(history, name, gateway);
    const socket = new Socket(`ws://127.0.0.1:${world.ports[gateway]}/ws`, member.headers(gateway), tap);
    this.socket = socket;
    try {
      await within(patience, socket.opened, 'the hello');
      socket.watch((frame) => this.on_event?.(frame));
      await this.on_open?.(socket);
      this.open = true;
      for (const go_on of this.waiting.splice(0)) go_on();
      await socket.closed;
    } finally {
      socket.cut();
    }
  }

  /** The socket, when there is one that is open and has resumed; undefined when the line was stopped. */
  async ready() {
    while (!this.stopped && !(this.open && this.socket.open)) await new Promise((resolve) => this.waiting.push(resolve));
    return this.stopped ? undefined : this.socket;
  }

  /** Asks until there is a yes or a no: {ok} or {refused}; neither when the line was stopped before. */
  async ask(method, params) {
    this.outstanding += 1;
    try {
      for (;;) {
        const socket = await this.ready();
        if (!socket) return {};
        try {
          return { ok: await socket.call(method, params, patience) };
        } catch (error) {
          if (error instanceof Refused && !passing.has(error.kind)) return { refused: error };
          // No answer in time: the line counts as dead, as it does to every real client.
          if (!(error instanceof Refused) && !(error instanceof Cut)) socket.cut();
          if (error instanceof Cut || !(error instanceof Refused)) await pause(5);
          else await pause(Math.min(error.retry_after ?? 50, 500) * this.chance.between(0.5, 1));
        }
      }
    } finally {
      this.outstanding -= 1;
    }
  }

  async stop() {
    this.stopped = true;
    this.socket?.cut();
    for (const go_on of this.waiting.splice(0)) go_on();
    await this.work;
  }
}
