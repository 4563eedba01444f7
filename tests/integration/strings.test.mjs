// Naughty strings through every text field of every method: back byte for byte, or a clear error.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Refused, envelope } from '../lib/client.mjs';
import { message, more_spaces, open_channel, password, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { http_request } from '../lib/http.mjs';
import { new_id } from '../lib/ids.mjs';
import { root, shared_data, without_shared } from '../lib/places.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited } from '../lib/wait.mjs';

const file = (...parts) => join(shared_data, 'payloads', ...parts);
const lines = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean);

/** Strings of our own, where ../shared is not there. */
const own = [
  "Robert'); DROP TABLE members.members;--", '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '${7*7} {{7*7}} %s %n %x', '../../etc/passwd',
  'Jürgen Müller-Lüdenscheidt', 'Łužica, serbšćina', 'Nguyễn Thị Minh Khai', 'مرحبا بالعالم', '‮von rechts‬', 'e\u0301 gegen \u00e9', '👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪',
  '\u200b\u200d\ufeff', 'a\tb\nc\r\nd', '\u0001\u0008\u001b[31m', '\u007f\u0085\u00a0\u2028\u2029', '\ud7ff\ue000\ufffd\uffff', '\u{10ffff}', '\\u0000 \\" \\\\', ' ', '\n', 'null', '0', '-1', '\'', '"', '\\',
];

function collect() {
  if (!existsSync(file('blns.json'))) return own;
  const found = [...own, ...JSON.parse(readFileSync(file('blns.json'), 'utf8'))];
  for (const name of ['pat-0xcela_event_handlers.txt', 'pat-IntrudersXSS.txt', 'pat-RSNAKE_XSS.txt', 'pat-XSS_Polyglots.txt']) found.push(...lines(file('xss', name)));
  for (const [name, field] of [['dompurify-fixtures.jsonl', 'payload'], ['h5sc.jsonl', 'payload']]) found.push(...lines(file('xss', name)).map((line) => JSON.parse(line)[field]));
  for (const name of ['pat-Auth_Bypass.txt', 'pat-Generic_Fuzz.txt', 'pat-SQLi_Polyglots.txt']) found.push(...lines(file('sql', name)));
  found.push(...lines(file('path-traversal', 'pat-directory_traversal.txt')));
  found.push(...unicode_strings());
  return [...new Set(found.filter((each) => typeof each === 'string'))];
}

