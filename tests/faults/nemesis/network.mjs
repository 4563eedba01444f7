// A network that can fail: every connection between two parts goes through it, and its bytes are cut, kept, sliced, delayed.
import { createConnection, createServer } from 'node:net';
import { rmSync } from 'node:fs';

/** One direction of one connection. Bytes leave in the order in which they came, whatever is done to them. */
class Direction {
  constructor(from, to) {
    Object.assign(this, { from, to, queue: [], mode: {}, timer: undefined, ended: false });
    from.on('data', (bytes) => this.#take(bytes));
    from.on('end', () => {
      this.ended = true;
      this.#flush();
    });
    to.on('drain', () => from.resume());
  }

  #take(bytes) {
    const { hole, delay = 0, slices = 0 } = this.mode;
    if (hole) return;
    const due = performance.now() + delay;
    const cut = Math.min(bytes.length, slices);
    for (let i = 0; i < cut; i++) this.queue.push({ due, bytes: bytes.subarray(i, i + 1), alone: true });
    if (cut > 0) this.mode.slices -= cut;
    if (cut < bytes.length) this.queue.push({ due, bytes: bytes.subarray(cut) });
    this.on_bytes?.();
    this.#flush();
  }

  #flush() {
    if (this.timer) return;
    while (this.queue.length > 0) {
      const wait = this.queue[0].due - performance.now();
      if (wait > 0) {
        this.timer = setTimeout(() => this.#again(), wait);
        return;
      }
      const { bytes, alone } = this.queue.shift();
      if (!this.to.destroyed && !this.to.write(bytes)) this.from.pause();
      if (alone && this.queue.length > 0) {
        this.timer = setImmediate(() => this.#again());
        return;
      }
    }
    if (this.ended && !this.to.destroyed) this.to.end();
  }

  #again() {
    this.timer = undefined;
    this.#flush();
  }
}

class Pair {
  constructor(near, far, over) {
    Object.assign(this, { near, far, broken: false });
    this.up = new Direction(near, far);
    this.down = new Direction(far, near);
    let open = 2;
    for (const [one, other] of [[near, far], [far, near]]) {
      one.setNoDelay?.(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        if (!this.broken && one.readableEnded === false) other.destroy();
        if (--open === 0) over(this);
      });
    }
  }

  /** Both ends learn of it at once: by FIN or, as from a crashed machine, by RST. */
  break(reset) {
    this.broken = true;
    for (const socket of [this.near, this.far]) {
      if (reset && socket.remotePort !== undefined) socket.resetAndDestroy();
      else socket.destroy();
    }
  }
}

export class Network {
  /** Listens on a port of loopback or at a path, and passes on to another. */
  static async start(listen, target) {
    const self = new Network();
    Object.assign(self, { listen, target, pairs: new Set(), closed: false });
    self.server = createServer({ allowHalfOpen: true }, (near) => self.#join(near));
    const where = typeof listen === 'number' ? { port: listen, host: '127.0.0.1' } : { path: listen };
    await new Promise((resolve, reject) => self.server.on('error', reject).listen(where, resolve));
    return self;
  }

  #join(near) {
    near.on('error', () => undefined);
    const where = typeof this.target === 'number' ? { port: this.target, host: '127.0.0.1' } : { path: this.target };
    const far = createConnection({ ...where, allowHalfOpen: true });
    const pair = new Pair(near, far, (over) => this.pairs.delete(over));
    this.pairs.add(pair);
    if (this.closed) Object.assign(pair, { up: Object.assign(pair.up, { mode: { hole: true } }), down: Object.assign(pair.down, { mode: { hole: true } }) });
  }

  #some(share, chance) {
    return [...this.pairs].filter(() => chance.yes(share));
  }

  /** Ends a share of the connections; answers how many. */
  cut(chance, { share = 1, reset = false } = {}) {
    const hit = this.#some(share, chance);
    for (const pair of hit) pair.break(reset);
    return hit.length;
  }

  /** For a while nothing passes, in new connections too, and nobody is told; then all are reset. */
  async hole(ms, pause) {
    this.closed = true;
    const hit = this.pairs.size;
    for (const pair of this.pairs) for (const direction of [pair.up, pair.down]) direction.mode = { hole: true };
    await pause(ms);
    this.closed = false;
    for (const pair of [...this.pairs]) pair.break(true);
    return hit;
  }

  /** The next bytes of each connection leave one by one. */
  slice(bytes) {
    for (const pair of this.pairs) for (const direction of [pair.up, pair.down]) direction.mode = { ...direction.mode, slices: bytes };
    return this.pairs.size;
  }

  async delay(ms, delay, pause) {
    const hit = [...this.pairs];
    for (const pair of hit) for (const direction of [pair.up, pair.down]) direction.mode = { delay };
    await pause(ms);
    for (const pair of hit) for (const direction of [pair.up, pair.down]) if (!direction.mode.hole) direction.mode = {};
    return hit.length;
  }

  /** What is asked arrives, what is answered does not: the commit passes, its acknowledgement is lost with the connection. */
  async cut_acknowledgements(ms, pause) {
    const hit = [...this.pairs];
    for (const pair of hit) {
      pair.down.mode = { hole: true };
      pair.up.on_bytes = () => setTimeout(() => pair.break(true), 60);
    }
    await pause(ms);
    for (const pair of hit) pair.break(true);
    return hit.length;
  }

  async stop() {
    for (const pair of this.pairs) pair.break(false);
    await new Promise((resolve) => this.server.close(resolve));
    if (typeof this.listen === 'string') rmSync(this.listen, { force: true });
  }
}
