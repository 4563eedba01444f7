// The queue at the door: while the services cannot keep up, who comes waits, or is told when to come again.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { Socket } from '../lib/client.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, within } from '../lib/wait.mjs';

const stack = await start_stack({ settings: { gateway: { threads: 1 } } });
const { anna, clara } = await sign_in_all(stack, 'anna', 'clara');
const { token } = await anna.rpc('session.create_token', { label: new_word('Programm ') });
const address = `ws://127.0.0.1:${stack.ports[0]}/ws`;
const come = (headers = anna.headers()) => {
  const socket = new Socket(address, headers);
  const end = socket.closed.then(({ code, reason }) => ({ code, reason }));
  return { socket, end, refused: socket.opened.then(() => 'in', (error) => error.message) };
};

describe('while members stands still', () => {
  it('a page that comes too late is told when to come again, a program by 503, a question over HTTP too, and who is inside goes on talking', async () => {
    const inside = await clara.connect();
    const channel = (await open_channel(clara, stack.place.spaces.group, new_word('Kanal '))).id;
    stack.children.get('members').signal('SIGSTOP');
    const pages = Array.from({ length: 30 }, () => come());
    // More than the door lets in: some of them wait.
    const questions = Array.from({ length: 10 }, () => anna.rpc('session.current').then(() => assert.fail('answered'), ({ data }) => data));
    const turned_away = Promise.any(questions.map(async (each) => ((await each).kind === 'overloaded' ? each : assert.fail('let in'))));
    const program = come({ Authorization: `Bearer ${token}` });
    await inside.call('chat.send_message', message(channel));
    const last = await within(8_000, pages.at(-1).end, 'an answer at the door');
    assert.equal(last.code, 1013);
    const [, wait] = /^retry_after=(\d+)$/.exec(last.reason);
    assert.ok(Number(wait) >= 1_000 && Number(wait) <= 20_000, wait);
    assert.equal(await within(2_000, program.refused), 'HTTP 503');
    const { retry_after } = await within(2_000, turned_away, 'an answer over HTTP');
    assert.ok(retry_after >= 1_000 && retry_after <= 20_000, String(retry_after));
    await inside.call('chat.send_message', message(channel));
    stack.children.get('members').signal('SIGCONT');
    await pause(100);
    await stack.ready();
    for (const { socket } of pages) socket.cut();
    await (await anna.connect()).close();
    await inside.close();
  });
});

describe('a hundred at once', () => {
  it('are all let in, in turns', async () => {
    const all = Array.from({ length: 100 }, () => come());
    assert.deepEqual([...new Set(await Promise.all(all.map((each) => each.refused)))], ['in']);
    await Promise.all(all.map(({ socket }) => socket.subscribe(`space:${stack.place.spaces.group}`)));
    all.forEach(({ socket }) => socket.cut());
  });
});

ends_well(stack);
