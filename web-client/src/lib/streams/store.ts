// Keeps streams subscribed and their state true: subscribe first, resume by position, load anew when told.
import type { Connection } from '../rpc/connection';
import { as_error, RpcError } from '../rpc/error';
import type { Changed, LiveLevel, MessagePage, StreamState as Answer, Subscription } from '../../protocol/types';
import { fresh, make_entry, wanted, type Entry, type Head } from './entry';
import { apply, extend, nothing, put, trimmed, type Change, type StreamState } from './reducer';

/** What a loader brings when a stream is too far behind for a replay. */
export interface Window {
  changes: Change[];
  from: number;
}
/** Loads the objects of a stream from `from` on (or the newest), by kind of stream. */
export type Loader = (of: string, from: number) => Promise<Window>;

interface Options {
  loaders: Record<string, Loader>;
  later: (ms: number, then: () => void) => () => void;
  random: () => number;
}

const most_at_once = 100;
const most_remembered = 20;
const no_longer_yours = new RpcError('not_found', 'This can no longer be seen here.');

/** All streams of this page. */
export class Streams {
  private readonly entries = new Map<string, Entry>();
  private readonly watchers = new Map<string, Set<() => void>>();
  private scheduled = false;
  private departures = 0;
  /** Grows with every connection, so that answers of an earlier one are not taken for this one's. */
  private epoch = 0;
  private readonly off: (() => void)[];

  constructor(
    private readonly connection: Pick<Connection, 'call' | 'on' | 'watch' | 'state'>,
    private readonly options: Options,
  ) {
    this.off = [
      connection.on('live.changed', (event) => this.receive(event)),
      connection.on('live.head', (event) => this.moved(event.stream, event)),
      connection.on('live.closed', (event) => this.closed(event.streams)),
      connection.watch((link) => {
        this.epoch++;
        for (const entry of this.entries.values()) {
          Object.assign(entry, { subscribed: null, asking: false, held_back: [] });
          this.wake(entry);
        }
        if (link !== 'open') return;
        for (const entry of this.entries.values()) Object.assign(entry, { error: null, attempts: 0 });
        this.schedule();
      }),
    ];
  }

  close(): void {
    for (const off of this.off) off();
  }

