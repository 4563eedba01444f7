// Behaviour of the connection, with a clock and sockets of our own.
import { beforeEach, describe, expect, it } from 'vitest';
import { Connection } from './connection';
import { RpcError } from './error';
import { FakeWorld, settle } from './fake_world';

let world: FakeWorld;
let connection: Connection;

function open() {
  connection.start();
  world.last.hello();
}

/** The waits between attempts while the server stays away. */
async function waits(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = world.time;
    const before = world.sockets.length;
    world.last.onclose?.({ code: 1006 });
    while (world.sockets.length === before) await world.pass(10);
    found.push(world.time - from);
  }
  return found;
}

beforeEach(() => {
  world = new FakeWorld();
  connection = new Connection(world);
});

describe('calls', () => {
  it('go over HTTP before the connection is started, and for sign-in always', async () => {
    world.answer = () => ({ status: 200, body: { result: { association: 'A', setup_open: false } } });
    expect(await connection.call('server.status', {})).toEqual({ association: 'A', setup_open: false });
    open();
    await connection.call('session.sign_out', {});
    expect(world.posts.map((each) => each.method)).toEqual(['server.status', 'session.sign_out']);
    expect(world.last.sent).toEqual([]);
  });

  it('wait for the greeting and get their own answer, in any order', async () => {
    connection.start();
    const one = connection.call('session.current', {});
    const two = connection.call('space.list', {});
    expect(world.last.sent).toHaveLength(0);
    world.last.hello();
    const [a, b] = world.last.sent;
    world.last.say({ id: b!.id, result: { spaces: [] } });
    world.last.say({ id: a!.id, result: { name: 'Maren' } });
    expect(await two).toEqual({ spaces: [] });
    expect(await one).toEqual({ name: 'Maren' });
  });

  it('carry the kind, pointer and retry_after of a refusal', async () => {
    open();
    const call = connection.call('space.list', {});
    const data = { kind: 'overloaded', message: 'later', pointer: '/x', retry_after: 700 };
    world.last.say({ id: world.last.sent[0]!.id, error: { code: -32054, message: 'x', data } });
    const error = (await call.catch((each: unknown) => each)) as RpcError;
    expect([error.kind, error.pointer, error.retry_after, error.passing]).toEqual(['overloaded', '/x', 700, true]);
  });

  it('fail with timeout at their deadline, and an answer that comes later harms nothing', async () => {
    open();
    const call = connection.call('space.list', {}, 3_000).catch((each: RpcError) => each.kind);
    await world.pass(3_000);
    expect(await call).toBe('timeout');
    world.last.say({ id: world.last.sent[0]!.id, result: { spaces: [] } });
    expect(connection.state).toBe('open');
  });

  it('fail with unavailable when the line is cut before the answer', async () => {
    open();
    const call = connection.call('space.list', {}).catch((each: RpcError) => each.kind);
    world.last.onclose?.({ code: 1006 });
    expect(await call).toBe('unavailable');
  });

  it('are bounded: no more than 64 are out, the surplus waits, too many are refused at once', async () => {
    open();
    const outcomes: string[] = [];
    for (let i = 0; i < 64 + 256 + 5; i++)
      connection.call('space.list', {}).then(() => outcomes.push('ok'), (each: RpcError) => outcomes.push(each.kind));
    await settle();
    expect(world.last.sent).toHaveLength(64);
    expect(outcomes).toEqual(Array(5).fill('overloaded'));
    world.last.say({ id: world.last.sent[0]!.id, result: { spaces: [] } });
    expect(world.last.sent).toHaveLength(65);
  });

  it('reach the handlers of events', () => {
    const seen: unknown[] = [];
    connection.on('live.changed', (event) => seen.push(event.position));
    open();
    world.last.say({ method: 'live.changed', params: { stream: 'channel:x', position: 7 } });
    expect(seen).toEqual([7]);
  });
});

