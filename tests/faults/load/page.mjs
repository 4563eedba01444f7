// One page as it is shipped: its connection, streams, outbox and unread counts, moved by a member who looks, writes and reloads.
import { PageClient, page_modules } from '../../lib/page_client.mjs';
import { pause } from '../../lib/wait.mjs';
import { brief } from '../record.mjs';
import { Tap } from './tap.mjs';

/** What a device keeps, over every reload. */
class Shelf {
  kept = new Map();
  get = (key) => this.kept.get(key) ?? null;
  set = (key, value) => Boolean(this.kept.set(key, value));
  remove = (key) => void this.kept.delete(key);
  keys = (prefix) => [...this.kept.keys()].filter((key) => key.startsWith(prefix));
}

export class Page {
  /** `office` is the line of who leads the closed space. */
  constructor({ world, history, member, name, chance, weights, pace, office }) {
    Object.assign(this, { world, history, member, name, chance, weights, pace, office });
    this.shelf = new Shelf();
    this.written = 0;
    this.stopped = false;
    this.busy = new Set();
    this.calls = 0;
  }

  /** As when the page is loaded: everything anew, but what the device kept. */
  async open() {
    const { world, history, member, name, chance } = this;
    this.modules = await page_modules();
    this.page = await PageClient.open(member, {
      random: () => chance.next(),
      choose: () => (this.page && chance.yes(0.5) ? 1 - this.page.surroundings.gateway : chance.whole(0, 1)),
      tap: (gateway) => new Tap(history, name, gateway),
    });
    const { connection, streams } = this.page;
    // Faults cut lines so often that the page would take its network for one without WebSocket; the tap hears sockets only.
    connection.ways.broke = () => false;
    const unread = new this.modules.UnreadStore(streams, member.id);
    this.unread = unread;
    this.outbox = new this.modules.Outbox({
      member: member.id,
      shelf: this.shelf,
      send: (params) => connection.call('chat.send_message', params),
      link: connection,
      locked: (_, run) => run(),
      sleep: pause,
      random: () => chance.next(),
      on_sent: (message) => {
        streams.update(`channel:${message.channel}`, (state) => this.modules.put(state, this.modules.as_changes([message])));
        unread.own(message);
      },
    });
    // What use_channel.ts does: a message that came by event need not be sent again.
    streams.watch('', () => {
      const state = streams.state(`channel:${this.shown}`);
      if (state) for (const { id } of this.modules.messages_of(state)) this.outbox.seen(id);
    });
    // What queries.ts does: lists are asked for again after every cut.
    const list = () => connection.call('chat.list_channels', {}).then(({ channels }) => unread.load(channels), () => undefined);
    connection.watch((link) => link === 'open' && void list());
    this.off = world.channels.map(({ id }) => streams.hold(`channel:${id}`, 'head'));
    this.look();
  }

  close() {
    this.outbox.close();
    this.unread.close();
    this.page.close();
  }

  async run() {
    const working = new Set();
    while (!this.stopped) {
      if (working.size < 12) {
        const what = this.chance.weighed(this.weights);
        const work = Promise.resolve(this[what]()).catch((error) => this.history.note(this.name, null, 'info', 'defect', what, { problem: String(error.stack) }));
        working.add(work);
        work.finally(() => working.delete(work));
      }
      await pause(this.chance.between(0.2, 1.8) * this.pace);
    }
    await Promise.all(working);
  }

  /** Shows one channel, or another one. */
  look(channel = this.chance.pick(this.world.channels).id) {
    this.leave?.();
    this.shown = channel;
    this.leave = this.page.streams.hold(`channel:${channel}`, 'objects');
  }

  write() {
    // What was refused for good, because she was not in the space any more, is thrown away as its writer would.
    for (const { id, failed } of this.outbox.entries()) if (failed) this.outbox.discard(id);
    if (this.outbox.waiting() > 30) return;
    this.written += 1;
    this.outbox.add(this.shown, `${this.name} schreibt ${this.written}, ${this.member.id.slice(-6)}`);
  }

