// Every JSON file of a well-known collection, as body, as WebSocket frame, as params, as text in a field.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { http_request } from '../lib/http.mjs';
import { shared_data, without_shared } from '../lib/places.mjs';
import { frame, raw_websocket } from '../lib/raw.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited } from '../lib/wait.mjs';

const folders = ['protocol/json/test_parsing', 'protocol/json/test_transform'].map((each) => join(shared_data, each));
const files = folders.filter(existsSync).flatMap((folder) => readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) })));
const stack = await start_stack();
const { anna, clara } = await sign_in_all(stack, 'anna', 'clara');
const channel = (await open_channel(clara, stack.place.spaces.group)).id;

/** n_: must be refused; y_: must be read as JSON; i_ and the rest: either, but cleanly. */
const rule = (name) => (name.startsWith('n_') ? 'refuse' : name.startsWith('y_') ? 'read' : 'either');
const codes = [-32700, -32600, -32601, -32602];
const text = 1, close = 8;

/** What an answer of JSON-RPC says: its error's code, or 'result'. */
function outcome(payload) {
  const answer = JSON.parse(payload);
  assert.equal(answer.jsonrpc, '2.0');
  if (answer.error) assert.equal(typeof answer.error.data.kind, 'string');
  return answer.error?.code ?? 'result';
}

function judge(faults, what, name, code, good) {
  if (!good.includes(code)) faults.push(`${what} ${name}: ${code}`);
}

/** Puts the bytes into a request as its params, or as the whole value of one. */
const wrapped = (bytes, before, after) => Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);

describe('a JSON file', () => {
  const skip = without_shared('protocol/json/test_parsing');
  const post = (body) => http_request(stack.ports[0], { method: 'POST', path: '/rpc', headers: { ...anna.headers(), 'Content-Type': 'application/json' }, body });

  it('as the body of /rpc gets a JSON-RPC error with status 200, never 5xx', { skip }, async () => {
    const faults = [];
    await each_limited(files, 8, async ({ name, bytes }) => {
      const answer = await post(bytes);
      if (answer.status !== (bytes.length > 65_536 ? 413 : 200)) return faults.push(`${name}: HTTP ${answer.status}`);
      if (answer.status !== 200) return undefined;
      const good = { refuse: [-32700, -32600], read: [-32600], either: [-32700, -32600] }[rule(name)];
      return judge(faults, 'body', name, outcome(answer.text), good);
    });
    assert.deepEqual(faults, []);
    assert.ok(files.length > 150, `${files.length} files`);
  });

  it('as params of a method over HTTP gets a documented error or is read', { skip }, async () => {
    const faults = [];
    await each_limited(files, 8, async ({ name, bytes }) => {
      const answer = await post(wrapped(bytes, '{"jsonrpc":"2.0","id":1,"method":"session.current","params":', '}'));
      if (bytes.length > 65_000 && answer.status === 413) return undefined;
      if (answer.status !== 200) return faults.push(`${name}: HTTP ${answer.status}`);
      const good = { refuse: [-32700, -32600], read: [-32602, 'result'], either: [...codes, 'result'] }[rule(name)];
      return judge(faults, 'params', name, outcome(answer.text), good);
    });
    // Two of the n_ files become legal inside a request.
    assert.deepEqual(faults.filter((each) => !/n_structure_(no_data|whitespace)|n_single_space/.test(each)), []);
  });

  it('as a WebSocket frame gets a JSON-RPC error and the connection lives, or 1007 and it ends', { skip }, async () => {
    const faults = [];
    await each_limited(files, 8, async ({ name, bytes }) => {
      const raw = await raw_websocket(anna);
      raw.write(frame(text, bytes));
      raw.write(frame(text, '{"jsonrpc":"2.0","id":"alive","method":"session.current"}'));
      const found = await raw.frames((each) => each.code === close || each.payload.includes('"alive"'), 3_000);
      const ended = found.find((each) => each.code === close);
      if (ended) judge(faults, 'frame', name, ended.payload.readUInt16BE(0), bytes.length > 65_536 ? [1009] : [1007]);
      else {
        if (found.length !== 2) faults.push(`frame ${name}: ${found.length} answers`);
        const good = { refuse: [-32700, -32600], read: [-32600], either: [-32700, -32600] }[rule(name)];
        judge(faults, 'frame', name, outcome(found[0].payload), good);
      }
      const valid = isUtf8(bytes);
      if (Boolean(ended) === valid && bytes.length <= 65_536) faults.push(`frame ${name}: ${ended ? 'closed although valid' : 'open although invalid'} UTF-8`);
      raw.end();
    });
    assert.deepEqual(faults, []);
  });

  it('as the value of a field gets a documented error or is stored as it was', { skip }, async () => {
    const faults = [];
    await each_limited(files, 8, async ({ name, bytes }) => {
      const { id } = message(channel);
      const answer = await post(wrapped(bytes, `{"jsonrpc":"2.0","id":1,"method":"chat.send_message","params":{"id":"${id}","channel":"${channel}","body":`, '}}'));
      if (bytes.length > 65_000 && answer.status === 413) return undefined;
      if (answer.status !== 200) return faults.push(`${name}: HTTP ${answer.status}`);
      const code = outcome(answer.text);
      const good = { refuse: [-32700, -32600, -32602], read: [-32602, 'result'], either: [...codes, 'result'] }[rule(name)];
      judge(faults, 'value', name, code, good);
      if (code === 'result' && answer.json.result.body !== JSON.parse(bytes.toString())) faults.push(`value ${name}: stored differently`);
      return undefined;
    });
    assert.deepEqual(faults, []);
  });

  it('as the text of a message comes back byte for byte', { skip }, async () => {
    const faults = [];
    await each_limited(files, 8, async ({ name, bytes }) => {
      const body = bytes.toString('utf8');
      const length = [...body].length;
      const sent = await anna.rpc('chat.send_message', message(channel, body)).catch((error) => error);
      const good = length >= 1 && length <= 8_000 && !body.includes('\0');
      if (good ? sent.body !== body : sent.kind !== 'invalid') faults.push(`${name}: ${JSON.stringify(sent).slice(0, 200)}`);
    });
    assert.deepEqual(faults, []);
  });
});

