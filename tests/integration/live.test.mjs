// Watching streams: subscribing, resuming, heads, bounds; every change once and in order.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { Refused } from '../lib/client.mjs';
import { message, more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { View, check_history } from '../lib/history.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited, pause, until } from '../lib/wait.mjs';
import { watch } from '../lib/watch.mjs';

const stack = await start_stack();
const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
const { group } = stack.place.spaces;
const channel = async () => (await open_channel(clara, group, new_word('Kanal '))).id;
const writer = await anna.connect();
const say = (id, body = 'Hallo') => writer.call('chat.send_message', message(id, body));
const say_many = (id, many, body = (i) => `Zeile ${i + 1}`) =>
  each_limited(Array.from({ length: many }, (_, i) => message(id, body(i))), 50, (wanted) => writer.call('chat.send_message', wanted));
const refused = (kind, pointer) => (error) => error instanceof Refused && error.kind === kind && (!pointer || error.pointer === pointer);

describe('subscribing', () => {
  it('without a position answers the newest 50 and where the stream stands', async () => {
    const id = await channel();
    await say_many(id, 60);
    const socket = await berta.connect();
    const state = await socket.subscribe(`channel:${id}`);
    assert.equal(state.position, 60);
    assert.equal(state.number, 60);
    assert.equal(state.resync_required, false);
    assert.deepEqual(state.objects.map((each) => each.object.number), Array.from({ length: 50 }, (_, i) => i + 11));
    for (const each of state.objects) assert.deepEqual([each.type, each.id, each.position], ['message', each.object.id, each.object.position]);
    await socket.close();
  });

  it('with a position answers each changed object once, in its present state', async () => {
    const id = await channel();
    const first = await say(id, 'alt');
    await say(id, 'unberührt');
    const edited = await anna.rpc('chat.edit_message', { id: first.id, channel: id, position: 1, body: 'neu' });
    const again = await anna.rpc('chat.edit_message', { id: first.id, channel: id, position: edited.position, body: 'noch neuer' });
    const last = await say(id, 'zuletzt');
    const socket = await berta.connect();
    const state = await socket.subscribe(`channel:${id}`, { position: 2 });
    assert.deepEqual(state.objects.map((each) => each.object), [again, last]);
    assert.equal(state.position, 5);
    await socket.call('live.unsubscribe', { streams: [`channel:${id}`] });
    assert.deepEqual((await socket.subscribe(`channel:${id}`, { position: 5 })).objects, []);
    await socket.close();
  });

  it('from a number answers what lies at and above it', async () => {
    const id = await channel();
    await say_many(id, 20);
    const socket = await berta.connect();
    const state = await socket.subscribe(`channel:${id}`, { from_number: 15 });
    assert.deepEqual(state.objects.map((each) => each.object.number), [15, 16, 17, 18, 19, 20]);
    await socket.call('live.unsubscribe', { streams: [`channel:${id}`] });
    const both = await socket.subscribe(`channel:${id}`, { from_number: 15, position: 17 });
    assert.deepEqual(both.objects.map((each) => each.object.number), [18, 19, 20]);
    await socket.close();
  });

  it('too far behind answers resync_required and no objects; subscribed anew, the stream goes on from there', async () => {
    const id = await channel();
    await say_many(id, 201);
    const socket = await berta.connect();
    const state = await socket.subscribe(`channel:${id}`, { position: 0 });
    assert.deepEqual([state.resync_required, state.objects, state.position], [true, [], 201]);
    const page = await berta.rpc('chat.history', { channel: id });
    assert.deepEqual((await socket.subscribe(`channel:${id}`, { position: state.position })).objects, []);
    const next = await say(id);
    assert.equal(page.messages.at(-1).number + 1, next.number);
    assert.equal((await socket.event((each) => each.id === next.id)).params.position, 202);
    const just = await (await berta.connect()).subscribe(`channel:${id}`, { position: 2 });
    assert.deepEqual([just.resync_required, just.objects.length], [false, 200]);
    await socket.close();
  });

  it('for more than 256 kB answers resync_required', async () => {
    const id = await channel();
    await say_many(id, 40, () => 'ä'.repeat(7_000));
    const socket = await berta.connect();
    const state = await socket.subscribe(`channel:${id}`, { position: 0 });
    assert.deepEqual([state.resync_required, state.objects.length], [true, 0]);
    assert.equal((await (await berta.connect()).subscribe(`channel:${id}`, { position: 30 })).objects.length, 10);
    await socket.close();
  });

  it('is all or nothing: one refused stream refuses the call and says which', async () => {
    const id = await channel();
    const socket = await berta.connect();
    const [mine, hidden, nowhere] = [`channel:${id}`, `space:${stack.place.spaces.hidden}`, `channel:${new_id()}`];
    for (const bad of [hidden, nowhere, `member:${anna.id}`, `board:${new_id()}`]) {
      const streams = [mine, bad].map((stream) => ({ stream, level: 'objects' }));
      await assert.rejects(socket.call('live.subscribe', { streams }), refused('not_found', '/streams/1/stream'), bad);
    }
    await say(id);
    await pause(150);
    assert.deepEqual(socket.events, []);
    await socket.close();
  });

  it('refuses names that are none, a stream twice, unknown levels and members', async () => {
    const id = await channel();
    const socket = await berta.connect();
    const good = { stream: `channel:${id}`, level: 'objects' };
    for (const streams of [
      [{ ...good, stream: id }], [{ ...good, stream: 'channel:' }], [{ ...good, stream: `Channel:${id}` }],       [{ ...good, stream: `channel:${id} ` }], [{ ...good, level: 'all' }], [{ stream: good.stream, level: 5 }], [{ ...good, position: -1 }],
      [{ ...good, position: 1.5 }], [{ ...good, position: 2 ** 53 }], [{ ...good, extra: 1 }], [good, good], 'x', null, [null],
    ])
      await assert.rejects(socket.call('live.subscribe', { streams }), refused('invalid'), JSON.stringify(streams));
    await assert.rejects(socket.call('live.subscribe', {}), refused('invalid'));
    assert.deepEqual(await socket.call('live.subscribe', { streams: [] }), { streams: [] });
    await socket.close();
  });

  it('ends with unsubscribe, which may also name what is not watched', async () => {
    const id = await channel();
    const socket = await berta.connect();
    await socket.subscribe(`channel:${id}`);
    const seen = await say(id);
    await socket.event((each) => each.id === seen.id);
    assert.deepEqual(await socket.call('live.unsubscribe', { streams: [`channel:${id}`, `channel:${new_id()}`] }), {});
    await say(id);
    await pause(150);
    assert.equal(socket.events.length, 1);
    await socket.close();
  });

  it('is possible for 200 streams a session and for no more', async () => {
    const spaces = await more_spaces(stack, clara.id, 2);
    const made = await each_limited(Array.from({ length: 201 }), 16, async (_, i) => (await open_channel(clara, spaces[i % 2])).id);
    const socket = await berta.connect();
    const wanted = made.map((id) => ({ stream: `channel:${id}`, level: 'head' }));
    await assert.rejects(socket.call('live.subscribe', { streams: wanted }), refused('invalid'));
    assert.equal((await socket.call('live.subscribe', { streams: wanted.slice(0, 200) })).streams.length, 200);
    await assert.rejects(socket.call('live.subscribe', { streams: wanted.slice(200) }), refused('invalid', '/streams'));
    // The same ones again are no more than before.
    await socket.call('live.subscribe', { streams: wanted.slice(0, 200) });
    await socket.call('live.unsubscribe', { streams: [wanted[0].stream] });
    await socket.call('live.subscribe', { streams: wanted.slice(200) });
    await socket.close();
  });

  it('over HTTP answers the same, for who then asks for events by GET', async () => {
    const id = await channel();
    await say_many(id, 2);
    const streams = [{ stream: `channel:${id}`, level: 'objects' }];
    const socket = await anna.connect();
    assert.deepEqual(await anna.rpc('live.subscribe', { streams }), await socket.call('live.subscribe', { streams }));
    await socket.close();
  });
});

describe('level head', () => {
  it('answers no objects and tells the newest position, at most once in two seconds', async () => {
    const id = await channel();
    await say_many(id, 5);
    const socket = await berta.connect();
    const state = await socket.subscribe(`channel:${id}`, { level: 'head' });
    assert.deepEqual([state.position, state.number, state.objects], [5, 5, []]);
    const begun = performance.now();
    await say_many(id, 40);
    await until(() => socket.events.some((each) => each.params.position === 45), { what: 'the last head' });
    const took = performance.now() - begun;
    const heads = socket.events.filter((each) => each.method === 'live.head');
    assert.deepEqual(heads.map((each) => each.params.stream), heads.map(() => `channel:${id}`));
    assert.ok(heads.length <= 1 + Math.ceil(took / 2_000), `${heads.length} heads in ${took} ms`);
    assert.deepEqual(heads.at(-1).params, { stream: `channel:${id}`, position: 45, number: 45 });
    assert.equal(socket.changes(`channel:${id}`).length, 0);
    await socket.close();
  });

  it('changes to objects and back without a gap', async () => {
    const id = await channel();
    const socket = await berta.connect();
    await socket.subscribe(`channel:${id}`, { level: 'head' });
    await say(id, 'eins');
    const state = await socket.subscribe(`channel:${id}`, { position: 0 });
    assert.equal(state.objects.length, 1);
    const second = await say(id, 'zwei');
    await socket.event((each, method) => method === 'live.changed' && each.id === second.id);
    await socket.subscribe(`channel:${id}`, { level: 'head' });
    const third = await say(id, 'drei');
    await socket.event((each, method) => method === 'live.head' && each.position === 3);
    assert.ok(!socket.changes(`channel:${id}`).some((each) => each.id === third.id));
    await socket.close();
  });
});

describe('a view made of answer and events', () => {
  it('is complete whenever one subscribes, resumes or is cut while others write', async () => {
    const id = await channel();
    const sent = [];
    let writing = true;
    const writers = [anna, berta, clara].map(async (member, n) => {
      const socket = await member.connect();
      for (let i = 0; writing; i++) {
        const wanted = message(id, `${n}/${i}`);
        sent.push(wanted);
        await socket.call('chat.send_message', wanted);
        if (i % 7 === 3) await pause(2);
      }
      await socket.close();
    });
    const views = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const member = [anna, berta][n % 2];
        const view = new View();
        for (let round = 0; round < 4; round++) {
          const socket = await member.connect();
          await watch(socket, id, view);
          if (round < 3) {
            await pause(60 + Math.random() * 120);
            socket.cut();
          } else {
            view.socket = socket;
          }
        }
        return view;
      }),
    );
    writing = false;
    await Promise.all(writers);
    const { position } = await (await anna.connect()).subscribe(`channel:${id}`, { level: 'head' });
    for (const view of views) {
      await until(() => view.position === position, { what: 'the end of the stream' });
      assert.deepEqual(view.faults, []);
      assert.deepEqual(check_history(sent, view.list()), []);
      await view.socket.close();
    }
    assert.ok(sent.length > 50, `${sent.length} messages`);
  });
});

ends_well(stack);
