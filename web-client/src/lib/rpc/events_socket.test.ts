// Behaviour of the socket that is made of HTTP: what a WebSocket promises, over streams and polls that come and go.
import { beforeEach, describe, expect, it } from 'vitest';
import { EventText } from './event_text';
import { EventsSocket } from './events_socket';
import { FakeWorld, settle } from './fake_world';

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;
const a = `channel:${id(1)}`;
const b = `channel:${id(2)}`;
const hello = { method: 'live.hello', params: { server: '0.1.0', least_client: 1, member: 'm', session: 's' } };
const resumed = (...streams: object[]) => ({ method: 'live.resumed', params: { streams } });
const changed = (stream: string, position: number) => ({ method: 'live.changed', params: { stream, position, type: 'message', id: `x${position}`, object: {} } });
const standing = (stream: string, position: number, objects: object[] = []) => ({ stream, position, number: position, objects, resync_required: false });

interface Heard {
  id?: number;
  method?: string;
  params?: { stream?: string; position?: number; streams?: string[] };
  result?: unknown;
  error?: { data: { kind: string } };
}

let world: FakeWorld;
let socket: EventsSocket;
let heard: Heard[];
let codes: number[];
const memory = { held_back: false, learn_held_back: () => void (memory.held_back = true) };
/** Where the server's streams stand, for live.subscribe. */
let stands: Record<string, number>;
let next_id = 1;

const positions = (stream: string) => heard.filter((each) => each.method === 'live.changed' && each.params?.stream === stream).map((each) => each.params?.position);

function call(method: string, params: unknown): number {
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: next_id, method, params }));
  return next_id++;
}
const subscribe = (...streams: string[]) => call('live.subscribe', { streams: streams.map((stream) => ({ stream, level: 'objects' })) });

/** Subscribes and waits until the stream is open that brings what follows. */
async function watch(...streams: string[]) {
  subscribe(...streams);
  await settle();
  await world.pass(50);
}

/** The first answer says hello and ends; the stream that follows is open. */
async function open() {
  world.tell(hello, resumed());
  world.finish();
  await world.pass(50);
  world.tell(hello, resumed());
}

beforeEach(() => {
  world = new FakeWorld();
  memory.held_back = false;
  stands = { [a]: 0, [b]: 0 };
  world.answer = (method) => {
    const { params } = world.posts.at(-1) as { params: { streams?: { stream: string }[] } };
    if (method !== 'live.subscribe') return { status: 200, body: { result: {} } };
    return { status: 200, body: { result: { streams: params.streams!.map(({ stream }) => standing(stream, stands[stream]!)) } } };
  };
  heard = [];
  codes = [];
  socket = new EventsSocket(world, memory);
  socket.onmessage = ({ data }) => void heard.push(JSON.parse(String(data)));
  socket.onclose = ({ code }) => void codes.push(code);
});

describe('the text of events', () => {
  it('is understood in pieces of any size', () => {
    const text = ': beat\n\nid: x\ndata: {"a":1}\ndata: {"b":"ü"}\n\nevent: close\ndata: {"code":1012}\n\ndata: unfin';
    for (let size = 1; size < 20; size++) {
      const reader = new EventText();
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...reader.feed(text.slice(at, at + size)));
      expect(found).toEqual([
        { name: 'message', data: ['{"a":1}', '{"b":"ü"}'] },
        { name: 'close', data: ['{"code":1012}'] },
      ]);
    }
  });
});

describe('opening', () => {
  it('begins with an answer that nothing can hold back, then opens the stream; hello is said once', async () => {
    expect(world.stream_now.path).toBe('/events?objects=&heads=&poll=0');
    await open();
    expect(world.stream_now.path).toBe('/events?objects=&heads=');
    expect(heard.map((each) => each.method)).toEqual(['live.hello']);
  });

  it('names every subscribed stream with the position its answer was complete to', async () => {
    await open();
    Object.assign(stands, { [a]: 7, [b]: 9 });
    const asked = subscribe(a, b);
    await settle();
    expect(heard.at(-1)?.id).toBe(asked);
    await world.pass(50);
    expect(world.stream_now.path).toBe('/events?objects=channel:AY8AAAAAcACAAAAAAAAAAQ@7,AY8AAAAAcACAAAAAAAAAAg@9&heads=');
    expect(world.streams.filter((each) => each.open)).toHaveLength(1);
  });

  it('opens one stream for all that is subscribed within a moment', async () => {
    await open();
    const before = world.streams.length;
    for (const stream of [a, b]) {
      subscribe(stream);
      await world.pass(20);
    }
    await world.pass(100);
    expect(world.streams.length).toBe(before + 1);
  });
});

