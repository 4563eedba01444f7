// What the gateway says over plain HTTP: the page, its headers, health, metrics, and refusals with their status.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { envelope } from '../lib/client.mjs';
import { sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { http_request } from '../lib/http.mjs';
import { page } from '../lib/places.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = await start_stack({ settings: { gateway: { public_origins: ['https://verbund.example'] } } });
const port = stack.ports[0];
const get = (path, headers = {}, method = 'GET') => http_request(port, { method, path, headers });

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types verbund dompurify";
const expected = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
  'strict-transport-security': 'max-age=31536000',
};

describe('every answer', () => {
  it('carries the security headers, whatever its status', async () => {
    const paths = ['/', '/anmelden', '/kanal/x', '/index.html', '/healthz', '/readyz', '/rpc', '/ws', '/metrics', '/nothing.txt', '/assets/none.js'];
    for (const path of paths) {
      const { status, headers } = await get(path);
      for (const [name, value] of Object.entries(expected)) assert.equal(headers[name], value, `${name} of ${path} (${status})`);
      assert.equal(headers.server, undefined);
      assert.equal(headers['x-powered-by'], undefined);
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
  });

  it('tells nobody to send over HTTPS only where no origin is secure', async () => {
    const plain = await start_stack({ demo: 'none' });
    try {
      const { headers } = await http_request(plain.ports[0], { path: '/' });
      assert.equal(headers['strict-transport-security'], undefined);
      assert.equal(headers['content-security-policy'], policy);
    } finally {
      await plain.stop();
    }
  });
});

describe('the page', () => {
  const skip = existsSync(join(page, 'index.html')) ? false : 'the web client is not built';
  const index = () => readFileSync(join(page, 'index.html'));
  const assets = () => readdirSync(join(page, 'assets')).filter((each) => !/\.(br|gz)$/.test(each));

  it('answers every route of the client, is asked for anew each time, and 304 where nothing changed', { skip }, async () => {
    for (const path of ['/', '/anmelden', '/gruppe/01890000-0000-7000-8000-000000000000', '/einrichten?token=x', '/kanal/x/y/z']) {
      const answer = await get(path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
      assert.equal(answer.headers['cache-control'], 'no-cache');
      assert.ok(answer.bytes.equals(index()));
      const again = await get(path, { 'If-None-Match': answer.headers.etag });
      assert.deepEqual([again.status, again.bytes.length, again.headers.etag], [304, 0, answer.headers.etag]);
      assert.equal((await get(path, { 'If-None-Match': '"other"' })).status, 200);
    }
  });

  it('has assets that never change, each with the right type', { skip }, async () => {
    const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', woff2: 'font/woff2', svg: 'image/svg+xml' };
    const found = assets();
    assert.ok(found.length > 2);
    for (const name of found) {
      const answer = await get(`/assets/${name}`);
      assert.equal(answer.status, 200, name);
      assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
      const type = types[name.split('.').at(-1)];
      if (type) assert.equal(answer.headers['content-type'], type);
      assert.ok(answer.bytes.equals(readFileSync(join(page, 'assets', name))));
    }
  });

  it('comes compressed beforehand to who can read it: brotli before gzip, and the same bytes', { skip }, async () => {
    const largest = assets().filter((each) => each.endsWith('.js')).sort().at(-1);
    for (const path of ['/', `/assets/${largest}`]) {
      const plain = await get(path, { 'Accept-Encoding': 'identity' });
      const brotli = await get(path, { 'Accept-Encoding': 'gzip, deflate, br' });
      const gzip = await get(path, { 'Accept-Encoding': 'gzip' });
      const refused = await get(path, { 'Accept-Encoding': 'br;q=0, gzip;q=0' });
      assert.deepEqual([plain, brotli, gzip, refused].map((each) => each.headers['content-encoding']), [undefined, 'br', 'gzip', undefined]);
      assert.ok(brotliDecompressSync(brotli.bytes).equals(plain.bytes));
      assert.ok(gunzipSync(gzip.bytes).equals(plain.bytes));
      assert.ok(brotli.bytes.length <= gzip.bytes.length && gzip.bytes.length <= plain.bytes.length);
      assert.equal(new Set([plain, brotli, gzip].map((each) => each.headers.etag)).size, 3);
      for (const each of [plain, brotli, gzip]) assert.equal(each.headers.vary, 'Accept-Encoding');
    }
  });

  it('answers HEAD like GET without the body', { skip }, async () => {
    const [whole, head] = [await get('/'), await get('/', {}, 'HEAD')];
    assert.deepEqual([head.status, head.bytes.length, head.headers['content-length']], [200, 0, whole.headers['content-length']]);
  });

  it('holds nothing that is not in its folder', { skip }, async () => {
    const paths = ['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/assets/../../package.json', '/assets/..%5c..%5cpackage.json',
      '//etc/passwd', '/index.html%00.js', '/assets/', '/assets', '/.env', '/.git/config', '/favicon.ico.br', '/index.html.br'];
    for (const path of paths) {
      const answer = await get(path);
      assert.ok([200, 400, 404].includes(answer.status), `${path}: ${answer.status}`);
      assert.ok(answer.status !== 200 || answer.bytes.equals(index()), path);
    }
  });
});

describe('a refusal', () => {
  const post = (headers, body = envelope('server.status', {})) => http_request(port, { method: 'POST', path: '/rpc', headers, body });
  const kind_of = (answer) => answer.json?.error?.data?.kind;

  it('has the status that docs/protocol.md names, and the same error object as JSON', async () => {
    const json = { 'Content-Type': 'application/json' };
    const cases = [
      ['GET /rpc', await get('/rpc'), 405],
      ['DELETE /rpc', await get('/rpc', {}, 'DELETE'), 405],
      ['POST /', await http_request(port, { method: 'POST', path: '/', body: '' }), 405],
      ['PUT /assets/x', await get('/assets/x', {}, 'PUT'), 405],
      ['OPTIONS /rpc', await get('/rpc', {}, 'OPTIONS'), 405],
      ['no content type', await post({}), 415],
      ['text/plain', await post({ 'Content-Type': 'text/plain' }), 415],
      ['a form', await post({ 'Content-Type': 'application/x-www-form-urlencoded' }), 415],
      ['application/json5', await post({ 'Content-Type': 'application/json5' }), 415],
      ['a body of 70 kB', await post(json, ' '.repeat(70_000)), 413],
      ['a foreign origin', await post({ ...json, Origin: 'http://evil.example' }), 403],
      ['no such file', await get('/nothing.txt'), 404],
      ['/metrics outside', await get('/metrics'), 404],
      ['/events without a session', await get('/events'), 401],
      ['/files, not yet', await get('/files'), 404],
      ['no upgrade', await get('/ws'), 426],
      ['a long target', await get(`/${'a'.repeat(8_300)}`), 414],
      ['a large head', await get('/', { X: 'a'.repeat(20_000) }), 431],
    ];
    for (const [what, answer, status] of cases) {
      assert.equal(answer.status, status, `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
      assert.equal(answer.headers['content-type'], 'application/json', what);
      assert.equal(answer.headers['cache-control'], 'no-store', what);
      assert.ok(kind_of(answer), what);
      assert.deepEqual(Object.keys(answer.json), ['error'], what);
    }
    assert.equal((await get('/rpc')).headers.allow, 'POST');
  });

  it('accepts application/json with a charset, in any case', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8', 'application/json ;x=y'])
      assert.equal((await post({ 'Content-Type': type })).status, 200, type);
  });

  it('of anything that is JSON-RPC is 200 with the error inside', async () => {
    for (const [body, code] of [
      ['{', -32700], ['', -32700], ['nul', -32700], ['{"jsonrpc":"2.0"}', -32600], ['[]', -32600], ['1', -32600], ['"x"', -32600], ['null', -32600],
      [`[${envelope('server.status', {})}]`, -32600], [envelope('no.method', {}), -32601], [envelope('server.status', { x: 1 }), -32602],
      ['{"jsonrpc":"2.0","id":1,"method":"server.status","params":[]}', -32602], ['{"jsonrpc":"1.0","id":1,"method":"server.status"}', -32600],
      ['{"jsonrpc":"2.0","id":1.5,"method":"server.status"}', -32600], ['{"jsonrpc":"2.0","id":null,"method":"server.status"}', -32600],
      ['{"jsonrpc":"2.0","id":{},"method":"server.status"}', -32600], ['{"jsonrpc":"2.0","method":"server.status"}', -32600],
      ['{"jsonrpc":"2.0","id":1,"method":5}', -32600], ['{"jsonrpc":"2.0","id":1,"method":"server.status","x":1}', -32600],
      ['{"jsonrpc":"2.0","id":1,"id":2,"method":"server.status"}', -32600], ['{"jsonrpc":"2.0","id":1,"method":"server.status","method":"session.current"}', -32600],
      [`{"jsonrpc":"2.0","id":"${'x'.repeat(70)}","method":"server.status"}`, -32600],
    ]) {
      const answer = await post({ 'Content-Type': 'application/json' }, body);
      assert.equal(answer.status, 200, body);
      assert.equal(answer.json.error.code, code, `${body}: ${answer.text}`);
      assert.equal(answer.json.jsonrpc, '2.0');
    }
  });

  it('answers with the id that was sent, a string or a number', async () => {
    for (const id of [1, 0, -5, 2 ** 53 - 1, 'a', '', 'ü"\\']) {
      const answer = await post({ 'Content-Type': 'application/json' }, envelope('server.status', {}, id));
      assert.equal(answer.json.id, id);
    }
  });
});

describe('for operators', () => {
  it('/healthz and /readyz answer, and readiness names what is missing', async () => {
    assert.deepEqual([(await get('/healthz')).text, (await get('/readyz')).text], ['ok\n', 'ready\n']);
    for (const name of ['gateway0', 'members', 'chat'])
      for (const path of ['/healthz', '/readyz']) assert.equal((await stack.operations(name, path)).status, 200, name + path);
    await stack.kill('chat');
    const answer = await get('/readyz');
    assert.deepEqual([answer.status, answer.text], [503, 'chat is not connected\n']);
    assert.equal((await get('/healthz')).status, 200);
    stack.revive('chat');
    await stack.ready();
  });

  it('/metrics is Prometheus text that its checker would pass, without ids or people in it', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    await anna.rpc('chat.list_channels');
    for (const name of ['gateway0', 'members', 'chat']) {
      const { status, type, text } = await stack.operations(name, '/metrics');
      assert.equal(status, 200);
      assert.match(type, /^text\/plain; version=0\.0\.4/);
      check_metrics(text, name);
      assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-7|example\.org|127\.0\.0\.1/, `${name} tells about somebody`);
    }
    assert.ok((await stack.metric('gateway0', 'verbund_gateway_request_seconds_count')) > 0);
  });
});

/** The rules of `promtool check metrics` that matter, without promtool. */
function check_metrics(text, name) {
  assert.ok(text.endsWith('\n'), name);
  const helped = new Map();
  const typed = new Map();
  const samples = new Set();
  for (const line of text.split('\n').filter(Boolean)) {
    const help = /^# HELP ([a-z_:][a-z0-9_:]*) (.+)$/.exec(line);
    const type = /^# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge|histogram|summary)$/.exec(line);
    if (help || type) {
      const [map, found] = help ? [helped, help] : [typed, type];
      assert.ok(!map.has(found[1]), `${name}: ${line} twice`);
      map.set(found[1], found[2]);
      continue;
    }
    const sample = /^([a-z_:][a-z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})? (-?[0-9.e+-]+|\+Inf|NaN)$/.exec(line);
    assert.ok(sample, `${name}: ${line}`);
    assert.ok(!samples.has(sample[1] + sample[2]), `${name}: ${line} twice`);
    samples.add(sample[1] + sample[2]);
    const base = typed.has(sample[1]) ? sample[1] : sample[1].replace(/_(bucket|sum|count)$/, '');
    assert.ok(helped.get(base) && typed.get(base), `${name}: ${sample[1]} has no HELP and TYPE before it`);
    if (typed.get(base) === 'counter') assert.ok(base.endsWith('_total'), `${name}: counter ${base} does not end in _total`);
    else assert.ok(!base.endsWith('_total'), `${name}: ${base} is no counter`);
  }
  for (const [base, type] of typed) {
    if (type !== 'histogram') continue;
    const buckets = [...samples].filter((each) => each.startsWith(`${base}_bucket`));
    const counts = [...samples].filter((each) => each.startsWith(`${base}_count`));
    assert.equal(buckets.filter((each) => each.includes('le="+Inf"')).length, counts.length, `${name}: ${base} lacks +Inf`);
  }
  assert.ok(typed.size > 5, `${name}: ${typed.size} metrics`);
}

ends_well(stack);
