// Behaviour of the stream store towards a connection played by the test.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Changed, Head, Message, StreamState as Answer, Subscribe, Subscription } from '../../protocol/types';
import type { Link } from '../rpc/connection';
import { RpcError } from '../rpc/error';
import { as_changes, messages_of } from './reducer';
import { Streams, type Loader } from './store';

const stream = 'channel:c';

function message(number: number, position = number, body = `text ${number}`): Message {
  return { id: `m${number}`, channel: 'c', number, position, author: 'a', body, sent_at: '2026-01-01T00:00:00.000Z' };
}

class FakeConnection {
  state: Link = 'open';
  watchers = new Set<(link: Link) => void>();
  changed: (event: Changed) => void = () => undefined;
  head: (event: Head) => void = () => undefined;
  asked: Subscription[][] = [];
  dropped: string[][] = [];
  /** Answers by the test; null leaves the call open. */
  answer: (asked: Subscription[]) => Answer[] | RpcError | Promise<Answer[]> = (asked) =>
    asked.map((each) => ({ stream: each.stream, position: 0, number: 0, objects: [], resync_required: false }));

  watch(watcher: (link: Link) => void) {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }
  on(name: string, handler: (event: never) => void) {
    if (name === 'live.changed') this.changed = handler as never;
    else this.head = handler as never;
    return () => undefined;
  }
  async call(method: string, params: unknown) {
    if (method === 'live.unsubscribe') {
      this.dropped.push((params as { streams: string[] }).streams);
      return {};
    }
    const { streams } = params as Subscribe;
    this.asked.push(streams);
    const answer = await this.answer(streams);
    if (answer instanceof RpcError) throw answer;
    return { streams: answer };
  }
  link(state: Link) {
    this.state = state;
    for (const watcher of this.watchers) watcher(state);
  }
  say(number: number, position = number, body?: string) {
    const object = message(number, position, body);
    this.changed({ stream, position, type: 'message', id: object.id, object });
  }
}

const with_messages = (messages: Message[], position: number, number: number): Answer => ({
  stream, position, number, objects: as_changes(messages), resync_required: false,
});

const settle = () => new Promise((done) => setTimeout(done));
const bodies = () => messages_of(streams.state(stream)!).map((each) => each.body);

let connection: FakeConnection;
let streams: Streams;
let timers: { ms: number; then: () => void }[];
let loader: Loader;

beforeEach(() => {
  connection = new FakeConnection();
  timers = [];
  loader = async () => ({ changes: [], from: 0 });
  streams = new Streams(connection as never, {
    loaders: { channel: (of, from) => loader(of, from) },
    later: (ms, then) => {
      timers.push({ ms, then });
      return () => undefined;
    },
    random: () => 0.5,
  });
});