describe('events', () => {
  beforeEach(async () => {
    await open();
    await watch(a);
    world.tell(hello, resumed(standing(a, 0)));
  });

  it('come in order and once, whatever is told again after the stream was opened anew', async () => {
    world.tell(changed(a, 1), changed(a, 2));
    await watch(b);
    expect(world.stream_now.path).toContain('AQ@2,');
    world.tell(hello, resumed(standing(a, 4, [{ position: 3, type: 'message', id: 'x3', object: {} }]), standing(b, 0)));
    world.tell(changed(a, 3), changed(a, 5));
    expect(positions(a)).toEqual([1, 2, 3, 5]);
  });

  it('of streams that nobody wants any more are passed over', async () => {
    call('live.unsubscribe', { streams: [a] });
    await settle();
    world.tell(changed(a, 1));
    expect(positions(a)).toEqual([]);
    await world.pass(1_000);
    expect(world.stream_now.path).toBe('/events?objects=&heads=');
  });

  it('go on in a new answer when one ends in its time', async () => {
    await world.pass(2_000);
    world.tell(changed(a, 1));
    world.finish();
    await world.pass(50);
    expect(world.stream_now.path).toContain('AQ@1');
    expect(codes).toEqual([]);
  });

  it('close the socket with the code the server gives', async () => {
    world.stream_now.to.text('event: close\ndata: {"code":4403,"reason":"x"}\n\n');
    expect(codes).toEqual([4403]);
    expect(world.streams.some((each) => each.open)).toBe(false);
  });

  it('that are too far behind end the socket as too slow, so that their holders load anew', () => {
    world.tell(hello, resumed({ ...standing(a, 900), resync_required: true }));
    expect(codes).toEqual([4408]);
  });

  it('of a stream whose right was lost between two answers: it is closed, the others go on', async () => {
    await watch(b);
    world.stream_now.to.refused(404, { data: { kind: 'not_found', message: '', pointer: '/streams/1/stream' } });
    expect(heard.at(-1)).toMatchObject({ method: 'live.closed', params: { streams: [b] } });
    await world.pass(50);
    expect(world.stream_now.path).toBe('/events?objects=channel:AY8AAAAAcACAAAAAAAAAAQ@0&heads=');
    expect(codes).toEqual([]);
  });

  it('that have missed their beat are opened anew when the connection asks whether the line is alive', async () => {
    const before = world.streams.length;
    await world.pass(10_000);
    call('live.unsubscribe', { streams: [] });
    await world.pass(1_000);
    expect(world.streams.length).toBe(before);
    await world.pass(3_000);
    call('live.unsubscribe', { streams: [] });
    await world.pass(0);
    expect(world.streams.length).toBe(before + 1);
  });

  it('of more than 200 streams cannot be asked for, as over a WebSocket', async () => {
    const many = Array.from({ length: 200 }, (_, i) => `channel:018f0000-0000-7000-9000-000000000${100 + i}`);
    const before = world.posts.length;
    const asked = subscribe(...many);
    await settle();
    expect(heard.at(-1)).toMatchObject({ id: asked, error: { data: { kind: 'invalid', pointer: '/streams' } } });
    expect(world.posts.length).toBe(before);
  });

  it('end with the session', () => {
    world.stream_now.to.refused(401, { data: { kind: 'unauthenticated', message: '' } });
    expect(codes).toEqual([4401]);
  });

  it('that a part of the server cannot give just now are asked for again and again, and the socket stays', async () => {
    for (let i = 0; i < 20; i++) {
      world.stream_now.to.refused(503, { data: { kind: 'unavailable', message: '' } });
      await world.pass(600);
      expect(world.stream_now.open).toBe(true);
    }
    world.stream_now.to.refused(429, { data: { kind: 'too_many', message: '', retry_after: 2_000 } });
    const before = world.streams.length;
    await world.pass(1_900);
    expect(world.streams.length).toBe(before);
    await world.pass(100);
    expect(world.streams.length).toBe(before + 1);
    expect(codes).toEqual([]);
  });

  it('that break again and again end the socket, so that the usual waits hold', async () => {
    for (let i = 0; i < 3; i++) {
      expect(codes).toEqual([]);
      world.stream_now.to.end(false);
      await world.pass(1_000);
    }
    expect(codes).toEqual([1006]);
  });

  it('that end over and over do not make a storm of requests', async () => {
    const before = world.streams.length;
    for (let ms = 0; ms < 5_000; ms += 10) {
      world.tell(hello);
      world.finish();
      await world.pass(10);
    }
    expect(world.streams.length - before).toBeLessThanOrEqual(6);
  });
});

