// Events across gateways, and what happens to them when Redis, PostgreSQL, a reader or a gateway fails.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { call_until_answered } from '../lib/client.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { check_history } from '../lib/history.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited, pause, until, within } from '../lib/wait.mjs';
import { watch } from '../lib/watch.mjs';

const stack = await start_stack({ gateways: 2, settings: { gateway: { outbox_bytes: 65_536 } } });
const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
const channel = async () => (await open_channel(clara, stack.place.spaces.group, new_word('Kanal '))).id;

/** A WebSocket on a gateway that keeps a view of a channel. */
async function watcher(member, gateway, id, before) {
  const socket = await member.connect(gateway);
  return { socket, view: await watch(socket, id, before) };
}

/** Milliseconds from sending to the event at the other gateway. */
async function journey(id, { socket }, patience) {
  const begun = performance.now();
  const sent = await anna.rpc('chat.send_message', message(id));
  await socket.event((each) => each.id === sent.id, patience);
  return performance.now() - begun;
}

describe('two gateways', () => {
  it('bring what is sent at one to the members at the other', async () => {
    const id = await channel();
    const there = await watcher(berta, 1, id);
    const here = await watcher(clara, 0, id);
    const texts = Array.from({ length: 40 }, (_, i) => message(id, `hin ${i}`));
    await each_limited(texts, 8, (wanted) => anna.rpc('chat.send_message', wanted));
    for (const { socket, view } of [there, here]) {
      await until(() => view.position === 40);
      assert.deepEqual([view.faults, check_history(texts, view.list())], [[], []]);
      await socket.close();
    }
  });
});

describe('Redis', () => {
  it('stopped: everything goes on, events a second or two late; back: at once again', async () => {
    const id = await channel();
    const there = await watcher(berta, 1, id);
    assert.ok((await journey(id, there)) < 1_000);
    await stack.stop_redis();
    const without = [];
    for (let i = 0; i < 3; i++) without.push(await journey(id, there, 3_000));
    await (await anna.again()).rpc('space.list');
    const fresh = await watcher(berta, 0, id);
    await journey(id, fresh, 3_000);
    await stack.start_redis();
    const back = await until(async () => {
      const took = await journey(id, there, 3_000);
      return took < 150 && took;
    }, { within: 8_000, what: 'a live event after Redis came back' });
    console.log(`events without Redis after ${without.map(Math.round).join(', ')} ms, with it again after ${Math.round(back)} ms`);
    assert.deepEqual(there.view.faults, []);
    const { messages } = await anna.rpc('chat.history', { channel: id });
    assert.deepEqual(check_history(messages, there.view.list()), []);
    await Promise.all([there.socket.close(), fresh.socket.close()]);
  });

  it('emptied, or its subscribers thrown out, under load: nothing is lost', async () => {
    const id = await channel();
    const views = [await watcher(berta, 1, id), await watcher(clara, 0, id)];
    const texts = Array.from({ length: 150 }, (_, i) => message(id, `Last ${i}`));
    const writing = each_limited(texts, 4, (wanted) => anna.rpc('chat.send_message', wanted).then(() => pause(4)));
    for (const command of [['FLUSHALL'], ['CLIENT', 'KILL', 'TYPE', 'pubsub'], ['CLIENT', 'KILL', 'TYPE', 'normal'], ['CLIENT', 'KILL', 'TYPE', 'pubsub']]) {
      await pause(60);
      await stack.redis.command(...command);
    }
    await writing;
    for (const { socket, view } of views) {
      await until(() => view.position === texts.length, { within: 4_000, what: 'the last event' });
      assert.deepEqual([view.faults, check_history(texts, view.list())], [[], []]);
      await socket.close();
    }
  });
});

