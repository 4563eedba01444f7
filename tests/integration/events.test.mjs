// GET /events: what a WebSocket promises, kept for those who have none, by any gateway, with nothing kept between answers.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { Events } from '../lib/events.mjs';
import { check_history } from '../lib/history.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { free_port } from '../lib/places.mjs';
import { SchoolProxy } from '../lib/school_proxy.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited, pause, until, within } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2, settings: { gateway: { outbox_bytes: 131_072, event_stream_seconds: 38 } } });
const { anna, berta, clara, fred } = await sign_in_all(stack, 'anna', 'berta', 'clara', 'fred');
const { group, hidden } = stack.place.spaces;
const second = 1_000;
const room = async () => (await open_channel(clara, group, new_word('Raum '))).id;
const say = (id, body = 'Hallo', by = anna) => by.rpc('chat.send_message', message(id, body));
const objects = (...streams) => ({ objects: streams.join(';') });
const open = (member, options) => new Events(member, options).opened();
const channel_of = (id) => `channel:${id}`;
const bodies = (changes) => changes.map((each) => each.object?.body);

// Runs beside everything else, because it has to take its time.
const quiet_proxy = await SchoolProxy.start(await free_port(), stack.ports[0], { buffer: 0 });
const quiet_room = await room();
const quiet = new Events(fred, { query: objects(channel_of(quiet_room)), port: quiet_proxy.port });
after(() => quiet_proxy.stop());

describe('the answer', () => {
  it('is a stream of server-sent events that nobody keeps, collects or reads from elsewhere', async () => {
    const events = await open(anna);
    assert.equal(events.headers['content-type'], 'text/event-stream');
    assert.equal(events.headers['cache-control'], 'no-store, no-transform');
    assert.equal(events.headers['x-accel-buffering'], 'no');
    assert.equal(events.headers['cross-origin-resource-policy'], 'same-origin');
    assert.equal(events.headers['access-control-allow-origin'], undefined);
    assert.equal(events.headers['content-length'], undefined);
    const [hello, resumed] = events.frames;
    assert.deepEqual([hello.method, hello.params.member, hello.params.session], ['live.hello', anna.id, anna.session]);
    assert.deepEqual(resumed, { jsonrpc: '2.0', method: 'live.resumed', params: { streams: [] } });
    events.cut();
  });

  it('begins with what lies beyond the position and goes on with every change, in order', async () => {
    const id = await room();
    await say(id, 'eins');
    await say(id, 'zwei');
    const events = await open(berta, { query: objects(`channel:${id}@1`) });
    const first = await say(id, 'drei');
    await anna.rpc('chat.edit_message', { id: first.id, channel: id, position: first.position, body: 'drei!' });
    await until(() => events.changes(channel_of(id)).length === 3);
    assert.deepEqual(bodies(events.changes(channel_of(id))), ['zwei', 'drei', 'drei!']);
    assert.deepEqual(events.changes(channel_of(id)).map((each) => each.position), [2, 3, 4]);
    events.cut();
  });

  it('comes in batches at least a second apart, the first at once', async () => {
    const id = await room();
    const events = await open(berta, { query: objects(`channel:${id}@0`) });
    const writing = (async () => {
      for (let i = 0; i < 45; i++) {
        await say(id, `Zeile ${i}`);
        await pause(50);
      }
    })();
    await writing;
    await until(() => events.changes(channel_of(id)).length === 45);
    const gaps = events.batches.slice(1).map(({ at }, i) => at - events.batches[i].at);
    assert.ok(gaps.length >= 2, `${gaps.length} gaps`);
    // Measured at the reader, who may notice one batch late and the next on time.
    assert.ok(gaps.every((gap) => gap > 900), gaps.map(Math.round).join());
    assert.ok(Math.max(...gaps) < 1_500, gaps.map(Math.round).join());
    events.cut();
  });

  it('tells at level head that a stream moved', async () => {
    const id = await room();
    const events = await open(berta, { query: { heads: channel_of(id) } });
    const [, { params }] = events.frames;
    assert.deepEqual(params.streams.map(({ position, number, objects: none }) => [position, number, none]), [[0, 0, []]]);
    await say(id);
    const head = await events.event((_, method) => method === 'live.head');
    assert.deepEqual(head.params, { stream: channel_of(id), position: 1, number: 1 });
    events.cut();
  });

  it('says resync_required where too much has happened, and watches the rest', async () => {
    const [far, near] = [await room(), await room()];
    await each_limited(Array.from({ length: 201 }, () => message(far)), 50, (wanted) => anna.rpc('chat.send_message', wanted));
    const events = await open(berta, { query: objects(`channel:${far}@0,${near}@0`) });
    assert.deepEqual(events.frames[1].params.streams.map((each) => each.resync_required), [true, false]);
    await say(near);
    await until(() => events.changes(channel_of(near)).length === 1);
    assert.deepEqual(events.changes(channel_of(far)), []);
    events.cut();
  });

  it('is open to programs with a token', async () => {
    const { token } = await anna.rpc('session.create_token', { label: new_word('Programm') });
    const program = { stack, gateway: 0, headers: () => ({ Authorization: `Bearer ${token}` }) };
    const events = await open(program);
    assert.equal(events.frames[0].params.member, anna.id);
    events.cut();
  });
});

