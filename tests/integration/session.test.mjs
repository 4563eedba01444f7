// Signing in and out, cookies, origins and bearer tokens, over real HTTP.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Cut, Member, Refused, envelope } from '../lib/client.mjs';
import { account, message, open_channel, password, sign_in_all } from '../lib/demo.mjs';
import { http_request } from '../lib/http.mjs';
import { root } from '../lib/places.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { start_stack } from '../lib/stack.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { until, within } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2, settings: { gateway: { public_origins: ['https://verbund.example'] } } });
const port = stack.ports[0];

const rpc = (method, params, headers) =>
  http_request(port, { method: 'POST', path: '/rpc', headers: { 'Content-Type': 'application/json', ...headers }, body: envelope(method, params) });
const refused = (kind) => (error) => error instanceof Refused && error.kind === kind;
const credentials = { email: 'anna@example.org', password };

describe('a session', () => {
  it('begins with e-mail and password, and the answer says who is signed in', async () => {
    const answer = await rpc('session.sign_in', credentials, { Origin: stack.url() });
    assert.equal(answer.status, 200);
    const { result } = answer.json;
    assert.equal(result.member, stack.place.ids.anna);
    assert.equal(result.name, 'Anna Test');
    assert.equal(result.association, 'Testverein');
    assert.equal(result.shared_device, false);
    assert.ok(Date.parse(result.expires_at) > Date.now() + 170 * 24 * 3600_000);
    assert.match(result.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('has a cookie that scripts and other sites cannot use', async () => {
    const plain = (await rpc('session.sign_in', credentials, { Origin: stack.url() })).headers['set-cookie'];
    assert.equal(plain.length, 1);
    assert.match(plain[0], /^verbund=[\w-]{40,}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const secure = (await rpc('session.sign_in', credentials, { Origin: 'https://verbund.example' })).headers['set-cookie'];
    assert.match(secure[0], /^__Host-verbund=[\w-]{40,}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
  });

  it('ends soon on a shared device', async () => {
    const answer = await rpc('session.sign_in', { ...credentials, shared_device: true }, { Origin: stack.url() });
    assert.equal(answer.json.result.shared_device, true);
    assert.ok(Number(/Max-Age=(\d+)/.exec(answer.headers['set-cookie'][0])[1]) <= 24 * 3600);
  });

  it('is refused alike for a wrong password and an unknown account, and sets no cookie', async () => {
    const wrong = await rpc('session.sign_in', { ...credentials, password: 'etwas ganz anderes' }, { Origin: stack.url() });
    const unknown = await rpc('session.sign_in', { email: 'niemand@example.org', password }, { Origin: stack.url() });
    assert.equal(wrong.status, 200);
    assert.deepEqual(wrong.json.error, unknown.json.error);
    assert.equal(wrong.json.error.code, -32001);
    assert.equal(wrong.json.error.data.kind, 'unauthenticated');
    assert.equal(wrong.headers['set-cookie'], undefined);
  });

  it('finds the account whatever the case of its address', async () => {
    const answer = await rpc('session.sign_in', { email: 'ANNA@Example.ORG', password }, { Origin: stack.url() });
    assert.equal(answer.json.result.member, stack.place.ids.anna);
  });

  it('tells who it is', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    const current = await anna.rpc('session.current');
    assert.equal(current.session, anna.session);
    assert.equal(current.email, 'anna@example.org');
    const socket = await anna.connect();
    assert.equal(socket.hello.session, anna.session);
    assert.equal(socket.hello.member, anna.id);
    assert.equal(socket.hello.server, JSON.parse(readFileSync(join(root, 'proto/openrpc.json'), 'utf8')).info.version);
    assert.equal(socket.hello.least_client, 1);
    await socket.close();
  });

  it('ends for HTTP and for every WebSocket when its owner signs out, and other sessions go on', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    const other = await anna.again();
    const [here, elsewhere, others] = await Promise.all([anna.connect(0), anna.connect(1), other.connect(0)]);
    const answer = await anna.post('session.sign_out');
    assert.deepEqual(answer.json.result, {});
    assert.match(answer.headers['set-cookie'][0], /^verbund=; .*Max-Age=0/);
    await assert.rejects(anna.rpc('session.current'), refused('unauthenticated'));
    assert.equal((await within(1_000, here.closed, 'the end here')).code, 4403);
    // Another gateway learns of it within seconds, and answers nothing meanwhile.
    await assert.rejects(elsewhere.call('session.current'));
    assert.ok([4401, 4403].includes((await within(2_000, elsewhere.closed, 'the end elsewhere')).code));
    assert.equal((await others.call('session.current')).session, other.session);
    await others.close();
  });

  it('that ended opens no WebSocket, and its cookie is taken back', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    await anna.rpc('session.sign_out');
    await assert.rejects(anna.connect(), /HTTP 401/);
    const answer = await anna.post('session.current');
    assert.match(answer.headers['set-cookie'][0], /^verbund=; .*Max-Age=0/);
  });

  it('of a suspended member dies at once', async () => {
    const { berta } = await sign_in_all(stack, 'berta');
    const socket = await berta.connect();
    await stack.sql(`update members.members set status = 'suspended' where id = '${berta.id}'`);
    await assert.rejects(berta.rpc('space.list'), refused('unauthenticated'));
    // The gateway learns it by this call, or from the log of revocations a moment before.
    await assert.rejects(socket.call('space.list'), (error) => error instanceof Cut || error.kind === 'unauthenticated');
    assert.ok([4401, 4403].includes((await within(1_000, socket.closed)).code));
    await assert.rejects(new Member(stack, account(stack, 'berta')).sign_in(), refused('forbidden'));
    await stack.sql(`update members.members set status = 'active' where id = '${berta.id}'`);
  });

  it('cannot be begun or ended over a WebSocket', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    const socket = await anna.connect();
    for (const [method, params] of [['session.sign_in', credentials], ['session.sign_out', {}], ['server.set_up', {}]])
      await assert.rejects(socket.call(method, params), (error) => error.code === -32600);
    assert.equal((await anna.rpc('session.current')).session, anna.session);
    await socket.close();
  });
});

describe('the origin', () => {
  it('is needed wherever a cookie is shown: without it, or with a foreign one, 403', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    const foreign = ['http://evil.example', `http://localhost:${port + 1}`, `https://localhost:${port}`, 'null', stack.url().toUpperCase()];
    for (const Origin of [undefined, ...foreign]) {
      const headers = Origin === undefined ? { Cookie: anna.cookie } : { Cookie: anna.cookie, Origin };
      const answer = await rpc('session.current', {}, headers);
      assert.equal(answer.status, 403, Origin);
      assert.equal(answer.json.error.data.kind, 'forbidden');
      await assert.rejects(anna.connect(0, headers), /HTTP 403/, Origin);
    }
  });

  it('that is foreign is refused even without a cookie', async () => {
    assert.equal((await rpc('server.status', {}, { Origin: 'http://evil.example' })).status, 403);
  });

  it('is not needed by who shows no cookie', async () => {
    const answer = await rpc('server.status', {});
    assert.deepEqual(answer.json.result, { association: 'Testverein', setup_open: false });
  });

  it('of another gateway in public_origins is accepted here', async () => {
    const answer = await rpc('session.sign_in', credentials, { Origin: 'https://verbund.example' });
    const [, value] = answer.headers['set-cookie'][0].split(';')[0].split('=');
    const current = await rpc('session.current', {}, { Origin: 'https://verbund.example', Cookie: `__Host-verbund=${value}` });
    assert.equal(current.json.result.member, stack.place.ids.anna);
    // The cookie of one scheme is none in the other.
    const mixed = await rpc('session.current', {}, { Origin: stack.url(), Cookie: `__Host-verbund=${value}` });
    assert.equal(mixed.json.error.data.kind, 'unauthenticated');
  });
});

