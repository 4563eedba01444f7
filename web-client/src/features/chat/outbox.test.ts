// Behaviour of the outbox towards a server played by the test.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Message, SendMessage } from '../../protocol/types';
import { RpcError, type Kind } from '../../lib/rpc/error';
import type { Link } from '../../lib/rpc/connection';
import type { Shelf } from '../../lib/storage';
import { Outbox } from './outbox';

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => (kept.set(key, value), true),
    remove: (key) => void kept.delete(key),
    keys: (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** The server: stores each id once, fails as told, counts what is in the air per channel. */
class Server {
  stored: SendMessage[] = [];
  received: SendMessage[] = [];
  flying = new Map<string, number>();
  most_flying = 0;
  /** What to do with the next sends; 'cut': stored, but the answer is lost. */
  plan: (Kind | 'ok' | 'cut' | RpcError)[] = [];

  send = async (params: SendMessage): Promise<Message> => {
    this.received.push(params);
    const flying = (this.flying.get(params.channel) ?? 0) + 1;
    this.flying.set(params.channel, flying);
    this.most_flying = Math.max(this.most_flying, flying);
    await new Promise((done) => setTimeout(done));
    this.flying.set(params.channel, flying - 1);
    const fate = this.plan.shift() ?? 'ok';
    if (fate instanceof RpcError) throw fate;
    if (fate !== 'ok' && fate !== 'cut') throw new RpcError(fate, 'as planned');
    if (!this.stored.some((each) => each.id === params.id)) this.stored.push(params);
    if (fate === 'cut') throw new RpcError('unavailable', 'the answer was lost');
    const number = this.stored.findIndex((each) => each.id === params.id) + 1;
    return { ...params, number, position: number, author: 'me', sent_at: '' };
  };
}

let kept: ReturnType<typeof shelf>;
let server: Server;
let link: { state: Link; watch: (watcher: (link: Link) => void) => () => void; watchers: Set<(link: Link) => void> };
let pauses: number[];
let told: string[];
let locks: Map<string, Promise<void>>;

function go(state: Link) {
  link.state = state;
  for (const watcher of link.watchers) watcher(state);
}

/** A tab; tabs of one test share shelf, server and, where the browser has them, locks. */
function tab(with_locks = true): Outbox {
  return new Outbox({
    member: 'me',
    shelf: kept,
    send: server.send,
    link,
    async locked(name, run) {
      if (!with_locks) return run();
      const before = locks.get(name) ?? Promise.resolve();
      const mine = before.then(run);
      locks.set(name, mine);
      await mine;
    },
    sleep: async (ms) => {
      pauses.push(ms);
      await new Promise((done) => setTimeout(done));
    },
    random: () => 1,
    on_sent: (message) => told.push(message.body),
  });
}

/** Turns of the event loop, not milliseconds: a busy machine changes nothing. */
async function settle() {
  for (let turn = 0; turn < 60; turn++) await new Promise((done) => setTimeout(done));
}
const texts = () => server.stored.map((each) => each.body);

beforeEach(() => {
  kept = shelf();
  server = new Server();
  const watchers = new Set<(state: Link) => void>();
  link = { state: 'open', watchers, watch: (each) => (watchers.add(each), () => watchers.delete(each)) };
  pauses = [];
  told = [];
  locks = new Map();
});

describe('the outbox', () => {
  it('keeps a message before it is sent, and forgets it when it is acknowledged', async () => {
    const outbox = tab();
    const entry = outbox.add('a', 'hello');
    expect(kept.kept.size).toBe(1);
    expect(outbox.of('a')).toEqual([entry]);
    await settle();
    expect(texts()).toEqual(['hello']);
    expect(told).toEqual(['hello']);
    expect([kept.kept.size, outbox.waiting()]).toEqual([0, 0]);
  });

  it('has one send per channel in the air, in the order of writing', async () => {
    const outbox = tab();
    for (let i = 0; i < 8; i++) outbox.add(i % 2 ? 'odd' : 'even', `${i}`);
    await settle();
    expect(server.most_flying).toBe(1);
    expect(server.stored.filter((each) => each.channel === 'even').map((each) => each.body)).toEqual(['0', '2', '4', '6']);
    expect(server.stored.filter((each) => each.channel === 'odd').map((each) => each.body)).toEqual(['1', '3', '5', '7']);
  });

  it('repeats with the same id until it is acknowledged, also when only the answer was lost', async () => {
    server.plan = ['unavailable', 'timeout', 'cut', 'overloaded', 'ok'];
    const outbox = tab();
    const { id } = outbox.add('a', 'one');
    outbox.add('a', 'two');
    await settle();
    expect(server.received.slice(0, 5).every((each) => each.id === id)).toBe(true);
    expect(texts()).toEqual(['one', 'two']);
    expect(outbox.entries()).toEqual([]);
  });

  it('waits longer each time, up to 3 s, and at least as long as the server asks', async () => {
    server.plan = [
      ...Array<Kind>(6).fill('unavailable'),
      new RpcError('overloaded', 'later', { retry_after: 9_000 }),
    ];
    tab().add('a', 'one');
    await settle();
    expect(pauses).toEqual([500, 1_000, 2_000, 3_000, 3_000, 3_000, 9_000]);
  });

  it.each(['invalid', 'forbidden', 'not_found', 'conflict'] as const)(
    'marks a message failed when the server says %s, and goes on with the next',
    async (kind) => {
      server.plan = [kind];
      const outbox = tab();
      const entry = outbox.add('a', 'one');
      outbox.add('a', 'two');
      await settle();
      expect(texts()).toEqual(['two']);
      expect(outbox.of('a')).toEqual([{ ...entry, failed: kind }]);
      expect(outbox.waiting()).toBe(0);
      outbox.retry(entry.id);
      await settle();
      expect(server.stored.at(-1)).toEqual({ id: entry.id, channel: 'a', body: 'one' });
      expect(outbox.entries()).toEqual([]);
    },
  );

  it('discards a failed message on request', async () => {
    server.plan = ['forbidden'];
    const outbox = tab();
    const { id } = outbox.add('a', 'one');
    await settle();
    outbox.discard(id);
    await settle();
    expect([outbox.entries().length, kept.kept.size, server.received.length]).toEqual([0, 0, 1]);
  });

  it('waits while there is no connection and goes out by itself afterwards', async () => {
    link.state = 'waiting';
    const outbox = tab();
    outbox.add('a', 'one', 'm0');
    outbox.add('a', 'two');
    await settle();
    expect([server.received.length, outbox.waiting()]).toEqual([0, 2]);
    go('open');
    await settle();
    expect(texts()).toEqual(['one', 'two']);
    expect(server.stored[0]).toMatchObject({ reply_to: 'm0' });
  });

  it('survives a reload with ids and order', async () => {
    link.state = 'waiting';
    const before = tab();
    const ids = ['one', 'two', 'three'].map((body) => before.add('a', body).id);
    before.close();
    go('open');
    tab();
    await settle();
    expect(server.stored.map((each) => each.id)).toEqual(ids);
  });

  it('sends each message once and in order from two tabs', async () => {
    const left = tab();
    const right = tab();
    left.add('a', 'one');
    right.refresh();
    right.add('a', 'two');
    right.drain_all();
    left.refresh();
    left.drain_all();
    await settle();
    expect(texts()).toEqual(['one', 'two']);
    expect(server.received).toHaveLength(2);
    expect(server.most_flying).toBe(1);
  });

  it('keeps the order in a browser without locks', async () => {
    const outbox = tab(false);
    for (const body of ['one', 'two', 'three']) outbox.add('a', body);
    outbox.drain_all();
    await settle();
    expect(texts()).toEqual(['one', 'two', 'three']);
    expect([server.most_flying, server.received.length]).toEqual([1, 3]);
  });

  it('keeps everything when the session has ended', async () => {
    server.plan = ['unauthenticated'];
    const outbox = tab();
    outbox.add('a', 'one');
    await settle();
    expect([outbox.waiting(), server.received.length]).toEqual([1, 1]);
  });

  it('takes a message that came by event for acknowledged', () => {
    link.state = 'waiting';
    const outbox = tab();
    const { id } = outbox.add('a', 'one');
    outbox.seen('something else');
    expect(outbox.waiting()).toBe(1);
    outbox.seen(id);
    expect(outbox.entries()).toEqual([]);
  });

  it('shows only the messages of its own member', () => {
    kept.set('outbox.somebody.1', JSON.stringify({ id: '1', channel: 'a', body: 'x', made_at: '' }));
    kept.set('outbox.me.2', 'not json');
    expect(tab().entries()).toEqual([]);
  });
});
