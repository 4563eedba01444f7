// Illegal bytes where an HTTP request is due: each is refused with the right status, and the gateway goes on.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ends_well } from '../lib/ends_well.mjs';
import { http_request } from '../lib/http.mjs';
import { shared_data, without_shared } from '../lib/places.mjs';
import { Raw } from '../lib/raw.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited } from '../lib/wait.mjs';

const stack = await start_stack({ demo: 'none', settings: { gateway: { header_seconds: 2, body_seconds: 2 } } });
const port = stack.ports[0];
const status = '{"jsonrpc":"2.0","id":1,"method":"server.status"}';
const json = 'Content-Type: application/json\r\n';
const post = (headers, body = '') => `POST /rpc HTTP/1.1\r\nHost: x\r\n${json}${headers}\r\n${body}`;
const get = (headers) => `GET /healthz HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const length = `Content-Length: ${status.length}\r\n`;
const chunk = `${status.length.toString(16)}\r\n${status}\r\n`;

/** What it is, the bytes, the status it must get; 'closed' where an answer makes no sense. */
const cases = [
  // The request line.
  ['no version', 'GET /healthz\r\nHost: x\r\n\r\n', 400],
  ['HTTP/0.9', 'GET /healthz HTTP/0.9\r\nHost: x\r\n\r\n', 400],
  ['HTTP/1.2', 'GET /healthz HTTP/1.2\r\nHost: x\r\n\r\n', 400],
  ['HTTP/2.0', 'GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n', 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['HTTP/1.10', 'GET /healthz HTTP/1.10\r\nHost: x\r\n\r\n', 400],
  ['http in small letters', 'GET /healthz http/1.1\r\nHost: x\r\n\r\n', 400],
  ['two spaces', 'GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a tab for a space', 'GET\t/healthz\tHTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a space behind the version', 'GET /healthz HTTP/1.1 \r\nHost: x\r\n\r\n', 400],
  ['a space before the method', ' GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a space in the target', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a method that is no token', 'G=T /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a method of 40 letters', `${'A'.repeat(40)} /healthz HTTP/1.1\r\nHost: x\r\n\r\n`, 400],
  ['an absolute target', 'GET http://localhost/healthz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['an authority as target', 'CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a star as target of GET', 'GET * HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['an empty target', 'GET  HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a fragment', 'GET /healthz#x HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a backslash', 'GET /..\\x HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['bytes above 127 in the target', Buffer.from('GET /\xfc HTTP/1.1\r\nHost: x\r\n\r\n', 'latin1'), 400],
  ['a zero byte in the target', 'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a target of 9 kB', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
  ['binary rubbish', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]), 400],
  ['a request of SSH', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 400],
  ['a request of SMTP', 'EHLO example.org\r\n\r\n', 400],

  // Line ends.
  ['LF alone', 'GET /healthz HTTP/1.1\nHost: x\n\n', 400],
  ['LF alone after a header', 'GET /healthz HTTP/1.1\r\nHost: x\nX: y\r\n\r\n', 400],
  ['CR alone', 'GET /healthz HTTP/1.1\rHost: x\r\r', 400],
  ['CR within a value', get('X: a\rb\r\n'), 400],
  ['a zero byte within a value', get('X: a\0b\r\n'), 400],
  ['a control character within a value', get('X: a\x01b\r\n'), 400],
  ['a delete character within a value', get('X: a\x7fb\r\n'), 400],

  // Headers.
  ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ['two Hosts', get('Host: y\r\n'), 400],
  ['the same Host twice', get('Host: x\r\n'), 400],
  ['an empty Host', 'GET /healthz HTTP/1.1\r\nHost: \r\n\r\n', 400],
  ['a Host with a path', 'GET /healthz HTTP/1.1\r\nHost: x/y\r\n\r\n', 400],
  ['a Host with a user', 'GET /healthz HTTP/1.1\r\nHost: a@x\r\n\r\n', 400],
  ['a Host with a comma', 'GET /healthz HTTP/1.1\r\nHost: x, y\r\n\r\n', 400],
  ['a header without a colon', get('Nonsense\r\n'), 400],
  ['a header without a name', get(': x\r\n'), 400],
  ['a space before the colon', get('X : y\r\n'), 400],
  ['a space in the name', get('X Y: z\r\n'), 400],
  ['a name with an umlaut', Buffer.from(get('Xä: y\r\n'), 'latin1'), 400],
  ['a folded header', get('X: a\r\n b\r\n'), 400],
  ['a header folded by a tab', get('X: a\r\n\tb\r\n'), 400],
  ['a first header that is folded', 'GET /healthz HTTP/1.1\r\n Host: x\r\n\r\n', 400],
  ['101 headers', get('X: y\r\n'.repeat(101)), 431],
  ['a head of 17 kB', get(`X: ${'a'.repeat(17_000)}\r\n`), 431],
  ['a head that never ends', `GET /healthz HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(4_000)}`, 431],

  // The length of the body: where two readers could disagree.
  ['no length', post(''), 411],
  ['two lengths that differ', post(`${length}Content-Length: 5\r\n`, status), 400],
  ['two lengths that are equal', post(length + length, status), 400],
  ['a list of lengths', post(`Content-Length: ${status.length}, ${status.length}\r\n`, status), 400],
  ['a negative length', post('Content-Length: -1\r\n'), 400],
  ['a length with a plus', post(`Content-Length: +${status.length}\r\n`, status), 400],
  ['a hexadecimal length', post('Content-Length: 0x10\r\n'), 400],
  ['a length with a space in it', post('Content-Length: 1 0\r\n'), 400],
  ['a length that is a word', post('Content-Length: many\r\n'), 400],
  ['an empty length', post('Content-Length: \r\n'), 400],
  ['a length beyond 64 bits', post('Content-Length: 18446744073709551617\r\n'), 400],
  ['a length beyond the limit', post('Content-Length: 100000\r\n'), 413],
  ['length and chunks', post(`${length}Transfer-Encoding: chunked\r\n`, `${chunk}0\r\n\r\n`), 400],
  ['chunks and length', post(`Transfer-Encoding: chunked\r\n${length}`, `${chunk}0\r\n\r\n`), 400],
  ['identity and length', post(`Transfer-Encoding: identity\r\n${length}`, status), 400],
  ['gzip', post('Transfer-Encoding: gzip\r\n', status), 400],
  ['gzip, chunked', post('Transfer-Encoding: gzip, chunked\r\n', `${chunk}0\r\n\r\n`), 400],
  ['chunked, identity', post('Transfer-Encoding: chunked, identity\r\n', `${chunk}0\r\n\r\n`), 400],
  ['chunked twice', post('Transfer-Encoding: chunked, chunked\r\n', `${chunk}0\r\n\r\n`), 400],
  ['two headers of chunks', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', `${chunk}0\r\n\r\n`), 400],
  ['xchunked', post('Transfer-Encoding: xchunked\r\n', `${chunk}0\r\n\r\n`), 400],
  ['chunked in quotes', post('Transfer-Encoding: "chunked"\r\n', `${chunk}0\r\n\r\n`), 400],
  ['a vertical tab before chunked', post('Transfer-Encoding: \x0bchunked\r\n', `${chunk}0\r\n\r\n`), 400],
  ['an empty transfer encoding', post('Transfer-Encoding: \r\n', `${chunk}0\r\n\r\n`), 400],
  ['chunks in HTTP/1.0', `POST /rpc HTTP/1.0\r\nHost: x\r\n${json}Transfer-Encoding: chunked\r\n\r\n${chunk}0\r\n\r\n`, 400],
  ['a space before the colon of the length', post(`Content-Length : ${status.length}\r\n`, status), 400],
  ['a chunk whose size is no number', post('Transfer-Encoding: chunked\r\n', `zz\r\n${status}\r\n0\r\n\r\n`), 400],
  ['a chunk of negative size', post('Transfer-Encoding: chunked\r\n', '-5\r\nhello\r\n0\r\n\r\n'), 400],
  ['a chunk with 0x before its size', post('Transfer-Encoding: chunked\r\n', `0x${chunk}0\r\n\r\n`), 400],
  ['a chunk longer than it says', post('Transfer-Encoding: chunked\r\n', `2\r\n${status}\r\n0\r\n\r\n`), 400],
  ['a chunk of 2^64 bytes', post('Transfer-Encoding: chunked\r\n', '10000000000000000\r\nx\r\n0\r\n\r\n'), 400],
  ['a chunk beyond the limit', post('Transfer-Encoding: chunked\r\n', 'FFFFFFF\r\nx'), 413],
  ['an expectation that nobody can meet', post(`Expect: the impossible\r\n${length}`, status), 417],
  ['an empty chunk size', post('Transfer-Encoding: chunked\r\n', '\r\nx\r\n0\r\n\r\n'), 400],

  // Handshakes.
  ['a handshake without a key', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n', 400],
  ['a handshake with a short key', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n\r\n', 400],
  ['a handshake with two keys', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n', 400],
  ['a handshake of version 8', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n', 426],
  ['a handshake by POST', 'POST /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 0\r\n\r\n', 405],
  ['a handshake in HTTP/1.0', 'GET /ws HTTP/1.0\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n', 426],
  ['a handshake with a body', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 5\r\n\r\nhello', 400],
  ['an upgrade to h2c', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n', 426],
];

/** What must be understood, so that strictness does not become deafness. */
const legal = [
  ['chunks', post('Transfer-Encoding: chunked\r\n', `${chunk}0\r\n\r\n`)],
  ['chunks with an extension', post('Transfer-Encoding: chunked\r\n', `${status.length.toString(16)};x=y\r\n${status}\r\n0\r\n\r\n`)],
  ['chunks in capitals', post('Transfer-Encoding: CHUNKED\r\n', `${chunk}0\r\n\r\n`)],
  ['one byte a chunk', post('Transfer-Encoding: chunked\r\n', `${[...status].map((c) => `1\r\n${c}\r\n`).join('')}0\r\n\r\n`)],
  ['a length with spaces around it', post(`Content-Length:   ${status.length}  \r\n`, status)],
  ['HTTP/1.0 with a length', `POST /rpc HTTP/1.0\r\n${json}${length}\r\n${status}`],
  ['an empty line before', `\r\n${get('')}`],
  ['an empty header value', get('X:\r\n')],
  ['headers in any case', get('ACCEPT: */*\r\n')],
  ['bytes above 127 in a value', Buffer.from(get('X: \xfc\r\n'), 'latin1')],
  ['a Host with a port', 'GET /healthz HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n'],
  ['100 headers', get('X: y\r\n'.repeat(99))],
];

async function first_answer(bytes) {
  const raw = await Raw.open(port);
  raw.write(bytes);
  const answer = await raw.answer(4_000);
  const rest = raw.bytes.length;
  raw.end();
  return { ...answer, rest };
}

describe('an illegal request', () => {
  it(`of ${cases.length} kinds gets its status and error object, and the connection ends`, async () => {
    assert.ok(cases.length >= 60);
    const faults = [];
    await each_limited(cases, 8, async ([what, bytes, wanted]) => {
      const answer = await first_answer(bytes);
      if (answer.status !== wanted) return faults.push(`${what}: ${answer.status ?? 'no answer'} instead of ${wanted}`);
      // What follows an illegal request on the same connection must not be taken for another one.
      if (wanted !== 405 && !answer.closed) faults.push(`${what}: the connection goes on`);
      if (answer.rest) faults.push(`${what}: more than one answer`);
      if (!JSON.parse(answer.body).error?.data?.kind) faults.push(`${what}: no error object`);
      return undefined;
    });
    assert.deepEqual(faults, []);
  });

  it('is told from a legal one, however unusual', async () => {
    for (const [what, bytes] of legal) assert.equal((await first_answer(bytes)).status, 200, what);
  });

  it('of which only a part comes, and then the end, harms nobody', async () => {
    const whole = post(length, status);
    await each_limited(Array.from({ length: whole.length }, (_, i) => i), 16, async (cut) => {
      const raw = await Raw.open(port);
      raw.write(whole.slice(0, cut));
      raw.socket.end();
      await raw.answer(500);
      raw.end();
    });
    assert.equal((await http_request(port, { path: '/healthz' })).status, 200);
  });

  it('split at every byte is understood as one', async () => {
    const whole = post(length, status);
    await each_limited(Array.from({ length: whole.length - 1 }, (_, i) => i + 1), 16, async (cut) => {
      const raw = await Raw.open(port);
      raw.socket.setNoDelay(true);
      raw.write(whole.slice(0, cut));
      await new Promise((resolve) => setTimeout(resolve, 3));
      raw.write(whole.slice(cut));
      assert.equal((await raw.answer()).status, 200, `cut at ${cut}`);
      raw.end();
    });
  });

  it('pipelined with others, each is answered in order', async () => {
    const raw = await Raw.open(port);
    raw.write(get('').repeat(20) + post(length, status) + get(''));
    for (let i = 0; i < 22; i++) {
      const answer = await raw.answer();
      assert.equal(answer.status, 200, `${i}`);
      if (i === 20) assert.ok(answer.body.includes('setup_open'));
    }
    raw.end();
  });

  it('behind a legal one of the same connection ends it', async () => {
    const raw = await Raw.open(port);
    raw.write(`${get('')}GET /healthz HTTP/1.1\r\n\r\n${get('')}`);
    assert.equal((await raw.answer()).status, 200);
    const second = await raw.answer();
    assert.deepEqual([second.status, second.closed, raw.bytes.length], [400, true, 0]);
  });
});

describe('smuggling', () => {
  const skip = without_shared('protocol/http');
  const file = join(shared_data, 'protocol/http/smuggling-te-cl-payloads.json');

  it('by any of the known spellings of Transfer-Encoding gets 400 or one reading, never two', { skip }, async () => {
    const spellings = JSON.parse(readFileSync(file, 'utf8')).permute;
    assert.ok(spellings.length > 10);
    const faults = [];
    let refused = 0;
    await each_limited(spellings, 8, async ({ type, content_length_key, transfer_encoding: { te_key, te_value } }) => {
      const hidden = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
      const body = `0\r\n\r\n${hidden}`;
      const raw = await Raw.open(port);
      raw.write(`POST /rpc HTTP/1.1\r\nHost: x\r\n${json}${content_length_key} ${body.length}\r\n${te_key}${te_value}\r\n\r\n${body}`);
      const { status: found } = await raw.answer();
      if (found === 400) refused += 1;
      else if (found !== 200) faults.push(`${type}: ${found}`);
      await raw.answer(60);
      if (raw.bytes.length) faults.push(`${type}: a second answer`);
      raw.end();
    });
    assert.deepEqual(faults, []);
    assert.ok(refused > spellings.length / 2, `${refused} of ${spellings.length} refused`);
  });
});

ends_well(stack);