describe('PostgreSQL', () => {
  it('cutting all its connections under load: every message is stored once, nobody is sent away', async () => {
    const id = await channel();
    const views = [await watcher(berta, 1, id), await watcher(clara, 0, id)];
    const texts = Array.from({ length: 200 }, (_, i) => message(id, `Zeile ${i}`));
    let repeats = 0;
    const writing = each_limited(texts, 8, (wanted) => call_until_answered(anna, 'chat.send_message', wanted, { on_repeat: () => (repeats += 1) }));
    for (let i = 0; i < 3; i++) {
      await pause(80);
      await stack.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename in ('verbund_chat', 'verbund_members')");
    }
    await writing;
    for (const { socket, view } of views) {
      await until(() => view.position === texts.length, { within: 4_000, what: 'the last event' });
      assert.deepEqual([view.faults, check_history(texts, view.list())], [[], []]);
      assert.ok(socket.open);
      await socket.close();
    }
    console.log(`${repeats} requests were repeated after their connection was cut`);
  });
});

describe('a reader that does not read', () => {
  it('is closed with 4408, slows nobody, and misses nothing when it comes back', async () => {
    const id = await channel();
    const slow = await watcher(berta, 0, id);
    const quick = await watcher(clara, 0, id);
    slow.socket.web_socket.pause();
    const texts = [];
    const slow_closes = () => stack.metric('gateway0', 'verbund_gateway_slow_closes_total');
    const before = await slow_closes();
    const latency = [];
    await until(async () => {
      for (let i = 0; i < 20; i++) {
        const wanted = message(id, '😀'.repeat(7_900));
        texts.push(wanted);
        const begun = performance.now();
        await anna.rpc('chat.send_message', wanted);
        await until(() => quick.view.objects.has(wanted.id), { every: 1 });
        latency.push(performance.now() - begun);
      }
      return (await slow_closes()) > before;
    }, { within: 20_000, every: 1, what: 'the end of the slow one' });
    slow.socket.web_socket.resume();
    const { code } = await within(4_000, slow.socket.closed, 'the close');
    assert.equal(code, 4408);
    assert.ok(slow.view.position < texts.length);
    assert.deepEqual(slow.view.faults, []);
    const { socket } = await watcher(berta, 1, id, slow.view);
    assert.deepEqual(check_history(texts, slow.view.list()), []);
    assert.deepEqual(check_history(texts, quick.view.list()), []);
    latency.sort((a, b) => a - b);
    console.log(`${texts.length} messages of 32 kB past a stuck reader, p99 ${latency[Math.floor(latency.length * 0.99)].toFixed(1)} ms`);
    await Promise.all([socket.close(), quick.socket.close()]);
  });
});

describe('a gateway told to end', () => {
  it('closes its WebSockets with 1012, answers what it accepted, and ends with 0', async () => {
    const id = await channel();
    const sockets = await Promise.all(Array.from({ length: 20 }, () => berta.connect(1)));
    const closes = sockets.map((socket) => socket.closed);
    const wanted = Array.from({ length: 20 }, (_, i) => message(id, `zuletzt ${i}`));
    const answers = sockets.map((socket, i) => socket.call('chat.send_message', wanted[i]).then(() => 'ok', (error) => error.constructor.name));
    const end = await stack.kill('gateway1', 'SIGTERM');
    assert.deepEqual(end, { code: 0, signal: null });
    for (const { code } of await Promise.all(closes)) assert.equal(code, 1012);
    const outcomes = await Promise.all(answers);
    assert.deepEqual([...new Set(outcomes)].filter((each) => !['ok', 'Cut', 'Refused'].includes(each)), []);
    const stored = new Set((await anna.rpc('chat.history', { channel: id, limit: 200 })).messages.map((each) => each.id));
    outcomes.forEach((outcome, i) => outcome === 'ok' && assert.ok(stored.has(wanted[i].id), 'acknowledged and lost'));
    stack.revive('gateway1');
    await stack.ready();
    await (await berta.connect(1)).close();
  });

  it('a service told to end answers what it accepted, and ends with 0', async () => {
    const id = await channel();
    const wanted = Array.from({ length: 40 }, (_, i) => message(id, `Dienst ${i}`));
    const answers = wanted.map((each) => call_until_answered(anna, 'chat.send_message', each));
    const end = await stack.kill('chat', 'SIGTERM');
    assert.deepEqual(end, { code: 0, signal: null });
    stack.revive('chat');
    await Promise.all(answers);
    const { messages } = await anna.rpc('chat.history', { channel: id, limit: 200 });
    assert.deepEqual(check_history(wanted, messages), []);
  });
});

ends_well(stack);
