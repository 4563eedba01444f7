// Killed by -9 in the middle of work: what was acknowledged is there once, in order, for everybody.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { call_until_answered } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { View, check_history } from '../lib/history.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited, pause, until } from '../lib/wait.mjs';
import { watch } from '../lib/watch.mjs';

const stack = await start_stack({ gateways: 2 });
const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
const channel = async () => (await open_channel(clara, stack.place.spaces.group, new_word('Kanal '))).id;

/** A reader that comes back by itself, as a page does, on either gateway. */
class Reader {
  constructor(member, id) {
    Object.assign(this, { member, id, view: new View(), cuts: 0, stopped: false });
    this.work = this.#run();
  }

  async #run() {
    for (let round = 0; !this.stopped; round++) {
      try {
        this.socket = await this.member.connect(round % 2);
        await watch(this.socket, this.id, this.view);
        await this.socket.closed;
        this.cuts += 1;
      } catch {
        // Refused while a service is away, or cut again: another round, after a moment.
        this.socket?.cut();
        await pause(20);
      }
    }
  }

  async stop() {
    this.stopped = true;
    this.socket?.cut();
    await this.work;
  }
}

/** Sends all, a few at a time, over both gateways, repeating with the same id until there is an answer. */
async function send_all(texts, during) {
  let repeats = 0;
  const writers = [anna, await anna.again(1), berta, await clara.again(1)];
  const sending = each_limited(texts, 200, (wanted, i) =>
    call_until_answered(writers[i % writers.length], 'chat.send_message', wanted, { on_repeat: () => (repeats += 1) }));
  await during();
  const answers = await sending;
  await stack.ready();
  return { answers, repeats };
}

async function judge(id, texts, answers, readers) {
  const stored = await stack.rows(`select id, number, body from chat.messages where channel = '${id}' order by number`);
  assert.deepEqual(check_history(texts, stored), []);
  const by_id = new Map(stored.map((each) => [each.id, each]));
  for (const answer of answers) assert.equal(by_id.get(answer.id).number, answer.number, 'an acknowledged number is another one in the database');
  try {
    for (const { view } of readers) {
      await until(() => view.position === texts.length, { within: 8_000, what: `position ${texts.length}` });
      assert.deepEqual([view.faults, check_history(texts, view.list())], [[], []]);
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.stop()));
  }
}

describe('killed by -9', () => {
  it('the chat service, twice during 200 concurrent sends: each is stored once, all clients agree', async () => {
    const id = await channel();
    const readers = [new Reader(berta, id), new Reader(clara, id), new Reader(await anna.again(1), id)];
    await pause(200);
    const texts = Array.from({ length: 600 }, (_, i) => message(id, `Zeile ${i}`));
    const { answers, repeats } = await send_all(texts, async () => {
      for (let i = 0; i < 2; i++) {
        await pause(30 + Math.random() * 60);
        await stack.restart('chat');
        await pause(150);
      }
    });
    console.log(`chat killed twice: ${repeats} requests repeated`);
    assert.ok(repeats > 0, 'the kill hit nothing');
    await judge(id, texts, answers, readers);
  });

  it('a gateway during 200 concurrent sends: the same', async () => {
    const id = await channel();
    const readers = [new Reader(berta, id), new Reader(clara, id), new Reader(await anna.again(1), id)];
    await pause(200);
    const texts = Array.from({ length: 400 }, (_, i) => message(id, `Zeile ${i}`));
    const { answers, repeats } = await send_all(texts, async () => {
      await pause(30);
      await stack.restart('gateway1');
      await pause(200);
      await stack.restart('gateway0');
    });
    console.log(`both gateways killed: ${repeats} requests repeated, ${readers.reduce((sum, each) => sum + each.cuts, 0)} readers cut`);
    assert.ok(repeats > 0, 'the kill hit nothing');
    await judge(id, texts, answers, readers);
  });

  it('chat and Redis together: the same', async () => {
    const id = await channel();
    const readers = [new Reader(berta, id), new Reader(await anna.again(1), id)];
    await pause(200);
    const texts = Array.from({ length: 300 }, (_, i) => message(id, `Zeile ${i}`));
    const { answers } = await send_all(texts, async () => {
      await Promise.all([stack.stop_redis(), stack.kill('chat')]);
      stack.revive('chat');
      await pause(100);
      await stack.start_redis();
    });
    await judge(id, texts, answers, readers);
  });

  it('members: who is connected goes on talking, who signs in waits until it is back', async () => {
    const id = await channel();
    const socket = await anna.connect();
    await stack.kill('members');
    assert.equal((await socket.call('chat.send_message', message(id))).number, 1);
    const gone = await anna.post('space.list');
    assert.equal(gone.json.error.data.kind, 'unavailable');
    assert.equal(gone.json.error.code, -32053);
    const ready = await stack.operations('gateway0', '/readyz');
    assert.equal(ready.status, 503);
    stack.revive('members');
    await until(() => anna.again().catch(() => false), { within: 4_000, what: 'signing in again' });
    await stack.ready();
    await socket.close();
  });

  it('a service that stands still: answers unavailable in time, and all is well when it goes on', async () => {
    const id = await channel();
    const chat = stack.children.get('chat');
    chat.signal('SIGSTOP');
    const wanted = message(id, 'später');
    const begun = performance.now();
    const answer = anna.post('chat.send_message', wanted);
    setTimeout(() => chat.signal('SIGCONT'), 1_500);
    const { json } = await answer;
    assert.ok(json.result || json.error.data.kind === 'unavailable', JSON.stringify(json));
    assert.ok(performance.now() - begun < 11_000);
    assert.equal((await call_until_answered(anna, 'chat.send_message', wanted)).number, 1);
  });
});

ends_well(stack);