describe('a bearer token', () => {
  const made = async () => {
    const { clara } = await sign_in_all(stack, 'clara');
    return { clara, created: await clara.rpc('session.create_token', { label: 'Kalender' }) };
  };

  it('does without cookie and Origin what its owner may, over HTTP and WebSocket', async () => {
    const { clara, created } = await made();
    assert.match(created.token, /^vbt_[\w-]{43}$/);
    const headers = { Authorization: `Bearer ${created.token}` };
    const current = await rpc('session.current', {}, headers);
    assert.equal(current.json.result.member, clara.id);
    assert.equal(current.headers['set-cookie'], undefined);
    const { id } = await open_channel(clara, stack.place.spaces.group);
    const socket = await clara.connect(0, headers);
    assert.equal((await socket.call('chat.send_message', message(id))).author, clara.id);
    await socket.close();
  });

  it('together with a cookie is 400', async () => {
    const { clara, created } = await made();
    const headers = { ...clara.headers(), Authorization: `Bearer ${created.token}` };
    assert.equal((await rpc('session.current', {}, headers)).status, 400);
    await assert.rejects(clara.connect(0, headers), /HTTP 400/);
  });

  it('makes no further tokens', async () => {
    const { created } = await made();
    const answer = await rpc('session.create_token', { label: 'Kind' }, { Authorization: `Bearer ${created.token}` });
    assert.equal(answer.json.error.data.kind, 'forbidden');
  });

  it('that is wrong or no token at all is refused', async () => {
    const { created } = await made();
    for (const [header, status] of [[`Bearer ${created.token}x`, 200], [`Bearer ${created.token.slice(0, -1)}`, 200], ['Bearer vbt_', 200]]) {
      const answer = await rpc('session.current', {}, { Authorization: header });
      assert.equal(answer.status, status, header);
      assert.equal(answer.json.error.data.kind, 'unauthenticated', header);
    }
    for (const header of ['Basic YTpi', 'Bearer', 'Bearer ', `Bearer ${'x'.repeat(600)}`, 'Bearer a b', 'Token x'])
      assert.equal((await rpc('session.current', {}, { Authorization: header })).status, 401, header);
  });

  it('is no cookie, and a cookie is no bearer token', async () => {
    const { clara, created } = await made();
    const as_cookie = await rpc('session.current', {}, { Origin: stack.url(), Cookie: `verbund=${created.token}` });
    assert.equal(as_cookie.json.error.data.kind, 'unauthenticated');
    const as_token = await rpc('session.current', {}, { Authorization: `Bearer ${clara.cookie.split('=')[1]}` });
    assert.equal(as_token.json.error.data.kind, 'unauthenticated');
  });

  it('signs itself out without touching its owner', async () => {
    const { clara, created } = await made();
    const headers = { Authorization: `Bearer ${created.token}` };
    assert.deepEqual((await rpc('session.sign_out', {}, headers)).json.result, {});
    assert.equal((await rpc('session.current', {}, headers)).json.error.data.kind, 'unauthenticated');
    assert.equal((await clara.rpc('session.current')).member, clara.id);
  });

  it('is nowhere in the database and in no log as it is', async () => {
    const { clara, created } = await made();
    const stored = await stack.sql('select string_agg(s::text, \' \') from members.sessions s');
    for (const secret of [created.token, clara.cookie.split('=')[1]]) {
      assert.ok(!stored.includes(secret));
      for (const name of ['gateway0', 'members', 'chat']) assert.ok(!stack.children.get(name).last_words(100_000).includes(secret));
    }
  });
});