  /** Keeps a stream subscribed until the returned function is called. */
  hold(stream: string, level: LiveLevel): () => void {
    const entry = this.entry(stream);
    if (entry.holds.objects + entry.holds.head === 0) entry.error = null;
    entry.holds[level]++;
    this.schedule();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      entry.holds[level]--;
      entry.left = ++this.departures;
      this.schedule();
    };
  }

  /** The state of a stream held at level objects; null until it is loaded. */
  state(stream: string): StreamState | null {
    return this.entries.get(stream)?.state ?? null;
  }

  /** Why a stream cannot be had, if it cannot. */
  error(stream: string): RpcError | null {
    return this.entries.get(stream)?.error ?? null;
  }

  /** Where a stream stands, whatever the level. */
  head(stream: string): Head | null {
    return this.entries.get(stream)?.head ?? null;
  }

  /** Tells of every change of a stream's state, head or error; '' for those of any stream. */
  watch(stream: string, watcher: () => void): () => void {
    const all = this.watchers.get(stream) ?? new Set();
    this.watchers.set(stream, all);
    all.add(watcher);
    return () => all.delete(watcher);
  }

  /** Lets the caller put what it learnt outside the order of events. */
  update(stream: string, change: (state: StreamState) => StreamState): void {
    const entry = this.entries.get(stream);
    if (!entry?.state) return;
    this.show(entry, change(entry.state));
  }

  /**
   * Adds the page before the window. A resume leaves out what is below the window, so that a page read beside one may
   * hold what was changed meanwhile: it is read again.
   */
  async older(stream: string, load: (before: number) => Promise<MessagePage>): Promise<void> {
    const entry = this.entry(stream);
    for (;;) {
      if (entry.asking) await new Promise<void>((done) => entry.waiting.push(done));
      const before = entry.state?.from ?? 0;
      if (before <= 1) return;
      const { answers } = entry;
      const { epoch } = this;
      const page = await load(before);
      if (!entry.state || entry.state.from <= 1) return;
      if (entry.asking || entry.answers !== answers || this.epoch !== epoch) continue;
      this.show(entry, extend(entry.state, page.messages, page.more));
      return;
    }
  }

  private entry(stream: string): Entry {
    let entry = this.entries.get(stream);
    if (!entry) {
      entry = make_entry(stream);
      this.entries.set(stream, entry);
    }
    return entry;
  }

  private tell(stream: string): void {
    for (const watcher of [...(this.watchers.get(stream) ?? []), ...(this.watchers.get('') ?? [])]) watcher();
  }

  private show(entry: Entry, state: StreamState): void {
    if (entry.state === state) return;
    entry.state = state;
    const head = { position: state.position, number: state.number };
    if (!entry.head || entry.head.number < head.number || entry.head.position < head.position) entry.head = head;
    this.tell(entry.stream);
  }

  private moved(stream: string, head: Head): void {
    const entry = this.entries.get(stream);
    if (!entry || (entry.head && entry.head.position >= head.position)) return;
    entry.head = { position: head.position, number: head.number };
    this.tell(stream);
  }

  /** The right to these is gone, and so is what they showed. */
  private closed(streams: string[]): void {
    for (const stream of streams) {
      const entry = this.entries.get(stream);
      if (!entry) continue;
      Object.assign(entry, { subscribed: null, state: null, head: null, held_back: [], error: no_longer_yours });
      this.tell(stream);
    }
  }

  private receive(event: Changed): void {
    const entry = this.entries.get(event.stream);
    if (!entry) return;
    if (entry.asking) {
      entry.held_back.push(event);
      return;
    }
    if (!entry.state) return;
    if (event.position > entry.state.position + 1) {
      // By contract the gateway leaves no gap; should it, ask for what is beyond the own position.
      this.show(entry, put(entry.state, [event]));
      if (entry.subscribed === 'objects') entry.subscribed = null;
      this.schedule();
      return;
    }
    this.show(entry, apply(entry.state, [event]));
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.sync();
    });
  }

  /** Brings what is subscribed in line with what is wanted. */
  private sync(): void {
    if (this.connection.state !== 'open') return;
    const heads: Entry[] = [];
    const unwanted: string[] = [];
    for (const entry of this.entries.values()) {
      const level = wanted(entry);
      if (entry.asking || entry.error) continue;
      if (level === null) {
        if (entry.subscribed) unwanted.push(entry.stream);
        entry.subscribed = null;
      } else if (level !== entry.subscribed) {
        if (level === 'objects') void this.ask([entry], level);
        else heads.push(entry);
      }
    }
    for (let i = 0; i < heads.length; i += most_at_once) void this.ask(heads.slice(i, i + most_at_once), 'head');
    if (unwanted.length > 0) this.connection.call('live.unsubscribe', { streams: unwanted }).catch(() => undefined);
    this.forget();
  }

  /** Drops the longest unused states, so that a day of browsing does not fill the memory. */
  private forget(): void {
    const idle = [...this.entries.values()].filter((e) => wanted(e) === null && !e.asking && !e.subscribed);
    idle.sort((a, b) => b.left - a.left);
    for (const entry of idle.slice(most_remembered)) this.entries.delete(entry.stream);
  }

  private request(entry: Entry, level: LiveLevel): Subscription {
    if (level === 'head') return { stream: entry.stream, level };
    if (entry.state)
      return { stream: entry.stream, level, position: entry.state.position, from_number: entry.state.from };
    // A channel begins with its newest messages; the small streams are wanted whole.
    return entry.stream.startsWith('channel:')
      ? { stream: entry.stream, level }
      : { stream: entry.stream, level, from_number: 0 };
  }

  private async ask(entries: Entry[], level: LiveLevel): Promise<void> {
    const epoch = this.epoch;
    for (const entry of entries) entry.asking = true;
    try {
      const answer = await this.connection.call('live.subscribe', { streams: entries.map((e) => this.request(e, level)) });
      if (epoch !== this.epoch) return;
      const by_name = new Map(answer.streams.map((each) => [each.stream, each]));
      for (const entry of entries) this.answered(entry, level, by_name.get(entry.stream));
    } catch (thrown) {
      if (epoch === this.epoch) this.refused(entries, as_error(thrown));
    }
  }

  private answered(entry: Entry, level: LiveLevel, answer: Answer | undefined): void {
    entry.subscribed = level;
    entry.answers++;
    if (answer) this.moved(entry.stream, answer);
    if (answer && level === 'objects') {
      if (answer.resync_required) {
        void this.load(entry, answer);
        return;
      }
      entry.attempts = 0;
      const before = entry.state ? trimmed(entry.state) : fresh(answer);
      const after = apply(before, answer.objects);
      this.show(entry, {
        ...after,
        position: Math.max(after.position, answer.position),
        number: Math.max(after.number, answer.number),
      });
    }
    this.release(entry);
  }

  /** Lets the events in that came while the answer was awaited. */
  private release(entry: Entry): void {
    entry.asking = false;
    for (const event of entry.held_back.splice(0)) this.receive(event);
    this.wake(entry);
    this.schedule();
  }

  private wake(entry: Entry): void {
    for (const go_on of entry.waiting.splice(0)) go_on();
  }

  /** Loads the window as it is now, then resumes from the position before the load: nothing can fall between. */
  private async load(entry: Entry, answer: Answer): Promise<void> {
    const epoch = this.epoch;
    const [kind = '', of = ''] = entry.stream.split(':');
    try {
      const loader = this.options.loaders[kind];
      const window = loader ? await loader(of, entry.state?.from ?? answer.number) : { changes: [], from: 0 };
      if (epoch !== this.epoch) return;
      const start = { ...nothing, position: answer.position, number: answer.number, from: window.from };
      this.show(entry, put(start, window.changes));
      entry.subscribed = null;
      // The first resume follows at once; a stream that outruns every load is not chased without pause.
      const pause = entry.attempts++ === 0 ? 0 : Math.min(5_000, 250 * 2 ** entry.attempts);
      if (pause === 0) this.release(entry);
      else this.options.later(pause, () => epoch === this.epoch && this.release(entry));
    } catch (thrown) {
      if (epoch === this.epoch) this.refused([entry], as_error(thrown));
    }
  }

  private refused(entries: Entry[], error: RpcError): void {
    const place = /^\/streams\/(\d+)\b/.exec(error.pointer ?? '');
    const guilty = place ? entries[Number(place[1])] : entries.length === 1 ? entries[0] : undefined;
    for (const entry of entries) {
      if (!error.passing && (entry === guilty || !guilty)) {
        entry.error = error;
        this.tell(entry.stream);
      }
    }
    if (!error.passing) {
      for (const entry of entries) this.release(entry);
      return;
    }
    const attempts = Math.max(...entries.map((entry) => ++entry.attempts));
    const most = Math.min(3_000, 250 * 2 ** attempts);
    const epoch = this.epoch;
    // Around the time the server names, so that those who were refused together do not come together again.
    const hinted = error.retry_after && error.retry_after * (0.5 + this.options.random());
    this.options.later(hinted ?? most * (0.5 + this.options.random() / 2), () => {
      if (epoch !== this.epoch) return;
      for (const entry of entries) this.release(entry);
    });
  }
}
