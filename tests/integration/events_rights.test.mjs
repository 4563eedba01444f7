// GET /events and its calls over HTTP: who is let in, what is refused, and how soon what was taken away is away.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { Refused } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { Events } from '../lib/events.mjs';
import { http_request } from '../lib/http.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { Raw } from '../lib/raw.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until, within } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2 });
const { anna, berta, clara, fred, vera } = await sign_in_all(stack, 'anna', 'berta', 'clara', 'fred', 'vera');
const { group, hidden } = stack.place.spaces;
const second = 1_000;
const room = async (space = group, by = clara) => (await open_channel(by, space, new_word('Raum '))).id;
const say = (id, body = 'Hallo', by = anna) => by.rpc('chat.send_message', message(id, body));
const objects = (...streams) => ({ objects: streams.join(';') });
const open = (member, options) => new Events(member, options).opened();
const channel_of = (id) => `channel:${id}`;
const bodies = (changes) => changes.map((each) => each.object?.body);
const quiet_room = await room();

describe('what is taken away', () => {
  for (const redis of ['up', 'down'])
    it(`a session: the answer says 4403 and ends within a second, on every gateway, Redis ${redis}`, async () => {
      if (redis === 'down') await stack.stop_redis();
      try {
        for (let i = 0; i < 3; i++) {
          const other = await anna.again();
          const both = await Promise.all([open(other, { gateway: 0 }), open(other, { gateway: 1 })]);
          const begun = performance.now();
          await stack.sql(`update members.sessions set ended_at = now() where id = '${other.session}'`);
          await Promise.all(both.map((each) => within(2 * second, each.end, 'the end of an answer')));
          assert.ok(performance.now() - begun < second, `${performance.now() - begun} ms`);
          assert.deepEqual(both.map((each) => each.closed_with.code), [4403, 4403]);
          assert.equal((await new Events(other).head).statusCode, 401);
        }
      } finally {
        if (redis === 'down') await stack.start_redis();
      }
    });

  it('a membership: the stream is closed within a second, and nothing of it follows', async () => {
    const inside = await room(hidden, vera);
    await stack.sql(`insert into members.memberships (space, member, role) values ('${hidden}', '${fred.id}', 'member') on conflict do nothing`);
    const open_room = await room();
    const query = objects(`channel:${inside}@0,${open_room}@0`);
    const events = await open(fred, { query });
    await say(inside, 'noch dabei', vera);
    await until(() => events.changes(channel_of(inside)).length === 1);
    const begun = performance.now();
    await stack.sql(`delete from members.memberships where member = '${fred.id}' and space = '${hidden}'`);
    const removed = performance.now();
    await events.event((params, method) => method === 'live.closed' && params.streams.includes(channel_of(inside)));
    // The news itself may have to wait for its batch; what counts is what is no longer told.
    assert.ok(performance.now() - begun < 2 * second, `${performance.now() - begun} ms`);
    await pause(Math.max(0, second - (performance.now() - removed)));
    await say(inside, 'geheim', vera);
    await say(open_room, 'offen');
    await until(() => events.changes(channel_of(open_room)).length === 1);
    assert.ok(!events.text.includes('geheim'));
    const again = await new Events(fred, { query }).head;
    assert.equal(again.statusCode, 404);
    events.cut();
  });

  it('the time of a session: 4401', async () => {
    const other = await anna.again();
    await stack.sql(`update members.sessions set expires_at = now() + interval '2 seconds' where id = '${other.session}'`);
    const events = await open(other);
    await within(6 * second, events.end, 'the end of the answer');
    assert.equal(events.closed_with.code, 4401);
  });
});

describe('calls over HTTP', () => {
  it('live.subscribe answers what it answers over a WebSocket, and refuses the same', async () => {
    const id = await room();
    await say(id);
    const wanted = { streams: [{ stream: channel_of(id), level: 'objects', position: 0 }, { stream: `member:${berta.id}`, level: 'head' }] };
    const socket = await berta.connect();
    assert.deepEqual(await berta.rpc('live.subscribe', wanted), await socket.call('live.subscribe', wanted));
    const hidden_one = { streams: [wanted.streams[0], { stream: channel_of(new_id()), level: 'head' }] };
    for (const call of [(params) => berta.rpc('live.subscribe', params), (params) => socket.call('live.subscribe', params)]) {
      await assert.rejects(call(hidden_one), (error) => error instanceof Refused && error.kind === 'not_found' && error.pointer === '/streams/1/stream');
      await assert.rejects(call({ streams: [wanted.streams[0], wanted.streams[0]] }), (error) => error.kind === 'invalid' && error.pointer === '/streams/1/stream');
      await assert.rejects(call({}), (error) => error.kind === 'invalid');
      assert.deepEqual(await call({ streams: [] }), { streams: [] });
    }
    assert.deepEqual(await berta.rpc('live.unsubscribe', { streams: [channel_of(id)] }), {});
    await assert.rejects(berta.rpc('live.unsubscribe', {}), (error) => error.kind === 'invalid');
    await socket.close();
  });

  it('of a page by itself keep nobody\'s session alive; what a person does, does', async () => {
    const other = await berta.again();
    const seen = async () => (await stack.rows(`select last_seen_at < now() - interval '1 hour' as idle from members.sessions where id = '${other.session}'`))[0].idle;
    await stack.sql(`update members.sessions set last_seen_at = now() - interval '2 hours' where id = '${other.session}'`);
    const events = await open(other, { query: objects(channel_of(quiet_room)) });
    events.cut();
    await other.rpc('live.subscribe', { streams: [] });
    await other.rpc('chat.mark_read', { channel: quiet_room, number: 0 }).catch(() => undefined);
    assert.equal(await seen(), true);
    await other.rpc('space.list');
    assert.equal(await seen(), false);
  });
});

