// A socket made of GET /events and POST /rpc, for networks that let no WebSocket through.
import type { Closed, LiveLevel, Subscribe, Subscribed, StreamState, Unsubscribe } from '../../protocol/types';
import { CallsByHttp, type AnswerFrame, type SentCall } from './calls_by_http';
import type { Environment, Socket } from './environment';
import { EventText, type ServerEvent } from './event_text';
import { WatchedStreams } from './watched';

/** Several subscriptions of one moment open one stream of events. */
const settle = 50;
/** What nobody wants any more is told with less haste: it is passed over until then. */
const no_haste = 1_000;
/** A stream that is silent for so long is held back by something in between: the server beats every 10 s. */
const hello_within = 3_000;
const silence = 25_000;
/** Asked whether the line is alive, a stream that has missed its beat is opened anew. */
const missed_beat = 12_000;
/** The server holds a poll for so long at most, less than the 30 s after which proxies cut. */
const poll_seconds = 20;
const poll_pause = 1_000;
const most_failures = 3;
const unavailable_pause = 400;

/** What was learnt of the network, for the next socket. */
export interface EventsMemory {
  /** Something holds answers back until they have ended. */
  readonly held_back: boolean;
  learn_held_back(): void;
}

/** What the connection sends after silence: a call that changes nothing. */
function asks_for_life(call: SentCall): boolean {
  return call.method === 'live.unsubscribe' && (call.params as Unsubscribe).streams.length === 0;
}

function failure(call: SentCall, code: number, kind: string, message: string, pointer?: string): AnswerFrame {
  return { jsonrpc: '2.0', id: call.id, error: { code, message, data: { kind, message, pointer } } };
}

type Frame = { method?: string; params?: unknown };