describe('coming back', () => {
  it('with Last-Event-ID, cut at random and from gateway to gateway, brings every change once and in order', async () => {
    const [id, other] = [await room(), await room()];
    const wanted = Array.from({ length: 120 }, (_, i) => message(id, `Zeile ${i}`));
    const seen = [];
    let done = false;
    let last_event_id;
    let cuts = 0;
    const reading = (async () => {
      while (!done || seen.length < 122) {
        const events = new Events(berta, { query: objects(`channel:${id}@0,${other}@0`), last_event_id, gateway: cuts % 2 });
        await pause(Math.random() * 700);
        events.cut();
        await events.end;
        // What a reader has of an answer that was cut are its complete events.
        for (const stream of [channel_of(id), channel_of(other)]) seen.push(...events.changes(stream).map((each) => ({ ...each, stream })));
        last_event_id = events.id;
        cuts++;
        if (cuts > 200) throw new Error(`${seen.length} of 122 after ${cuts} cuts`);
      }
    })();
    await say(other, 'anders');
    await each_limited(wanted, 3, async (each) => {
      await anna.rpc('chat.send_message', each);
      await pause(40);
    });
    await say(other, 'zuletzt');
    done = true;
    await within(20_000, reading, 'everything');
    const here = seen.filter((each) => each.stream === channel_of(id));
    assert.deepEqual(here.map((each) => each.position), wanted.map((_, i) => i + 1));
    assert.deepEqual(check_history(wanted, here.map((each) => each.object)), []);
    assert.deepEqual(bodies(seen.filter((each) => each.stream === channel_of(other))), ['anders', 'zuletzt']);
    console.log(`${cuts} answers, cut after up to 0.7 s: 122 changes, each once`);
  });

  it('from a gateway that restarts: told 1012, nothing is missed at the other', async () => {
    const id = await room();
    const events = await open(berta, { query: objects(`channel:${id}@0`), gateway: 1 });
    await say(id, 'vorher');
    await until(() => events.changes(channel_of(id)).length === 1);
    const restart = stack.kill('gateway1', 'SIGTERM');
    await within(4_000, events.end, 'the end of the answer');
    assert.equal(events.closed_with.code, 1012);
    await say(id, 'währenddessen');
    const next = await open(berta, { query: objects(`channel:${id}@0`), gateway: 0, last_event_id: events.id });
    await until(() => next.changes(channel_of(id)).length === 1);
    assert.deepEqual(bodies(next.changes(channel_of(id))), ['währenddessen']);
    next.cut();
    await restart;
    stack.revive('gateway1');
    await stack.ready();
  });
});