describe('without a session', () => {
  const id = new_id();
  const methods = {
    'session.current': {}, 'session.sign_out': {}, 'session.create_token': { label: new_word() }, 'space.list': {},
    'space.members': { space: id }, 'member.cards': { members: [id] }, 'chat.list_channels': {},
    'chat.create_channel': { id, space: id, name: 'x' }, 'chat.send_message': { id, channel: id, body: 'x' },
    'chat.edit_message': { id, channel: id, position: 1, body: 'x' }, 'chat.delete_message': { id, channel: id },
    'chat.history': { channel: id }, 'chat.mark_read': { channel: id, number: 1 },
  };

  it('every method for members is unauthenticated', async () => {
    for (const [method, params] of Object.entries(methods)) {
      const answer = await rpc(method, params, { Origin: stack.url() });
      assert.equal(answer.json.error.data.kind, 'unauthenticated', method);
      assert.equal(answer.json.error.code, -32001, method);
    }
  });

  it('no WebSocket opens', async () => {
    await assert.rejects(new Member(stack).connect(0, { Origin: stack.url() }), /HTTP 401/);
  });

  it('what only gateways ask of services does not exist outside', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    const socket = await anna.connect();
    for (const method of ['session.resolve', 'session.keep', 'chat.live_streams', 'chat.live_positions', 'chat.live_changes', 'members.session', 'x.y']) {
      const answer = await rpc(method, {}, anna.headers());
      assert.equal(answer.json.error.code, -32601, method);
      await assert.rejects(socket.call(method), (error) => error.code === -32601, method);
    }
    await socket.close();
  });
});

describe('setting up', () => {
  it('happens once, with the printed token, and signs the first administrator in', async () => {
    const empty = await start_stack({ demo: 'none' });
    try {
      const own = (method, params) =>
        http_request(empty.ports[0], { method: 'POST', path: '/rpc', headers: { 'Content-Type': 'application/json', Origin: empty.url() }, body: envelope(method, params) });
      assert.deepEqual((await own('server.status', {})).json.result, { association: '', setup_open: true });
      const token = (await empty.admin('set-up-token')).trim();
      const wanted = { association: 'Neuer Verein', plate: 'NV', name: 'Erste Verwaltung', email: 'erste@example.org', password };
      const wrong = await own('server.set_up', { ...wanted, token: 'x'.repeat(43) });
      assert.equal(wrong.json.error.data.kind === 'internal', false);
      // Two at once: one association.
      const both = await Promise.all([own('server.set_up', { ...wanted, token }), own('server.set_up', { ...wanted, token, email: 'zweite@example.org' })]);
      const done = both.filter((each) => each.json.result);
      assert.equal(done.length, 1, JSON.stringify(both.map((each) => each.json)));
      assert.match(done[0].headers['set-cookie'][0], /^verbund=/);
      assert.equal((await own('server.set_up', { ...wanted, token })).json.result, undefined);
      assert.deepEqual((await own('server.status', {})).json.result, { association: 'Neuer Verein', setup_open: false });
      assert.equal((await empty.admin('set-up-token')).trim(), '');
      const member = await new Member(empty, { email: done[0].json.result.email, password }).sign_in();
      const { spaces } = await member.rpc('space.list');
      assert.deepEqual(spaces.map((each) => [each.kind, each.name, each.role]), [['association', 'Neuer Verein', 'administration']]);
      await until(async () => (await member.rpc('chat.list_channels')).channels !== undefined);
    } finally {
      await empty.stop();
    }
  });
});

ends_well(stack);