export class EventsSocket implements Socket {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason?: string }) => void) | null = null;
  private readonly watched = new WatchedStreams();
  private readonly calls: CallsByHttp;
  private ended = false;
  private greeted = false;
  private failures = 0;
  /** Nothing came of a stream; whether it is held back is asked by an answer that ends at once. */
  private doubting = false;
  private opened_at = 0;
  private heard_at = 0;
  private polls = true;
  private opening_at = Infinity;
  private off_stream: () => void = () => undefined;
  private off_patience: () => void = () => undefined;
  private off_open: () => void = () => undefined;

  constructor(
    private readonly env: Environment,
    private readonly memory: EventsMemory,
  ) {
    this.calls = new CallsByHttp(env);
    // The first answer ends at once, so that nothing can hold it back: calls need not wait for the rest to be known.
    this.open(0);
  }

  close(): void {
    this.ended = true;
    this.off_open();
    this.off_patience();
    this.off_stream();
  }

  send(text: string): void {
    const call = JSON.parse(text) as SentCall;
    if (call.method === 'live.unsubscribe') this.forget((call.params as Unsubscribe).streams);
    if (call.method === 'live.subscribe') {
      const { streams } = call.params as Subscribe;
      if (!this.watched.has_room_for(streams.map((each) => each.stream))) return this.too_many(call);
    }
    this.calls.send(call, (answer) => this.answered(call, answer));
  }

  private end(code: number): void {
    if (this.ended) return;
    this.close();
    this.onclose?.({ code });
  }

  private say(frame: object): void {
    if (!this.ended) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  private answered(call: SentCall, answer: AnswerFrame | null): void {
    if (this.ended) return;
    if (answer === null) {
      // To the connection any word is a sign of life: the question whether there is one stays without an answer.
      if (!asks_for_life(call)) this.say(failure(call, -32053, 'unavailable', 'no answer came'));
      return;
    }
    if (call.method === 'live.subscribe' && answer.result !== undefined)
      this.watch(call.params as Subscribe, answer.result as Subscribed);
    this.say(answer);
    const kind = (answer.error as { data?: { kind?: string } } | undefined)?.data?.kind;
    if (kind === 'unauthenticated') this.end(4401);
  }

  private watch(asked: Subscribe, found: Subscribed): void {
    const levels = new Map<string, LiveLevel>(asked.streams.map((each) => [each.stream, each.level]));
    let changed = false;
    for (const { stream, position, resync_required } of found.streams)
      changed =
        (resync_required
          ? this.watched.remove(stream)
          : this.watched.put(stream, levels.get(stream) as LiveLevel, position)) || changed;
    if (changed) this.open_in(settle);
  }

  private too_many(call: SentCall): void {
    const frame = failure(call, -32602, 'invalid', 'a session watches at most 200 streams', '/streams');
    queueMicrotask(() => this.say(frame));
  }

  private forget(streams: string[]): void {
    if (streams.length === 0 && !this.polls && this.env.now() - this.heard_at > missed_beat) this.open_in(0);
    const gone = streams.filter((each) => this.watched.remove(each));
    if (gone.length > 0) this.open_in(no_haste);
  }

  private open_in(ms: number): void {
    const at = this.env.now() + ms;
    if (at >= this.opening_at) return;
    this.off_open();
    this.opening_at = at;
    this.off_open = this.env.later(ms, () => this.open(this.memory.held_back ? poll_seconds : null));
  }

  /** Opens the events beyond what is known; the answer before is let go, nothing of it is missed. */
  private open(poll: number | null): void {
    this.off_open();
    this.opening_at = Infinity;
    this.off_stream();
    this.opened_at = this.heard_at = this.env.now();
    this.polls = poll !== null;
    const text = new EventText();
    const path = `/events?${this.watched.query()}${poll === null ? '' : `&poll=${poll}`}`;
    let heard = false;
    let whole = true;
    const wait = (ms: number) => {
      this.off_patience();
      this.off_patience = this.env.later(ms, () => this.too_silent(heard, poll));
    };
    wait(poll === null ? hello_within : (poll + 8) * 1_000);
    this.off_stream = this.env.stream(path, {
      refused: (status, error) => {
        whole = false;
        this.refused(status, error);
      },
      text: (piece) => {
        this.heard_at = this.env.now();
        const events = text.feed(piece);
        heard ||= events.length > 0;
        if (heard && poll === null) wait(silence);
        for (const event of events) if (!this.ended) this.receive(event);
      },
      end: (complete) => {
        this.off_patience();
        if (this.ended || !whole) return;
        if (!complete || !heard) return this.failed();
        this.failures = 0;
        const took = this.env.now() - this.opened_at;
        if (this.doubting && poll === 0 && took < hello_within) this.memory.learn_held_back();
        this.doubting = false;
        this.open_in(poll === 0 ? settle : Math.max(settle, poll_pause - took));
      },
    });
  }

  private failed(): void {
    if (++this.failures >= most_failures) return this.end(1006);
    this.open_in(settle * 2 ** this.failures);
  }

  private too_silent(heard: boolean, poll: number | null): void {
    this.off_stream();
    if (poll !== null) return this.failed();
    // Silence later on may be a line that was cut without a word; twice it is none.
    if (heard && this.failures === 0) {
      this.failures++;
      return this.open_in(0);
    }
    this.doubting = true;
    this.open(0);
  }

  private refused(status: number, error: unknown): void {
    this.off_patience();
    if (status === 401) return this.end(4401);
    const { pointer, retry_after = 0 } = (error as { data?: { pointer?: string; retry_after?: number } } | undefined)?.data ?? {};
    // A part of the server is away, or it asks for patience: calls may work all the same, so the socket stays.
    if (this.greeted && (status === 503 || status === 429))
      return this.open_in(Math.max(retry_after, unavailable_pause * (0.5 + this.env.random())));
    const place = /^\/streams\/(\d+)\//.exec(pointer ?? '');
    const stream = place ? this.watched.nth(Number(place[1])) : undefined;
    if (!stream) return this.failed();
    // The right to it was lost between two answers.
    this.watched.remove(stream);
    this.say({ jsonrpc: '2.0', method: 'live.closed', params: { streams: [stream] } });
    this.open_in(settle);
  }

  private receive(event: ServerEvent): void {
    if (event.name === 'close') return this.end((JSON.parse(event.data.join('\n')) as { code: number }).code);
    for (const line of event.data) if (!this.ended) this.frame(JSON.parse(line) as Frame);
  }

  private frame(frame: Frame): void {
    const { stream, position } = (frame.params ?? {}) as { stream: string; position: number };
    switch (frame.method) {
      case 'live.hello':
        if (!this.greeted) this.say(frame);
        this.greeted = true;
        return;
      case 'live.resumed':
        return this.resumed((frame.params as Subscribed).streams);
      case 'live.changed':
        if (this.watched.takes(stream, 'objects', position)) this.say(frame);
        return;
      case 'live.head':
        if (this.watched.takes(stream, 'head', position)) this.say(frame);
        return;
      case 'live.closed':
        for (const each of (frame.params as Closed).streams) this.watched.remove(each);
        return this.say(frame);
      default:
        return this.say(frame);
    }
  }

  private resumed(streams: StreamState[]): void {
    // Too far behind: whoever holds the stream loads it anew, as after any long absence.
    if (streams.some((each) => each.resync_required)) return this.end(4408);
    for (const { stream, position, number, objects } of streams) {
      if (this.watched.level(stream) === 'head')
        this.frame({ method: 'live.head', params: { stream, position, number } });
      for (const each of objects) this.frame({ method: 'live.changed', params: { stream, ...each } });
      this.watched.takes(stream, 'objects', position);
    }
  }
}