describe('refused', () => {
  const ask = (headers, path = '/events', more = {}) => http_request(stack.ports[0], { path, keep: false, headers, ...more });
  const cookie = { Cookie: anna.cookie };

  it('who is nobody, who comes from elsewhere, and who shows two things', async () => {
    for (const [headers, status] of [
      [{}, 401], [{ Cookie: 'verbund=nonsense' }, 401], [{ ...cookie, Origin: 'https://evil.example' }, 403],
      [{ ...cookie, 'Sec-Fetch-Site': 'cross-site' }, 403], [{ ...cookie, 'Sec-Fetch-Site': 'same-site' }, 403],
      [{ ...cookie, Authorization: 'Bearer vbt_x' }, 400], [{ Authorization: 'Basic eDp5' }, 401],
    ])
      assert.equal((await ask(headers)).status, status, JSON.stringify(headers));
    const allowed = [{}, { Origin: stack.url() }, { 'Sec-Fetch-Site': 'same-origin' }];
    for (const headers of allowed) assert.equal((await ask({ ...cookie, ...headers }, '/events?poll=0')).status, 200, JSON.stringify(headers));
  });

  it('other methods, bodies, and questions that make no sense', async () => {
    for (const method of ['POST', 'PUT', 'HEAD']) assert.equal((await ask(cookie, '/events', { method })).status, 405, method);
    assert.equal((await ask(cookie, '/events', { body: 'x' })).status, 400);
    const id = new_id();
    const many = Array.from({ length: 201 }, () => new_id()).join(',').replaceAll('-', '');
    for (const [query, pointer] of [
      ['objects=x', '/objects'], ['heads=channel:', '/heads'], [`objects=channel:${id}@-1`, '/objects'], ['poll=26', '/poll'], ['poll=', '/poll'],
      ['extra=1', '/extra'], ['poll=1&poll=1', '/poll'], [`objects=channel:${many}`, '/objects'],
    ]) {
      const { status, json } = await ask(cookie, `/events?${query}`);
      assert.deepEqual([status, json.error.data.pointer], [400, pointer], query);
    }
    const { status, json } = await ask({ ...cookie, 'Last-Event-ID': 'nonsense' });
    assert.deepEqual([status, json.error.data.pointer], [400, '/Last-Event-ID']);
    const short = (uuid) => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
    const too_many = await ask(cookie, `/events?heads=channel:${Array.from({ length: 201 }, () => short(new_id())).join(',')}`);
    assert.deepEqual([too_many.status, too_many.json.error.data.kind], [400, 'invalid']);
  });

  it('a stream that may not be watched, whether it exists or not, by saying which', async () => {
    const id = await room();
    const secret = stack.place.spaces.hidden;
    for (const bad of [`space:${secret}`, `space:${new_id()}`, `board:${new_id()}`, `member:${berta.id}`]) {
      const { status, json } = await ask({ Cookie: anna.cookie }, `/events?objects=channel:${id};${bad}`);
      assert.deepEqual([status, json.error.data.kind, json.error.data.pointer], [404, 'not_found', '/streams/1/stream'], bad);
    }
  });

  it('what follows on the same line: it is not read as a request', async () => {
    const raw = await Raw.open(stack.ports[0]);
    raw.write(`GET /events HTTP/1.1\r\nHost: localhost:${stack.ports[0]}\r\nCookie: ${anna.cookie}\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await until(() => raw.bytes.includes('live.resumed'));
    raw.write('x'.repeat(2_000));
    await until(() => raw.closed, { what: 'the end of the line' });
    assert.equal(raw.bytes.toString().split('HTTP/1.1').length, 2);
    raw.end();
  });
});

ends_well(stack);