describe('the stream store', () => {
  it('subscribes without a position first and shows what comes', async () => {
    connection.answer = () => [with_messages([message(9), message(10)], 10, 10)];
    streams.hold(stream, 'objects');
    await settle();
    expect(connection.asked).toEqual([[{ stream, level: 'objects' }]]);
    connection.say(11);
    expect(bodies()).toEqual(['text 9', 'text 10', 'text 11']);
    expect(streams.state(stream)).toMatchObject({ position: 11, number: 11, from: 9 });
  });

  it('resumes with its position and window after a cut, and misses nothing', async () => {
    connection.answer = () => [with_messages([message(9), message(10)], 10, 10)];
    streams.hold(stream, 'objects');
    await settle();
    connection.link('waiting');
    connection.answer = () => [with_messages([message(11), message(9, 12, 'edited')], 12, 11)];
    connection.link('open');
    await settle();
    expect(connection.asked[1]).toEqual([{ stream, level: 'objects', position: 10, from_number: 9 }]);
    expect(bodies()).toEqual(['edited', 'text 10', 'text 11']);
  });

  it('holds events back while the answer is awaited', async () => {
    let release: (answer: Answer[]) => void = () => undefined;
    connection.answer = () => new Promise<Answer[]>((resolve) => (release = resolve));
    streams.hold(stream, 'objects');
    await settle();
    connection.say(2);
    connection.say(3);
    release([with_messages([message(1)], 1, 1)]);
    await settle();
    expect(bodies()).toEqual(['text 1', 'text 2', 'text 3']);
  });

  it('asks again from its own position when an event is missing', async () => {
    connection.answer = () => [with_messages([message(1)], 1, 1)];
    streams.hold(stream, 'objects');
    await settle();
    connection.answer = () => [with_messages([message(2), message(3)], 3, 3)];
    connection.say(3);
    await settle();
    expect(connection.asked[1]).toEqual([{ stream, level: 'objects', position: 1, from_number: 0 }]);
    expect(bodies()).toEqual(['text 1', 'text 2', 'text 3']);
    expect(streams.state(stream)?.position).toBe(3);
  });

  it('reads the page before the window again when it was read beside a resume, which leaves out what is below', async () => {
    connection.answer = () => [with_messages([message(9), message(10)], 10, 10)];
    streams.hold(stream, 'objects');
    await settle();
    const pages: ((page: Message[]) => void)[] = [];
    const reading = streams.older(stream, async () => ({ messages: await new Promise<Message[]>((read) => pages.push(read)), more: true }));
    connection.link('waiting');
    connection.answer = () => [with_messages([], 11, 10)];
    connection.link('open');
    await settle();
    pages[0]!([message(8, 8, 'before the edit')]);
    await settle();
    expect(bodies()).toEqual(['text 9', 'text 10']);
    pages[1]!([message(8, 11, 'edited')]);
    await reading;
    expect(bodies()).toEqual(['edited', 'text 9', 'text 10']);
    expect(streams.state(stream)?.from).toBe(8);
  });

  it('does not show again what vanished below the window during a cut', async () => {
    connection.answer = () => [with_messages([message(9), message(10)], 10, 10)];
    streams.hold(stream, 'objects');
    await settle();
    connection.say(4, 11, 'edited');
    connection.link('waiting');
    connection.answer = () => [with_messages([], 12, 10)];
    connection.link('open');
    await settle();
    await streams.older(stream, async () => ({ messages: [message(3), message(5)], more: false }));
    expect(bodies()).toEqual(['text 3', 'text 5', 'text 9', 'text 10']);
  });

  it('loads the window anew when told, then resumes from before the load', async () => {
    connection.answer = () => [with_messages([message(1)], 1, 1)];
    streams.hold(stream, 'objects');
    await settle();
    connection.link('waiting');
    const asked: number[] = [];
    loader = async (_, from) => {
      asked.push(from);
      return { changes: as_changes([message(500), message(501, 503)]), from: 500 };
    };
    connection.answer = ([each]) =>
      each?.position === 1
        ? [{ stream, position: 502, number: 501, objects: [], resync_required: true }]
        : [with_messages([message(501, 503)], 503, 501)];
    connection.link('open');
    await settle();
    expect(asked).toEqual([0]);
    expect(connection.asked.at(-1)).toEqual([{ stream, level: 'objects', position: 502, from_number: 500 }]);
    expect(streams.state(stream)).toMatchObject({ position: 503, from: 500 });
    expect(bodies()).toEqual(['text 500', 'text 501']);
  });

  it('counts who needs a stream, and goes down to head before it leaves', async () => {
    const open = streams.hold(stream, 'objects');
    const rail = streams.hold(stream, 'head');
    await settle();
    open();
    await settle();
    rail();
    await settle();
    rail();
    expect(connection.asked.map((each) => each[0]?.level)).toEqual(['objects', 'head']);
    expect(connection.dropped).toEqual([[stream]]);
  });

  it('asks for all heads in one call, and leaves out the one that is refused', async () => {
    connection.answer = (asked) => {
      const bad = asked.findIndex((each) => each.stream === 'channel:b');
      return bad >= 0
        ? new RpcError('not_found', 'no', { pointer: `/streams/${bad}/stream` })
        : asked.map((each) => ({ stream: each.stream, position: 5, number: 4, objects: [], resync_required: false }));
    };
    for (const name of ['a', 'b', 'c']) streams.hold(`channel:${name}`, 'head');
    await settle();
    expect(connection.asked.map((each) => each.map(({ stream: s }) => s))).toEqual([
      ['channel:a', 'channel:b', 'channel:c'],
      ['channel:a', 'channel:c'],
    ]);
    expect(streams.error('channel:b')?.kind).toBe('not_found');
    expect(streams.head('channel:c')).toEqual({ position: 5, number: 4 });
  });

  it('tries again later when the service is away', async () => {
    connection.answer = () => new RpcError('unavailable', 'away', { retry_after: 300 });
    streams.hold(stream, 'objects');
    await settle();
    expect(timers.map((each) => each.ms)).toEqual([300]);
    connection.answer = () => [with_messages([message(1)], 1, 1)];
    timers[0]!.then();
    await settle();
    expect(bodies()).toEqual(['text 1']);
  });

  it('ignores an answer that belongs to an earlier connection', async () => {
    let release: (answer: Answer[]) => void = () => undefined;
    connection.answer = () => new Promise<Answer[]>((resolve) => (release = resolve));
    streams.hold(stream, 'objects');
    await settle();
    connection.link('waiting');
    connection.answer = () => [with_messages([message(1)], 1, 1)];
    connection.link('open');
    await settle();
    release([with_messages([message(7)], 7, 7)]);
    await settle();
    expect(bodies()).toEqual(['text 1']);
    expect(streams.state(stream)?.position).toBe(1);
  });
});