/** The test strings of the Unicode tables: code points in hexadecimal. */
function unicode_strings() {
  const as_text = (points) => String.fromCodePoint(...points.trim().split(/\s+/).map((each) => Number.parseInt(each, 16)).filter((each) => each < 0xd800 || each > 0xdfff));
  const rows = (name) => lines(file('unicode', name)).filter((line) => !/^[#@]/.test(line));
  return [
    ...rows('GraphemeBreakTest-half.txt').map((line) => as_text(line.split('#')[0].replace(/[÷×]/g, ' '))),
    ...rows('NormalizationTest-1in24.txt').flatMap((line) => line.split(';').slice(0, 5).map(as_text)),
    ...rows('emoji-zwj-1in6.txt').map((line) => as_text(line.split(';')[0])),
    ...rows('BidiCharacterTest-1in600.txt').map((line) => as_text(line.split(';')[0])),
  ].filter(Boolean);
}

const strings = collect();
const length = (text) => [...text].length;
// A lone surrogate is no text: JSON can write it, UTF-8 cannot.
const is_text = (text) => !text.includes('\0') && !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
const fits = (least, most) => (text) => is_text(text) && length(text) >= least && length(text) <= most;

const stack = await start_stack();
const { anna, clara } = await sign_in_all(stack, 'anna', 'clara');
const { group } = stack.place.spaces;
const channel = (await open_channel(clara, group)).id;

/** Feeds every string to `send`; one that fits must come back as it was, one that does not must be invalid. */
async function feed(texts, good, send) {
  const faults = [];
  const note = (text, what) => faults.push(`${JSON.stringify(text).slice(0, 80)}: ${what}`);
  const stored = [];
  await each_limited(texts, 32, async (text) => {
    try {
      const back = await send(text);
      if (!good(text)) note(text, 'was accepted');
      else if (back !== text) note(text, `came back as ${JSON.stringify(back).slice(0, 80)}`);
      else stored.push(text);
    } catch (error) {
      if (!(error instanceof Refused)) note(text, String(error));
      else if (good(text) || error.kind !== 'invalid') note(text, error.message);
      else if (!error.pointer) note(text, `no pointer: ${error.message}`);
    }
  });
  assert.deepEqual(faults, []);
  return stored;
}

describe(`${strings.length} naughty strings`, () => {
  it('come back byte for byte from a message: answer, event, history, subscription, database', async () => {
    const listener = await clara.connect();
    await listener.subscribe(`channel:${channel}`);
    const socket = await anna.connect();
    const ids = new Map();
    const stored = await feed(strings, fits(1, 8_000), async (text) => {
      const wanted = message(channel, text);
      const sent = await socket.call('chat.send_message', wanted);
      ids.set(sent.id, text);
      return sent.body;
    });
    for (const change of listener.changes(`channel:${channel}`)) assert.equal(change.object.body, ids.get(change.id));
    const found = [];
    for (let before; ; ) {
      const page = await clara.rpc('chat.history', { channel, before, limit: 200 });
      found.push(...page.messages);
      before = page.messages[0]?.number;
      if (!page.more) break;
    }
    assert.equal(found.length, stored.length);
    for (const each of found) assert.equal(each.body, ids.get(each.id));
    const { objects } = await socket.subscribe(`channel:${channel}`, { from_number: Math.max(1, found.at(-1).number - 50) });
    for (const each of objects) assert.equal(each.object.body, ids.get(each.id));
    const { length: counted } = await stack.rows(`select id from chat.messages where channel = '${channel}'`);
    assert.equal(counted, stored.length);
    await Promise.all([listener.close(), socket.close()]);
  });

  it('come back from an edit', async () => {
    let current = await anna.rpc('chat.send_message', message(channel, 'vorher'));
    const some = strings.filter((_, i) => i % 5 === 0);
    for (const text of some)
      await feed([text], fits(1, 8_000), async () => {
        current = await anna.rpc('chat.edit_message', { id: current.id, channel, position: current.position, body: text });
        return current.body;
      });
  });

  it('come back from a channel\'s name and purpose', async () => {
    const some = strings.filter((text, i) => i % 3 === 0 || !fits(1, 80)(text));
    const made = new Map();
    const spaces = await more_spaces(stack, clara.id, Math.ceil((2 * some.length) / 150));
    let opened = 0;
    const open = (more) => clara.rpc('chat.create_channel', { id: new_id(), space: spaces[opened++ % spaces.length], name: 'Kanal', ...more });
    await feed(some, fits(1, 80), async (name) => {
      const { id, name: back } = await open({ name });
      made.set(id, name);
      return back;
    });
    await feed(some, fits(0, 250), async (purpose) => (await open({ purpose })).purpose);
    const lists = await Promise.all(spaces.map((space) => anna.rpc('chat.list_channels', { space })));
    const found = new Map(lists.flatMap(({ channels }) => channels).map((each) => [each.id, each.name]));
    for (const [id, name] of made) assert.equal(found.get(id), name);
  });

  it('come back from the label of a token', async () => {
    const some = strings.filter((text, i) => i % 3 === 1 || !fits(1, 80)(text));
    const made = new Map();
    await feed(some, fits(1, 80), async (label) => {
      const { id } = await anna.rpc('session.create_token', { label });
      made.set(id, label);
      // An account has few that live.
      await anna.rpc('session.end', { session: id });
      return label;
    });
    const stored = await stack.rows("select id, label from members.sessions where kind = 'token'");
    assert.equal(stored.length, made.size);
    for (const { id, label } of stored) assert.equal(label, made.get(id));
  });

  it('as e-mail or password sign nobody in, and answer like any wrong one', async () => {
    const attempt = async (params) => {
      const answer = await http_request(stack.ports[0], { method: 'POST', path: '/rpc', headers: { 'Content-Type': 'application/json', Origin: stack.url() }, body: envelope('session.sign_in', params) });
      assert.equal(answer.status, 200, answer.text);
      const kind = answer.json.error?.data?.kind ?? 'in';
      // On a machine that is too busy one attempt may wait too long for the address's row: then it is repeated.
      return kind === 'unavailable' ? attempt(params) : kind;
    };
    const faults = [];
    const some = strings.filter((text, i) => i % 16 === 0 || /['"]\s*(or|and|union|--|#|;)/i.test(text));
    await each_limited(some, 4, async (text) => {
      const by_email = await attempt({ email: text, password });
      if (!['invalid', 'unauthenticated'].includes(by_email)) faults.push(`email ${JSON.stringify(text)}: ${by_email}`);
      if (text.length > 256) return;
      const by_password = await attempt({ email: 'anna@example.org', password: text });
      if (by_password !== (fits(1, 1_024)(text) ? 'unauthenticated' : 'invalid')) faults.push(`password ${JSON.stringify(text)}: ${by_password}`);
    });
    assert.deepEqual(faults, []);
  });

  it('where an id, a stream, a level or a time is due are invalid or not there, never more', async () => {
    const socket = await anna.connect();
    const some = strings.filter((_, i) => i % 9 === 0);
    const faults = [];
    await each_limited(some, 8, async (text) => {
      for (const [method, params] of [
        ['chat.history', { channel: text }], ['space.members', { space: text }], ['member.cards', { members: [text] }], ['chat.mark_read', { channel: text, number: 1 }],
        ['chat.send_message', { ...message(channel), id: text }], ['chat.send_message', message(channel, 'x', { reply_to: text })], ['chat.create_channel', { id: text, space: group, name: 'x' }],
        ['live.subscribe', { streams: [{ stream: text, level: 'objects' }] }], ['live.subscribe', { streams: [{ stream: `channel:${channel}`, level: text }] }], ['live.unsubscribe', { streams: [text] }],
        ['chat.history', { channel, limit: text }], ['chat.history', { channel, [text]: 1 }],
      ]) {
        const kind = await socket.call(method, params).then(() => 'accepted', (error) => error.kind ?? String(error));
        if (kind !== 'invalid') faults.push(`${method} ${JSON.stringify(params).slice(0, 100)}: ${kind}`);
      }
      const unknown = await socket.call(text, {}).then(() => 'accepted', (error) => error.code);
      if (![-32601, -32600].includes(unknown) && !(unknown === -32700 && !is_text(text))) faults.push(`method ${JSON.stringify(text)}: ${unknown}`);
    });
    assert.deepEqual(faults, []);
    await socket.close();
  });

  it('as names of headers\' values, paths and cookies do no harm', async () => {
    const some = strings.filter((text, i) => i % 4 === 2 && /^[\x20-\x7e]+$/.test(text) && text.length < 2_000);
    const faults = [];
    await each_limited(some, 8, async (text) => {
      for (const [path, headers] of [
        [`/${encodeURIComponent(text)}`, {}], [`/?q=${encodeURIComponent(text)}`, {}], ['/', { 'If-None-Match': text }], ['/', { 'Accept-Encoding': text }], ['/', { Cookie: `verbund=${text}` }],
        ['/healthz', { 'User-Agent': text, Referer: text, 'X-Forwarded-For': text }],
      ]) {
        const answer = await http_request(stack.ports[0], { path, headers });
        if (answer.status >= 500) faults.push(`${path} ${JSON.stringify(headers)}: ${answer.status}`);
      }
      const rpc = (headers) => http_request(stack.ports[0], { method: 'POST', path: '/rpc', headers: { 'Content-Type': 'application/json', ...headers }, body: envelope('session.current', {}) });
      for (const headers of [{ Cookie: `verbund=${text}`, Origin: stack.url() }, { Authorization: `Bearer ${text}` }, { Origin: text }, { Authorization: text }]) {
        const answer = await rpc(headers);
        const kind = answer.json?.error?.data?.kind;
        if (!['unauthenticated', 'forbidden', 'invalid'].includes(kind) || answer.status >= 500) faults.push(`${JSON.stringify(headers)}: ${answer.status} ${kind}`);
      }
    });
    assert.deepEqual(faults, []);
  });
});

describe('the set-up page\'s fields', () => {
  it('take every string, back byte for byte or a clear error', async () => {
    const empty = await start_stack({ demo: 'none' });
    try {
      const rpc = async (method, params) => {
        const answer = await http_request(empty.ports[0], { method: 'POST', path: '/rpc', headers: { 'Content-Type': 'application/json', Origin: empty.url() }, body: envelope(method, params) });
        assert.equal(answer.status, 200);
        return answer.json;
      };
      const token = (await empty.admin('set-up-token')).trim();
      const wanted = { token, association: 'Verein', plate: 'V', name: 'Erste', email: 'erste@example.org', password };
      const faults = [];
      const some = strings.filter((text, i) => i % 12 === 0 || !is_text(text) || text === '');
      for (const text of some)
        for (const [field, good] of [['association', fits(1, 120)], ['plate', (text) => /^[A-Za-zÄÖÜäöü]{1,3}$/.test(text)], ['name', fits(1, 120)], ['token', fits(20, 200)], ['password', fits(12, 1_024)]]) {
          if (good(text) && field !== 'token') continue;
          const { error } = await rpc('server.set_up', { ...wanted, [field]: text });
          if (!['invalid', 'forbidden', 'not_found', 'unauthenticated'].includes(error?.data?.kind)) faults.push(`${field} ${JSON.stringify(text).slice(0, 60)}: ${JSON.stringify(error)}`);
        }
      assert.deepEqual(faults, []);
      const names = { association: 'Łužica „Sächsische“ <b>🏫</b> \'; --', name: 'Nguyễn Thị ‮x‬ O\'Connor' };
      const { result } = await rpc('server.set_up', { ...wanted, ...names });
      assert.deepEqual([result.association, result.name], [names.association, names.name]);
      assert.equal((await rpc('server.status', {})).result.association, names.association);
    } finally {
      await empty.stop();
    }
  });
});

describe('text that JSON can write and UTF-8 cannot', () => {
  it('is refused: half a surrogate, a zero', async () => {
    const post = (body) => http_request(stack.ports[0], { method: 'POST', path: '/rpc', headers: { ...anna.headers(), 'Content-Type': 'application/json' }, body });
    for (const escape of ['\\ud800', '\\udfff', '\\ud800x', '\\ud800\\ud800', '\\udc00\\ud800', '\\u0000', 'a\\u0000b']) {
      const { id } = message(channel);
      const { status, json } = await post(`{"jsonrpc":"2.0","id":1,"method":"chat.send_message","params":{"id":"${id}","channel":"${channel}","body":"${escape}"}}`);
      assert.equal(status, 200);
      assert.ok([-32700, -32602].includes(json.error?.code), `${escape}: ${JSON.stringify(json)}`);
      assert.equal(await stack.sql(`select count(*) from chat.messages where id = '${id}'`), '0');
    }
  });
});

it('the strings of ../shared are there', { skip: without_shared('payloads') }, () => {
  assert.ok(strings.length > 1_000, `${strings.length}`);
  assert.ok(existsSync(join(root, 'tests')));
});

ends_well(stack);