  #messages() {
    const state = this.page.streams.state(`channel:${this.shown}`);
    return state ? this.modules.messages_of(state) : [];
  }

  async #call(method, params) {
    this.calls += 1;
    try {
      return await this.page.connection.call(method, params);
    } catch (error) {
      // The page says so and leaves it to its member to try again.
      if (error.name !== 'RpcError') throw error;
      return undefined;
    } finally {
      this.calls -= 1;
    }
  }

  /** Looks further back. */
  async older() {
    const stream = `channel:${this.shown}`;
    const before = this.page.streams.state(stream)?.from ?? 0;
    if (before <= 1 || this.busy.has(stream)) return;
    this.busy.add(stream);
    const { streams } = this.page;
    const page = await this.#call('chat.history', { channel: this.shown, before, limit: 50 }).finally(() => this.busy.delete(stream));
    if (page) streams.update(stream, (present) => this.modules.extend(present, page.messages, page.more));
  }

  /** Repeats what it was not told the end of, as its member does, until there is one. */
  async #insist(id, method, params) {
    if (this.busy.has(id)) return;
    this.busy.add(id);
    try {
      for (let tries = 0; tries < 40; tries++) {
        try {
          return await this.page.connection.call(method, params, 4_000);
        } catch (error) {
          if (error.name !== 'RpcError') throw error;
          if (!error.passing) return;
          await pause(200);
        }
      }
    } finally {
      this.busy.delete(id);
    }
  }

  async edit() {
    const own = this.#messages().filter((each) => each.author === this.member.id && !each.deleted_at && !this.busy.has(each.id));
    if (own.length === 0) return;
    const { id, channel, position } = this.chance.pick(own.slice(-20));
    this.written += 1;
    const answer = await this.#insist(id, 'chat.edit_message', { id, channel, position, body: `${this.name} ändert ${this.written}, ${this.member.id.slice(-6)}` });
    if (answer) this.#put(answer);
  }

  async delete() {
    const own = this.#messages().filter((each) => each.author === this.member.id && !each.deleted_at && !this.busy.has(each.id));
    if (own.length === 0) return;
    const { id, channel } = this.chance.pick(own.slice(-20));
    const answer = await this.#insist(id, 'chat.delete_message', { id, channel });
    if (answer) this.#put(answer);
  }

  #put(message) {
    this.page.streams.update(`channel:${message.channel}`, (state) => this.modules.put(state, this.modules.as_changes([message])));
  }

  async mark() {
    const channel = this.shown;
    const last = this.#messages().at(-1)?.number;
    if (!last || this.busy.has(channel)) return;
    this.busy.add(channel);
    const mark = await this.#call('chat.mark_read', { channel, number: last }).finally(() => this.busy.delete(channel));
    if (mark) this.unread.mark(mark);
  }

  /** Is put out of the closed space, while the page shows it or not, and is invited again. */
  async removed() {
    if (this.busy.has('space')) return;
    this.busy.add('space');
    const { hidden: space } = this.world;
    const { id: member } = this.member;
    await this.office.ask('space.remove_member', { space, member, reason: 'Zum Prüfen.' });
    if (!this.stopped) await pause(this.chance.between(500, 3_000));
    await this.office.ask('space.invite', { space, member });
    await this.#insist('accept', 'space.accept', { space });
    this.busy.delete('space');
  }

  /** The network between this page and the server breaks. */
  cut() {
    this.page.cut();
  }

  async reload() {
    this.close();
    await this.open();
  }

  /** Holds every channel whole, so that all of it can be compared. */
  open_all() {
    for (const { id } of this.world.channels) this.off.push(this.page.streams.hold(`channel:${id}`, 'objects'));
    this.page.hurry();
  }

  /** At which position of a stream it stands. */
  position(stream) {
    return this.page.streams.state(stream)?.position;
  }

  get outstanding() {
    return this.calls;
  }

  get waiting() {
    return this.outbox.waiting();
  }

  tell() {
    const { streams, surroundings } = this.page;
    for (const stream of [...this.world.channels.map(({ id }) => `channel:${id}`), `member:${this.member.id}`]) {
      const state = streams.state(stream);
      if (!state) continue;
      const objects = [...state.objects.values()].filter((each) => each.object !== null).map(brief);
      this.history.note(this.name, surroundings.gateway, 'ok', 'state', stream, { position: state.position, from: state.from, objects });
    }
    for (const { id } of this.world.channels) this.history.note(this.name, surroundings.gateway, 'ok', 'shown_unread', id, { unread: this.unread.of(id) });
  }

  /** Begins nothing more. */
  finish() {
    this.stopped = true;
  }
}
