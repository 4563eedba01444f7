// One process of a herd: the page's own connection and streams, many times, told by its parent what to do.
import { load_in_node } from '../../../web-client/scripts/load_in_node.mjs';
import { pause } from '../../lib/wait.mjs';
import { post, RawSocket } from './raw_socket.mjs';

const modules = await load_in_node();
const later = (ms, then) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};
const attempts = { sockets: 0, refused: 0, posts: 0, events: 0 };

/** A page of one member: it watches its own things and one channel whole, and of the others whether they move. */
class Page {
  constructor({ token, member, channel, heads }, world) {
    Object.assign(this, { world, channel, cookie: `verbund=${token}`, back_at: 0, cut_at: 0, gateway: world.first });
    this.connection = new modules.Connection(this);
    this.streams = new modules.Streams(this.connection, { loaders: { ...modules.loaders(this.connection), ...modules.inbox_loaders(this.connection) }, later, random: Math.random });
    this.streams.hold(`member:${member}`, 'objects');
    this.streams.hold(`inbox:${member}`, 'objects');
    this.streams.hold(channel, 'objects');
    for (const name of [`account:${member}`, ...heads]) this.streams.hold(name, 'head');
    this.connection.watch((link) => {
      if (link === 'open') void this.#read_lists();
      if (link === 'waiting' && this.back_at) {
        this.cut_at = Date.now();
        this.back_at = 0;
      }
    });
    this.connection.on_ended = (why) => (this.ended = why);
  }

  #way() {
    const { ports, from } = this.world;
    return { port: ports[this.gateway], from, cookie: this.cookie, origin: `http://localhost:${ports[this.gateway]}` };
  }

  // What the connection asks of a browser.
  socket() {
    attempts.sockets += 1;
    // As behind a proxy that knows of two gateways.
    if (this.world.spread) this.gateway = Math.random() < 0.5 ? 0 : 1;
    const raw = new RawSocket(this.#way());
    const page = this;
    return {
      set onmessage(handler) {
        raw.onmessage = handler && ((event) => {
          handler(event);
          if (!page.back_at) queueMicrotask(() => page.#look());
        });
      },
      set onclose(handler) {
        raw.onclose = handler && ((event) => {
          if ((raw.status && raw.status !== 101) || event.code === 1013) attempts.refused += 1;
          handler(event);
        });
      },
      send: (text) => raw.send(text),
      close: () => raw.close(),
    };
  }

  post(body, deadline) {
    attempts.posts += 1;
    return post({ ...this.#way(), body, deadline });
  }

  /** What takes the place of a WebSocket where none gets through; here one does, so that asking for it is counted. */
  stream(_, to) {
    attempts.events += 1;
    return later(10, () => to.end(false));
  }

  recall = () => this.remembered ?? null;
  remember = (what) => (this.remembered = what);
  clock = () => Date.now();
  later = later;
  // By the clock of the page it has been open for a while when it is cut.
  now = () => performance.now() + (this.world.spread ? 120_000 : 0);
  random = Math.random;
  visible = () => true;
  listen = () => () => undefined;

  /** What came while the line was cut is not known of lists: the page reads those on screen again. */
  async #read_lists() {
    this.lists = 0;
    for (const method of ['space.list', 'chat.list_channels'])
      while (this.connection.state === 'open') {
        try {
          await this.connection.call(method, {});
          this.lists += 1;
          break;
        } catch (error) {
          if (!error.passing) throw error;
          await pause((error.retry_after ?? 500) * (0.5 + Math.random()));
        }
      }
    this.#look();
  }

  /** Back is who has every stream and list again. */
  #look() {
    if (this.back_at || this.lists < 2) return;
    for (const entry of this.streams.entries.values()) if (!entry.subscribed || entry.asking) return;
    this.back_at ||= Date.now();
  }

  get position() {
    return this.streams.state(this.channel)?.position ?? -1;
  }
}

let pages = [];
const tasks = {
  /** Opens all of them, so many at a time. */
  async open({ sessions, world, at_once }) {
    pages = sessions.map((each) => new Page(each, world));
    for (let i = 0; i < pages.length; i += at_once) {
      const some = pages.slice(i, i + at_once);
      for (const page of some) page.connection.start();
      for (let waited = 0; some.some((page) => !page.back_at); waited += 20) {
        if (waited > 60_000) throw new Error(`${some.filter((page) => !page.back_at).length} sessions do not open`);
        await pause(20);
      }
    }
    world.spread = true;
    for (const page of pages) page.world = world;
    return { open: pages.length };
  },
  /** What became of a cut: when each came back, counted from then. */
  state: ({ since }) => ({
    attempts,
    ended: pages.filter((page) => page.ended).length,
    away: pages.filter((page) => !page.back_at).length,
    cut: pages.filter((page) => page.cut_at >= since).length,
    took: pages.filter((page) => page.back_at && page.cut_at >= since).map((page) => page.back_at - since),
    where: [0, 1].map((gateway) => pages.filter((page) => page.gateway === gateway).length),
  }),
  /** Of these channels and where they stand: how many sessions stand elsewhere. */
  behind: ({ truth }) => ({ behind: pages.filter((page) => page.position !== truth[page.channel]).length }),
  close() {
    for (const page of pages) {
      page.streams.close();
      page.connection.stop();
    }
    return {};
  },
};

process.on('message', async ({ id, task, ...what }) => {
  try {
    process.send({ id, result: await tasks[task](what) });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
