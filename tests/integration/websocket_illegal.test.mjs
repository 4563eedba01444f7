// Illegal frames on a WebSocket: each ends it with the close code of RFC 6455, and nobody else notices.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { envelope } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { shared_data, without_shared } from '../lib/places.mjs';
import { frame, raw_websocket } from '../lib/raw.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited, pause } from '../lib/wait.mjs';

const stack = await start_stack();
const { anna, clara } = await sign_in_all(stack, 'anna', 'clara');
const channel = (await open_channel(clara, stack.place.spaces.group)).id;
const [text, binary, close, ping, pong, more] = [1, 2, 8, 9, 10, 0];
const call = envelope('session.current', {}, 1);
const coded = (code, reason = '') => Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);
const bytes = (...list) => Buffer.from(list);

const cases = [
  ['an unmasked frame', [frame(text, call, { masked: false })], 1002],
  ['an unmasked ping', [frame(ping, '', { masked: false })], 1002],
  ...[1, 2, 4, 7].map((reserved) => [`reserved bits ${reserved}`, [frame(text, call, { reserved })], 1002]),
  ['reserved bits on a ping', [frame(ping, '', { reserved: 4 })], 1002],
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((code) => [`opcode ${code}`, [frame(code, 'x')], 1002]),
  ['a fragmented ping', [frame(ping, 'x', { final: false })], 1002],
  ['a fragmented close', [frame(close, coded(1000), { final: false })], 1002],
  ['a ping of 126 bytes', [frame(ping, 'x'.repeat(126))], 1002],
  ['a close of 126 bytes', [frame(close, coded(1000, 'x'.repeat(124)))], 1002],
  ['a continuation of nothing', [frame(more, 'x')], 1002],
  ['a final continuation of nothing after a message', [frame(text, call), frame(more, 'x')], 1002],
  ['a text within a text', [frame(text, '{', { final: false }), frame(text, '}')], 1002],
  ['a binary within a text', [frame(text, '{', { final: false }), frame(binary, '}')], 1002],
  ['a length in two bytes that fits in one', [frame(text, call, { wide: 2 })], 1002],
  ['a length in eight bytes that fits in two', [frame(text, 'x'.repeat(200), { wide: 8 })], 1002],
  ['a length with the highest bit', [frame(text, '', { wide: 8, length: 2n ** 63n })], 1002],
  ['a length of 2^62', [frame(text, '', { wide: 8, length: 2n ** 62n })], 1009],
  ['a length just beyond the limit', [frame(text, '', { wide: 8, length: 65_537n })], 1009],
  ['fragments beyond the limit', [frame(text, 'x'.repeat(60_000), { final: false }), frame(more, 'x'.repeat(10_000))], 1009],
  ['a binary message', [frame(binary, call)], 1003],
  ['an empty binary message', [frame(binary, '')], 1003],
  ['a binary message in fragments', [frame(binary, '{', { final: false }), frame(more, '}')], 1003],
  ['a close of one byte', [frame(close, 'x')], 1002],
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535].map((code) => [`close code ${code}`, [frame(close, coded(code))], 1002]),
  ['a reason that is no UTF-8', [frame(close, coded(1000, Buffer.from([0xff, 0xfe])))], 1007],
  ['an overlong slash', [frame(text, bytes(0xc0, 0xaf))], 1007],
  ['half a surrogate', [frame(text, bytes(0xed, 0xa0, 0x80))], 1007],
  ['a code point beyond the last', [frame(text, bytes(0xf4, 0x90, 0x80, 0x80))], 1007],
  ['a continuation byte alone', [frame(text, bytes(0x80))], 1007],
  ['an unfinished character', [frame(text, bytes(0xe2, 0x82))], 1007],
  ['bad text in the middle of fragments, before the end is there', [frame(text, bytes(0x22, 0xff), { final: false })], 1007],
  ['a character torn by a frame of another message', [frame(text, bytes(0xe2, 0x82), { final: false }), frame(more, '"')], 1007],
];

/** What must work, however unusual: the frames, and the code with which we then close ourselves. */
const legal = [
  ['a call in fragments of one byte', [...call].map((c, i) => frame(i ? more : text, c, { final: i === call.length - 1 }))],
  ['a ping between fragments', [frame(text, call.slice(0, 5), { final: false }), frame(ping, 'x'), frame(more, call.slice(5))]],
  ['empty fragments', [frame(text, '', { final: false }), frame(more, '', { final: false }), frame(more, call)]],
  ['a pong nobody asked for', [frame(pong, 'x'), frame(text, call)]],
  ['a character torn by a fragment', tear(envelope('session.current', {}, 'ü'), 'ü')],
  ['many frames in one write', [Buffer.concat([frame(ping, ''), frame(text, call), frame(pong, '')])]],
];

function tear(json, at) {
  const data = Buffer.from(json);
  const cut = data.indexOf(at) + 1;
  return [frame(text, data.subarray(0, cut), { final: false }), frame(more, data.subarray(cut))];
}

