// A network that can be cut: everything between a page and its gateway goes through it.
import { createConnection, createServer } from 'node:net';

export class Proxy {
  /** Listens on a port of loopback and passes on to another; both may be given. */
  static async start(listen, target) {
    const self = new Proxy();
    self.target = target;
    self.pairs = new Set();
    self.whole = true;
    self.server = createServer((near) => self.#join(near));
    await new Promise((resolve, reject) => self.server.on('error', reject).listen(listen, '127.0.0.1', resolve));
    return self;
  }

  #join(near) {
    if (!this.whole) return near.resetAndDestroy();
    const far = createConnection(this.target, '127.0.0.1');
    const pair = [near, far];
    this.pairs.add(pair);
    for (const [one, other] of [pair, [far, near]]) {
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        this.pairs.delete(pair);
      });
    }
    near.pipe(far);
    far.pipe(near);
    return undefined;
  }

  /** Every connection breaks, and none comes about any more. */
  cut() {
    this.whole = false;
    for (const pair of this.pairs) pair.forEach((socket) => socket.resetAndDestroy());
  }

  heal() {
    this.whole = true;
  }

  /** Nothing passes any more, and nobody is told: what a dead mobile network looks like. */
  silence() {
    for (const [near, far] of this.pairs) [near, far].forEach((socket) => socket.unpipe());
    for (const [near, far] of this.pairs) [near, far].forEach((socket) => socket.pause());
  }

  async stop() {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
