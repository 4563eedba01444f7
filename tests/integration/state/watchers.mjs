// Who watches a stream, each in its own way: the shipped stores, the shipped reducer over other windows, and level head.
import { Cut } from '../../lib/client.mjs';
import { PageClient } from '../../lib/page_client.mjs';

/** The shipped reducer over a window of the test's choice; whatever it is told by and by, it must hold what is there. */
export class Reader {
  constructor({ member, stream, from, modules, seen }) {
    Object.assign(this, { member, stream, from, modules, seen, state: null, cuts: 0 });
    this.what = `a reader from ${from ?? 'the newest'}`;
  }

  async resume(gateway) {
    const { modules, stream } = this;
    try {
      this.socket = await this.member.connect(gateway);
      const early = [];
      let settled = false;
      this.socket.watch(({ method, params }) => {
        if (method !== 'live.changed' || params.stream !== stream.name) return;
        this.seen(params);
        if (settled) this.state = modules.apply(this.state, [params]);
        else early.push(params);
      });
      const answer = await this.#ask();
      for (const each of answer.objects) this.seen(each, true);
      const before = this.state ? modules.trimmed(this.state) : (this.from === undefined ? modules.fresh(answer) : { ...modules.nothing, from: this.from });
      const after = modules.apply(before, answer.objects);
      this.state = { ...after, position: Math.max(after.position, answer.position), number: Math.max(after.number, answer.number) };
      settled = true;
      this.state = modules.apply(this.state, early);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
    }
  }

  /** Subscribes from where it stands, loading the window anew as often as it is too far behind. */
  async #ask() {
    const { modules, stream, socket } = this;
    for (;;) {
      const stands = this.state && { position: this.state.position, from_number: this.state.from };
      const answer = await socket.subscribe(stream.name, stands ?? (this.from === undefined ? {} : { from_number: this.from }));
      if (!answer.resync_required) return answer;
      const connection = { call: (method, params) => socket.call(method, params) };
      const load = { ...modules.loaders(connection), ...modules.inbox_loaders(connection) }[stream.kind];
      const window = await load(stream.name.split(':')[1], this.state?.from ?? this.from ?? answer.number);
      this.state = modules.put({ ...modules.nothing, position: answer.position, number: answer.number, from: window.from }, window.changes);
    }
  }

  cut() {
    this.cuts += 1;
    this.socket?.cut();
    this.socket = null;
    this.late = null;
  }

  get attached() {
    return this.socket?.open === true;
  }

  /** Asks for the page before the window; it arrives late, which is at the next call, unless the line was cut. */
  async look_back() {
    const { modules, state, late } = this;
    if (late) {
      this.state = modules.extend(state, late.messages, late.more);
      this.late = null;
    } else if (this.stream.numbered && state?.from > 1) {
      this.late = await this.member.rpc('chat.history', { channel: this.stream.name.split(':')[1], before: state.from, limit: 20 });
    }
  }

  close() {
    this.socket?.cut();
  }
}

/** A whole page as it is shipped: connection and stores, all streams of a member at once. */
export class Page {
  constructor({ member, streams, level, modules, random }) {
    Object.assign(this, { member, streams, level, modules, random, cuts: 0, attached: true });
    this.what = `the page, level ${level}`;
  }

  async resume(gateway) {
    if (!this.client) {
      this.client = await PageClient.open(this.member, { modules: this.modules, random: this.random });
      for (const { name } of this.streams) this.client.streams.hold(name, this.level);
    } else this.client.cut(gateway);
  }

  /** The shipped client comes back by itself, on the other gateway. */
  cut() {
    this.cuts += 1;
    this.client.cut(1 - this.client.surroundings.gateway);
    this.client.hurry();
  }

  /** As the list of messages does when somebody scrolls up; whatever is cut, older() has to get it right. */
  async look_back() {
    for (const { name, numbered } of this.streams) {
      if (!numbered || this.level !== 'objects') continue;
      const load = (before) => this.client.connection.call('chat.history', { channel: name.split(':')[1], before, limit: 10 });
      this.client.streams.older(name, load).catch((error) => this.modules.as_error(error));
    }
  }

  state_of(name) {
    return this.client.streams.state(name);
  }

  head_of(name) {
    return this.client.streams.head(name);
  }

  close() {
    this.client?.close();
  }
}
