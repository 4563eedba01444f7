// What a client at the wire holds of one stream: subscribed, resumed by position, read back by pages when too far behind.
import { brief } from '../record.mjs';

export class View {
  constructor(stream) {
    this.stream = stream;
    this.forget();
  }

  /** As before the first subscription. */
  forget() {
    Object.assign(this, { objects: new Map(), position: 0, live: false });
  }

  put(change) {
    const old = this.objects.get(change.id);
    if (!old || old.position < change.position) this.objects.set(change.id, change);
  }

  /** One live.changed. */
  apply(change) {
    if (!this.live) return;
    this.put(change);
    this.position = Math.max(this.position, change.position);
  }

  /** Subscribes over this socket; throws what the server refused. */
  async subscribe(socket) {
    for (let round = 0; ; round++) {
      const asked = socket.call('live.subscribe', { streams: [{ stream: this.stream, level: 'objects', position: this.position }] }, 4_000);
      // From the answer on every event counts, also one that came in the same bytes.
      const loaded = new Promise((resolve, reject) => {
        asked.catch(reject);
        this.on_answer = (state) => resolve(state);
      });
      const state = await loaded;
      if (!state.resync_required) return;
      if (round === 20) throw new Error(`${this.stream} outruns its reader`);
      await this.#read_back(socket, state);
    }
  }

  /** The answer to a subscription, at the moment it arrives. */
  answered(state) {
    if (!state.resync_required) {
      for (const each of state.objects) this.put(each);
      this.position = Math.max(this.position, state.position);
      this.live = true;
    }
    this.on_answer?.(state);
  }

  async #read_back(socket, { position }) {
    const [kind, of] = this.stream.split(':');
    if (kind !== 'channel') throw new Error(`${this.stream} asks for a resync`);
    for (let before; ; ) {
      const page = await socket.call('chat.history', { channel: of, before, limit: 200 }, 4_000);
      for (const object of page.messages) this.put({ type: 'message', id: object.id, position: object.position, object });
      before = page.messages[0]?.number;
      if (!page.more) break;
    }
    this.position = position;
  }

  /** What it holds, for the history. */
  state() {
    const objects = [...this.objects.values()].filter((each) => each.object !== null);
    return { position: this.position, from: 0, objects: objects.map(brief) };
  }
}