function isUtf8(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

describe('depth and size', () => {
  const rpc = (body) => http_request(stack.ports[0], { method: 'POST', path: '/rpc', headers: { ...anna.headers(), 'Content-Type': 'application/json' }, body });

  it('of JSON beyond reason is refused, not followed', async () => {
    for (const [open, shut] of [['[', ']'], ['{"a":', '}']])
      for (const depth of [60, 100, 1_000, 10_000]) {
        const inner = `${open.repeat(depth)}1${shut.repeat(depth)}`.slice(0, 64_000);
        for (const body of [inner, `{"jsonrpc":"2.0","id":1,"method":"session.current","params":${inner}}`]) {
          const answer = await rpc(body);
          assert.equal(answer.status, 200);
          assert.ok(codes.includes(answer.json.error.code), answer.text);
        }
      }
  });

  it('of numbers beyond what is exact is refused', async () => {
    // Whole numbers beyond 64 bits are refused by the parser already.
    for (const number of ['1e2', '1.0', '9007199254740992', '9223372036854775808', '18446744073709551616', '-1', '1e400', '0.5', '"1"', 'true', 'null', '[1]', '{}']) {
      const { json } = await rpc(`{"jsonrpc":"2.0","id":1,"method":"chat.mark_read","params":{"channel":"${channel}","number":${number}}}`);
      assert.ok([-32602, -32700].includes(json.error?.code), `${number}: ${JSON.stringify(json)}`);
    }
  });

  it('a member given twice is refused wherever it stands', async () => {
    for (const body of [
      `{"jsonrpc":"2.0","id":1,"method":"chat.history","params":{"channel":"${channel}","channel":"${channel}"}}`,
      `{"jsonrpc":"2.0","id":1,"method":"chat.history","params":{"channel":"${channel}"},"params":{"channel":"${channel}"}}`,
    ])
      assert.ok([-32600, -32602].includes((await rpc(body)).json.error?.code), body);
  });
});

ends_well(stack);