describe('an illegal frame', () => {
  it(`of ${cases.length} kinds closes the WebSocket with its code`, async () => {
    const faults = [];
    await each_limited(cases, 12, async ([what, frames, wanted]) => {
      const raw = await raw_websocket(anna);
      frames.forEach((each) => raw.write(each));
      const code = await raw.close_code(3_000);
      if (code !== wanted) faults.push(`${what}: ${code ?? 'no close'} instead of ${wanted}`);
      raw.end();
    });
    assert.deepEqual(faults, []);
  });

  it('is told from a legal one, whole or byte by byte', async () => {
    for (const [what, frames] of legal)
      for (const slow of [false, true]) {
        const raw = await raw_websocket(anna);
        raw.socket.setNoDelay(true);
        const all = Buffer.concat(frames);
        if (slow) for (let i = 0; i < all.length; i += 7) {
          raw.write(all.subarray(i, i + 7));
          await pause(1);
        }
        else raw.write(all);
        const found = await raw.frames((each) => each.code === text);
        assert.equal(JSON.parse(found.at(-1).payload).result?.member, anna.id, what);
        raw.write(frame(close, coded(1000)));
        assert.equal(await raw.close_code(), 1000, what);
        raw.end();
      }
  });

  it('in the middle of a message that was not finished leaves nothing of it', async () => {
    const raw = await raw_websocket(anna);
    const half = envelope('chat.send_message', message(channel, 'halb'));
    raw.write(frame(text, half, { final: false }));
    raw.write(frame(3, 'x'));
    assert.equal(await raw.close_code(), 1002);
    assert.equal(await stack.sql(`select count(*) from chat.messages where channel = '${channel}'`), '0');
    raw.end();
  });

  it('every close code that a peer may use is answered by the same', async () => {
    for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]) {
      const raw = await raw_websocket(anna);
      raw.write(frame(close, coded(code, 'weil')));
      assert.equal(await raw.close_code(), code);
      raw.end();
    }
    const raw = await raw_websocket(anna);
    raw.write(frame(close, ''));
    assert.equal(await raw.close_code(), 1000);
  });

  it('a ping is answered with its bytes', async () => {
    const raw = await raw_websocket(anna);
    for (const payload of ['', 'x', 'ü'.repeat(60), '\0'.repeat(125)]) {
      raw.write(frame(ping, payload));
      const [answer] = await raw.frames((each) => each.code === pong);
      assert.equal(answer.payload.toString(), payload);
    }
    raw.end();
  });

  it('none of what the server sends is masked, fragmented or reserved', async () => {
    const raw = await raw_websocket(anna);
    const id = (await open_channel(clara, stack.place.spaces.group)).id;
    raw.write(frame(text, envelope('live.subscribe', { streams: [{ stream: `channel:${id}`, level: 'objects' }] })));
    const answer = await raw.frames((each) => each.payload.includes('"streams"'), 3_000);
    for (const size of [1, 60, 125, 126, 127, 4_000, 8_000]) await clara.rpc('chat.send_message', message(id, '😀'.repeat(size)));
    const found = [...answer, ...(await raw.frames((each) => each.payload.includes(`"number":7`), 3_000))];
    for (const each of found) {
      assert.deepEqual([each.masked, each.final], [false, true]);
      assert.equal(JSON.parse(each.payload).jsonrpc, '2.0');
    }
    assert.equal(found.filter((each) => each.payload.includes('live.changed')).length, 7);
    raw.end();
  });

  it('a socket that disappears in the middle of a frame is forgotten', async () => {
    await each_limited(Array.from({ length: 30 }), 10, async (_, i) => {
      const raw = await raw_websocket(anna);
      const whole = frame(text, call);
      raw.write(whole.subarray(0, i % whole.length));
      raw.socket.resetAndDestroy();
    });
    const socket = await anna.connect();
    assert.equal((await socket.call('session.current')).member, anna.id);
    await socket.close();
  });
});

describe('UTF-8', () => {
  const skip = without_shared('protocol/websocket');
  const sequences = () => readFileSync(join(shared_data, 'protocol/websocket/utf8-sequences.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

  it('of every known sequence is judged as the standard does: 1007 or an answer', { skip }, async () => {
    const faults = [];
    const all = sequences();
    await each_limited(all, 12, async ({ valid, hex }) => {
      const data = Buffer.from(hex, 'hex');
      const raw = await raw_websocket(anna);
      raw.write(frame(text, data));
      const found = await raw.frames((one) => one.code === text || one.code === close);
      const answer = found.find((one) => one.code === text || one.code === close);
      const code = answer?.code === close ? answer.payload.readUInt16BE(0) : JSON.parse(answer?.payload ?? '{}').error?.code;
      if (code !== (valid ? -32700 : 1007)) faults.push(`${data.toString('hex')}: ${code}, valid: ${valid}`);
      raw.end();
    });
    assert.ok(all.length > 50, `${all.length} sequences`);
    assert.deepEqual(faults, []);
  });
});

ends_well(stack);
