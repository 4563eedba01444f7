// Which way a connection takes: a WebSocket as long as one gets through, else events over HTTP, a WebSocket again hourly.
import { beforeEach, describe, expect, it } from 'vitest';
import { Connection } from './connection';
import { FakeWorld, settle } from './fake_world';

const hour = 3_600_000;
const hello = { method: 'live.hello', params: { server: '0.1.0', least_client: 1, member: 'm', session: 's' } };
const resumed = { method: 'live.resumed', params: { streams: [] } };

let world: FakeWorld;
let connection: Connection;

/** Handshakes are refused until the connection takes to events; HTTP works. */
async function blocked() {
  connection.start();
  for (let i = 0; i < 5 && world.streams.length === 0; i++) {
    world.last.onclose?.({ code: 1006 });
    await settle();
    await world.pass(500);
  }
}

/** Answers of the events way as a server gives them. */
async function events() {
  world.tell(hello, resumed);
  world.finish();
  await world.pass(50);
  world.tell(hello, resumed);
}

beforeEach(() => {
  world = new FakeWorld();
  world.answer = () => ({ status: 200, body: { result: {} } });
  connection = new Connection(world);
});

describe('the way', () => {
  it('is by events after two refused handshakes, when HTTP works', async () => {
    await blocked();
    expect(world.sockets).toHaveLength(2);
    await events();
    expect(connection.state).toBe('open');
    const answer = connection.call('space.list', {});
    await settle();
    expect(await answer).toEqual({});
    expect(world.posts.at(-1)?.method).toBe('space.list');
  });

  it('is by events at once after a handshake that nobody answers', async () => {
    connection.start();
    await world.pass(8_100);
    expect([world.sockets.length, world.streams.length]).toEqual([1, 1]);
  });

  it('stays a WebSocket after one handshake that nobody answers, where one got through before', async () => {
    connection.start();
    world.last.hello();
    for (let ms = 0; ms < 120_000; ms += 10_000) {
      await world.pass(10_000);
      world.last.say({ method: 'live.head', params: {} });
    }
    world.last.onclose?.({ code: 1006 });
    await world.pass(1_000);
    await world.pass(8_000);
    expect(world.streams).toHaveLength(0);
    await world.pass(3_000);
    await world.pass(8_000);
    expect(world.streams).toHaveLength(1);
  });

  it('stays a WebSocket when the server says in between that too many come at once', async () => {
    connection.start();
    for (let i = 0; i < 3; i++) {
      world.last.onclose?.({ code: 1006 });
      await world.pass(3_000);
      world.last.onclose?.({ code: 1013, reason: 'retry_after=1000' });
      await world.pass(1_200);
    }
    expect(world.streams).toHaveLength(0);
  });

  it('stays a WebSocket when HTTP answers slowly too', async () => {
    world.answer = () => new Promise((resolve) => world.later(2_000, () => resolve({ status: 200, body: { result: {} } })));
    connection.start();
    await world.pass(8_000);
    await world.pass(2_500);
    expect([world.sockets.length, world.streams.length]).toEqual([2, 0]);
  });

  it('stays a WebSocket while HTTP does not work either', async () => {
    world.answer = () => Promise.reject(new Error('away'));
    connection.start();
    for (let i = 0; i < 10; i++) {
      world.last.onclose?.({ code: 1006 });
      await world.pass(3_000);
    }
    expect(world.streams).toHaveLength(0);
  });

  it('is by events after three WebSockets that broke soon, and not after three that lived', async () => {
    for (const [lives, streams] of [[20_000, 1], [120_000, 0]] as const) {
      world = new FakeWorld();
      world.answer = () => ({ status: 200, body: { result: {} } });
      connection = new Connection(world);
      connection.start();
      for (let i = 0; i < 3; i++) {
        world.last.hello();
        for (let ms = 0; ms < lives; ms += 10_000) {
          await world.pass(10_000);
          world.last.say({ method: 'live.head', params: {} });
        }
        world.last.onclose?.({ code: 1006 });
        await settle();
        await world.pass(3_000);
      }
      expect(world.streams.length > 0 ? 1 : 0, `${lives} ms`).toBe(streams);
    }
  });

  it('is tried by WebSocket again after an hour; one that greets takes over without a cut for who calls', async () => {
    await blocked();
    await events();
    await world.pass(0);
    const links: string[] = [];
    for (let ms = 0; ms < hour; ms += 10_000) {
      world.tell({ method: 'live.head', params: {} });
      await world.pass(10_000);
    }
    expect(world.sockets).toHaveLength(3);
    connection.watch((link) => links.push(link));
    world.last.hello();
    expect(links).toEqual(['connecting', 'open']);
    expect(world.streams.some((each) => each.open)).toBe(false);
    void connection.call('space.list', {});
    expect(world.last.sent.map((each) => each.method)).toEqual(['space.list']);
    expect(world.remembered).toBe('');
  });

  it('stays by events for another hour when the WebSocket is still blocked, and nobody notices', async () => {
    await blocked();
    await events();
    const links: string[] = [];
    connection.watch((link) => links.push(link));
    for (let ms = 0; ms < 2 * hour + 60_000; ms += 10_000) {
      world.tell({ method: 'live.head', params: {} });
      await world.pass(10_000);
      if (!world.last.closed) world.last.onclose?.({ code: 1006 });
    }
    expect(world.sockets).toHaveLength(4);
    expect(links).toEqual([]);
  });

  it('is remembered for a reload, for an hour', async () => {
    await blocked();
    const reloaded = Object.assign(new FakeWorld(), { remembered: world.remembered, answer: world.answer });
    reloaded.time = world.time + hour / 2;
    new Connection(reloaded).start();
    expect([reloaded.sockets.length, reloaded.streams.length]).toEqual([0, 1]);
    const later = Object.assign(new FakeWorld(), { remembered: world.remembered, answer: world.answer });
    later.time = world.time + hour + 1_000;
    new Connection(later).start();
    expect([later.sockets.length, later.streams.length]).toEqual([1, 0]);
  });
});