describe('reconnecting', () => {
  it('waits with full jitter: up to 1 s first, doubling, never above 3 s while visible', async () => {
    world.luck = 0.999;
    open();
    const found = await waits(9);
    const most = [1_000, 2_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000];
    found.forEach((wait, i) => expect(wait).toBeLessThanOrEqual(most[i]! + 10));
    expect(found[5]).toBeGreaterThan(2_900);
    world.luck = 0;
    expect((await waits(3)).every((wait) => wait <= 10)).toBe(true);
  });

  it('starts again from 1 s only after 30 s of calm', async () => {
    world.luck = 0.999;
    open();
    await waits(4);
    world.last.hello();
    await world.pass(2_000);
    expect((await waits(1))[0]).toBeGreaterThan(2_000);
    world.last.hello();
    for (let i = 0; i < 31; i++) {
      await world.pass(1_000);
      world.last.say({ method: 'live.head', params: {} });
    }
    expect((await waits(1))[0]).toBeLessThanOrEqual(1_010);
  });

  it('connects at once when the browser says online, or the page is looked at again', async () => {
    for (const what of ['online', 'visible']) {
      world = new FakeWorld();
      connection = new Connection(world);
      world.luck = 0.999;
      open();
      await waits(6);
      world.last.onclose?.({ code: 1006 });
      const before = world.sockets.length;
      world.listeners.get(what)?.();
      expect(world.sockets.length, what).toBe(before + 1);
    }
  });

  it.each([
    [4401, 'expired'],
    [4403, 'revoked'],
  ])('does not return after %i: the session is %s', async (code, why) => {
    const ended: string[] = [];
    connection.on_ended = (reason) => ended.push(reason);
    open();
    world.last.onclose?.({ code });
    await world.pass(60_000);
    expect(ended).toEqual([why]);
    expect([world.sockets.length, connection.state]).toEqual([1, 'stopped']);
  });

  it('returns within 1 s after 4408 and within 2 s after 1012', async () => {
    world.luck = 0.999;
    open();
    await waits(6);
    world.last.hello();
    world.last.onclose?.({ code: 4408 });
    const before = world.sockets.length;
    await world.pass(998);
    expect(world.sockets.length).toBe(before);
    await world.pass(2);
    expect(world.sockets.length).toBe(before + 1);
    world.last.hello();
    world.last.onclose?.({ code: 1012 });
    await world.pass(1_900);
    expect(world.sockets.length).toBe(before + 1);
    await world.pass(100);
    expect(world.sockets.length).toBe(before + 2);
  });

  it('returns around the time the server names when too many come at once, and asks nothing over HTTP', async () => {
    for (const [luck, after] of [[0, 3_600], [0.999, 4_400]] as const) {
      world = new FakeWorld();
      connection = new Connection(world);
      world.luck = luck;
      connection.start();
      world.last.onclose?.({ code: 1013, reason: 'retry_after=4000' });
      await world.pass(after - 100);
      expect([world.sockets.length, world.posts.length]).toEqual([1, 0]);
      await world.pass(200);
      expect(world.sockets.length).toBe(2);
    }
    world.last.onclose?.({ code: 1013, reason: 'something else' });
    await world.pass(3_500);
    expect(world.sockets.length).toBe(3);
  });

  it('asks nothing over HTTP when a line breaks that has lived for long, but wonders about one that has not', async () => {
    for (const [lived, asked] of [[120_000, 0], [40_000, 1]] as const) {
      world = new FakeWorld();
      connection = new Connection(world);
      open();
      for (let i = 0; i < lived / 10_000; i++) {
        await world.pass(10_000);
        world.last.say({ method: 'live.head', params: {} });
      }
      world.last.onclose?.({ code: 1006 });
      await world.pass(1_000);
      expect(world.posts.length).toBe(asked);
    }
  });

  it('backs off as usual when 4408 comes again and again', async () => {
    world.luck = 0.999;
    open();
    for (let i = 0; i < 8; i++) {
      world.last.onclose?.({ code: 4408 });
      await world.pass(3_000);
      world.last.hello();
    }
    const before = world.sockets.length;
    world.last.onclose?.({ code: 4408 });
    await world.pass(2_900);
    expect(world.sockets.length).toBe(before);
    await world.pass(100);
    world.last.hello();
    await world.pass(30_000);
    expect(world.sockets.length).toBe(before + 1);
  });

  it('asks over HTTP after a refused handshake, and ends when nobody is signed in', async () => {
    const ended: string[] = [];
    connection.on_ended = (reason) => ended.push(reason);
    world.answer = () => ({ status: 200, body: { error: { data: { kind: 'unauthenticated', message: '' } } } });
    connection.start();
    world.last.onclose?.({ code: 1006 });
    await settle();
    await settle();
    expect(ended).toEqual(['expired']);
  });

  it('gives a handshake 8 s', async () => {
    connection.start();
    await world.pass(8_000 + 1_000);
    expect(world.sockets.length).toBe(2);
    expect(world.sockets[0]!.closed).toBe(true);
  });
});

describe('the heartbeat', () => {
  it('asks after 25 s of silence and reconnects when nothing comes within 5 s', async () => {
    open();
    await world.pass(25_000);
    expect(world.last.sent.map((each) => each.method)).toEqual(['live.unsubscribe']);
    await world.pass(5_000);
    await world.pass(1_000);
    expect(world.sockets.length).toBe(2);
    expect(world.sockets[0]!.closed).toBe(true);
  });

  it('is content with any word', async () => {
    open();
    for (let i = 0; i < 10; i++) {
      await world.pass(25_000);
      const asked = world.last.sent.at(-1)!;
      world.last.say({ id: asked.id, result: {} });
    }
    expect(world.sockets.length).toBe(1);
    expect(world.last.sent).toHaveLength(10);
  });

  it('does not ask while events come', async () => {
    open();
    for (let i = 0; i < 20; i++) {
      await world.pass(10_000);
      world.last.say({ method: 'live.head', params: { stream: 's', position: i, number: i } });
    }
    expect(world.last.sent).toEqual([]);
  });
});
