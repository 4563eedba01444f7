// Tokens of programs: scopes and expiry, over HTTP and WebSocket, for every method of the catalogue.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { root } from '../lib/places.mjs';
import { start_stack } from '../lib/stack.mjs';
import { within } from '../lib/wait.mjs';

const stack = await start_stack();
const { clara } = await sign_in_all(stack, 'clara');
const { group } = stack.place.spaces;
const talk = (await open_channel(clara, group)).id;
const catalogue = JSON.parse(readFileSync(join(root, 'proto/openrpc.json'), 'utf8'));
const every_scope = ['read', 'write', 'manage'];

const with_scopes = async (...scopes) => clara.program(await clara.rpc('session.create_token', { label: scopes.join(' '), scopes }));
const only = Object.fromEntries(await Promise.all(every_scope.map(async (scope) => [scope, await with_scopes(scope)])));
const sample = (name) => JSON.parse(readFileSync(join(root, `proto/samples/${name}.json`), 'utf8')).params;
const refused = (kind) => (error) => error.kind === kind;

/** Everything a request could change, but for the note that a session was used. */
const everything = () =>
  stack.sql(`select md5(string_agg(t, '|' order by t)) from (
    select m::text as t from chat.messages m union all select s::text from chat.streams s union all select c::text from chat.channels c
    union all select r::text from chat.read_marks r union all select m::text from members.memberships m
    union all select m::text from members.members m union all select s::text from members.spaces s
    union all select i::text from members.invitations i union all select a::text from members.applications a
    union all select a::text from members.acts a union all select concat(s.id, s.ended_at) from members.sessions s) x`);

describe('an account', () => {
  it('has at most 50 tokens that live; one that is ended makes room', async () => {
    const { berta } = await sign_in_all(stack, 'berta');
    const make = () => berta.rpc('session.create_token', { label: 'Kalender' });
    const first = await make();
    for (let i = 1; i < 50; i++) await make();
    await assert.rejects(make(), refused('invalid'));
    assert.equal((await berta.rpc('session.list')).sessions.filter((each) => each.kind === 'token').length, 50);
    await berta.rpc('session.end', { session: first.id });
    await make();
  });
});

describe('every method of the catalogue', () => {
  it('names its scope', () => {
    for (const method of catalogue.methods) assert.ok([...every_scope, 'browser'].includes(method['x-scope']), method.name);
    assert.deepEqual(new Set(catalogue.methods.map((each) => each['x-scope'])), new Set([...every_scope, 'browser']));
  });

  it('is forbidden to a token without it, over HTTP and WebSocket, and leaves no trace', async () => {
    const members_only = catalogue.methods.filter((each) => each['x-access'] === 'member');
    assert.ok(members_only.length > 30);
    const before = await everything();
    let refusals = 0;
    for (const scope of every_scope) {
      const program = only[scope];
      const socket = await program.connect();
      for (const method of members_only.filter((each) => each['x-scope'] !== scope)) {
        if (!method.name.startsWith('live.')) {
          await assert.rejects(program.rpc(method.name, sample(method.name)), refused('forbidden'), `${method.name} with ${scope}`);
          refusals++;
        }
        if (method['x-transport'] === 'http') continue;
        await assert.rejects(socket.call(method.name, sample(method.name)), refused('forbidden'), `${method.name} with ${scope}`);
        refusals++;
      }
      assert.deepEqual(socket.events, []);
      await socket.close();
    }
    assert.ok(refusals > 100, `${refusals}`);
    assert.equal(await everything(), before);
  });

  it('gets past the scopes with its own: what is refused then is refused for another reason', async () => {
    for (const method of catalogue.methods.filter((each) => each['x-access'] === 'member' && !each.name.startsWith('live.'))) {
      if (method['x-scope'] === 'browser' || method.name === 'session.sign_out') continue;
      const answer = await only[method['x-scope']].rpc(method.name, sample(method.name)).catch((error) => error);
      assert.ok(!/scope/.test(answer.message ?? ''), `${method.name}: ${answer.message}`);
    }
  });
});

describe('a token', () => {
  it('reads and writes unless it is told otherwise, for 180 days', async () => {
    const made = await clara.rpc('session.create_token', { label: 'Üblich' });
    assert.deepEqual(made.scopes, ['read', 'write']);
    const days = (new Date(made.expires_at) - Date.now()) / 86_400_000;
    assert.ok(days > 179.9 && days < 180.1, `${days}`);
    await clara.program(made).rpc('chat.send_message', message(talk));
  });

  it('lives as many days as asked, one to 365, and with no scope twice', async () => {
    for (const days of [1, 365]) {
      const made = await clara.rpc('session.create_token', { label: 'x', days, scopes: ['write', 'read', 'write'] });
      assert.ok(Math.abs((new Date(made.expires_at) - Date.now()) / 86_400_000 - days) < 0.01);
      assert.deepEqual(made.scopes, ['read', 'write']);
    }
    for (const wrong of [{ days: 0 }, { days: 366 }, { scopes: [] }, { scopes: ['browser'] }, { scopes: ['admin'] }])
      await assert.rejects(clara.rpc('session.create_token', { label: 'x', ...wrong }), refused('invalid'), JSON.stringify(wrong));
  });

  it('that may only read watches live, and its events are those of its owner', async () => {
    const socket = await only.read.connect();
    await socket.subscribe(`channel:${talk}`);
    const said = await clara.rpc('chat.send_message', message(talk, 'für das Skript'));
    await socket.event((params) => params.id === said.id);
    await assert.rejects(socket.call('chat.send_message', message(talk)), refused('forbidden'));
    await socket.close();
  });

  it('that may not read hears nothing', async () => {
    const socket = await only.write.connect();
    await assert.rejects(socket.subscribe(`channel:${talk}`), refused('forbidden'));
    const said = await socket.call('chat.send_message', message(talk, 'ins Blaue'));
    assert.equal(said.body, 'ins Blaue');
    assert.deepEqual(socket.events, []);
    await socket.close();
  });

  it('never does more than its owner may', async () => {
    const { anna } = await sign_in_all(stack, 'anna');
    const program = anna.program(await anna.rpc('session.create_token', { label: 'alles', scopes: every_scope }));
    await assert.rejects(program.rpc('chat.create_channel', sample('chat.create_channel')), refused('not_found'));
    await assert.rejects(program.rpc('space.set_role', { space: group, member: anna.id, role: 'coordination' }), refused('forbidden'));
  });

  it('that has expired opens nothing, and its socket closes with 4401', async () => {
    const program = await with_scopes('read');
    await stack.sql(`update members.sessions set expires_at = now() + interval '1 second' where id = '${program.session}'`);
    const socket = await program.connect();
    assert.equal((await within(20_000, socket.closed)).code, 4401);
    await assert.rejects(program.rpc('session.current'), refused('unauthenticated'));
    await assert.rejects(program.connect(), /HTTP 401/);
  });
});

ends_well(stack);