describe('where answers are held back', () => {
  it('it notices the silence within 3 s, asks by an answer that ends, and polls from then on', async () => {
    world.tell(hello, resumed());
    world.finish();
    await watch(a);
    expect(world.stream_now.path).not.toContain('poll');
    await world.pass(3_000);
    expect(world.stream_now.path).toContain('&poll=0');
    world.tell(hello, resumed(standing(a, 0)));
    world.finish();
    expect(memory.held_back).toBe(true);
    await world.pass(50);
    expect(world.stream_now.path).toContain('AQ@0&heads=&poll=20');
    world.tell(hello, changed(a, 1));
    world.finish();
    expect(positions(a)).toEqual([1]);
    await world.pass(900);
    expect(world.stream_now.open).toBe(false);
    await world.pass(100);
    expect(world.stream_now.path).toContain('AQ@1&heads=&poll=20');
  });

  it('a server that is slow itself is not taken for it', async () => {
    world.tell(hello, resumed());
    world.finish();
    await world.pass(50);
    await world.pass(3_000);
    await world.pass(4_000);
    world.tell(hello, resumed());
    world.finish();
    await world.pass(1_000);
    expect([memory.held_back, world.stream_now.path]).toEqual([false, '/events?objects=&heads=']);
  });

  it('a stream that falls silent later is opened anew, and doubted only when it does so again', async () => {
    await open();
    await world.pass(25_000);
    expect(world.stream_now.path).toBe('/events?objects=&heads=');
    world.tell(hello, resumed());
    await world.pass(25_000);
    expect(world.stream_now.path).toContain('poll=0');
  });
});

describe('calls', () => {
  it('that write leave one after another, in order; reading does not wait for them', async () => {
    await open();
    const releases: (() => void)[] = [];
    world.answer = () => new Promise((resolve) => releases.push(() => resolve({ status: 200, body: { result: {} } })));
    call('chat.send_message', { id: 1 });
    call('chat.send_message', { id: 2 });
    call('chat.history', {});
    await settle();
    expect(world.posts.map((each) => each.method)).toEqual(['chat.send_message', 'chat.history']);
    releases[0]!();
    await settle();
    expect(world.posts.map((each) => each.params)).toEqual([{ id: 1 }, {}, { id: 2 }]);
  });

  it('without an answer are unavailable; without a session they end the socket', async () => {
    await open();
    world.answer = () => Promise.reject(new Error('away'));
    const asked = call('chat.history', {});
    await settle();
    expect(heard.at(-1)).toMatchObject({ id: asked, error: { data: { kind: 'unavailable' } } });
    // Any answer would be taken for a sign of life.
    call('live.unsubscribe', { streams: [] });
    await settle();
    expect(heard.at(-1)?.id).toBe(asked);
    world.answer = () => ({ status: 200, body: { error: { code: -32050, data: { kind: 'unauthenticated', message: '' } } } });
    call('chat.history', {});
    await settle();
    expect(codes).toEqual([4401]);
  });
});