describe('asked to poll', () => {
  it('ends at once with what there is', async () => {
    const id = await room();
    await say(id, 'schon da');
    const begun = performance.now();
    const events = await open(berta, { query: { ...objects(`channel:${id}@0`), poll: 20 } });
    await events.end;
    assert.ok(performance.now() - begun < second);
    assert.deepEqual(bodies(events.changes(channel_of(id))), ['schon da']);
    // Whole answers pass where streams are held back.
    assert.equal(Number(events.headers['content-length']), Buffer.byteLength(events.text));
  });

  it('waits for something to tell, and ends with it; the next poll goes on', async () => {
    const id = await room();
    let position = 0;
    const seen = [];
    for (let i = 0; i < 4; i++) {
      const events = new Events(berta, { query: { ...objects(`channel:${id}@${position}`), poll: 20 }, gateway: i % 2 });
      if (i % 2 === 0) await pause(150);
      await say(id, `Zeile ${i}`);
      await within(3_000, events.end, 'the end of a poll');
      seen.push(...events.changes(channel_of(id)));
      position = seen.at(-1).position;
    }
    assert.deepEqual(bodies(seen), ['Zeile 0', 'Zeile 1', 'Zeile 2', 'Zeile 3']);
  });

  it('ends without news when its time is over', async () => {
    const id = await room();
    const begun = performance.now();
    const events = new Events(berta, { query: { ...objects(`channel:${id}@0`), heads: `channel:${quiet_room}@0`, poll: 2 } });
    await events.end;
    const took = performance.now() - begun;
    assert.deepEqual(events.frames.map((each) => each.method), ['live.hello']);
    assert.ok(took > second && took < 4 * second, `${took} ms`);
  });

  it('is answered 401 when its session ends while it waits', async () => {
    const other = await berta.again();
    const events = new Events(other, { query: { ...objects(channel_of(quiet_room) + '@0'), poll: 20 } });
    await pause(200);
    await other.rpc('session.sign_out');
    await within(2 * second, events.end, 'the end');
    assert.equal(events.status, 401);
  });
});

describe('a reader who does not read', () => {
  it('is told 4408 and resumes from what it has', async () => {
    const id = await room();
    const events = await open(berta, { query: objects(`channel:${id}@0`) });
    const response = await events.head;
    response.pause();
    let sent = 0;
    const closes = () => stack.metric('gateway0', 'verbund_gateway_slow_closes_total');
    const before = await closes();
    await until(
      async () => {
        await each_limited(Array.from({ length: 50 }, () => message(id, 'ä'.repeat(7_000))), 25, (wanted) => anna.rpc('chat.send_message', wanted));
        sent += 50;
        return (await closes()) > before;
      },
      { within: 20_000, what: 'a close' },
    );
    response.resume();
    await within(4 * second, events.end, 'the end of the answer');
    assert.ok(events.closed_with === undefined || events.closed_with.code === 4408);
    const seen = events.changes(channel_of(id)).map((each) => each.position);
    assert.deepEqual(seen, seen.map((_, i) => i + 1));
    assert.ok(seen.length < sent);
    const { streams } = await berta.rpc('live.subscribe', { streams: [{ stream: channel_of(id), level: 'objects', position: sent }] });
    assert.deepEqual([streams[0].position, streams[0].resync_required], [sent, false]);
  });
});

describe('a quiet stream', () => {
  it('is kept alive through a proxy that cuts idle lines after 30 s, ends by itself in time, and goes on', async () => {
    await within(45_000, quiet.end, 'the end of the quiet answer');
    assert.ok(performance.now() - quiet.begun > 33_000, `${performance.now() - quiet.begun} ms`);
    assert.ok(quiet.comments >= 3, `${quiet.comments} heartbeats`);
    assert.deepEqual([quiet_proxy.cuts, quiet.closed_with], [0, undefined]);
    await say(quiet_room, 'wieder da');
    const next = await open(fred, { query: objects(`channel:${quiet_room}@0`), last_event_id: quiet.id });
    await until(() => next.changes(channel_of(quiet_room)).length === 1);
    next.cut();
  });

  it('leaves nothing behind: no answer is under way when every reader has gone', async () => {
    for (const gateway of ['gateway0', 'gateway1'])
      await until(async () => (await stack.metric(gateway, 'verbund_gateway_event_streams')) === 0, { what: `${gateway} without answers` });
    assert.ok((await stack.metric('gateway0', 'verbund_gateway_event_batches_total')) > 10);
  });
});

ends_well(stack);
