// A member's own sessions: listed, ended one by one or together, expired; what becomes of their sockets.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { account, sign_in_all } from '../lib/demo.mjs';
import { Member } from '../lib/client.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_id } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { until, within } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2 });
const { anna, berta } = await sign_in_all(stack, 'anna', 'berta');
const refused = (kind) => (error) => error.kind === kind;
const closed = (socket) => within(20_000, socket.closed, 'the end of the socket');
const ids = (list) => list.sessions.map((each) => each.id);

describe('the list of sessions', () => {
  it('names each of my own that lives, tells browsers from programs, and which one asks', async () => {
    const other = await anna.again();
    const shared = await new Member(stack, account(stack, 'anna')).sign_in(0, { shared_device: true });
    const made = await anna.rpc('session.create_token', { label: 'Kalender', scopes: ['read'], days: 7 });
    const { sessions } = await anna.rpc('session.list');
    const by_id = Object.fromEntries(sessions.map((each) => [each.id, each]));
    assert.equal(by_id[anna.session].current, true);
    assert.equal(sessions.filter((each) => each.current).length, 1);
    assert.equal(by_id[other.session].kind, 'browser');
    assert.deepEqual(by_id[other.session].scopes, ['read', 'write', 'manage']);
    assert.equal(by_id[shared.session].shared_device, true);
    const { kind, label, scopes, expires_at } = by_id[made.id];
    assert.deepEqual({ kind, label, scopes, expires_at }, { kind: 'token', label: 'Kalender', scopes: ['read'], expires_at: made.expires_at });
    assert.ok(!ids(await berta.rpc('session.list')).some((id) => id in by_id));
    for (const each of [other, shared]) await each.rpc('session.sign_out');
    const left = ids(await anna.rpc('session.list'));
    assert.ok(left.includes(made.id) && !left.includes(other.session) && !left.includes(shared.session));
  });

  it('no longer names what has expired or idled away', async () => {
    const [old, idle] = [await anna.again(), await anna.again()];
    await stack.sql(`update members.sessions set expires_at = now() where id = '${old.session}';
      update members.sessions set last_seen_at = now() - interval '31 days' where id = '${idle.session}'`);
    const left = ids(await anna.rpc('session.list'));
    assert.ok(left.includes(anna.session) && !left.includes(old.session) && !left.includes(idle.session));
  });
});

describe('ending a session', () => {
  it('closes its sockets on every gateway with 4403 within a second, and leaves the others alone', async () => {
    const other = await anna.again();
    const sockets = await Promise.all([other.connect(0), other.connect(1)]);
    const mine = await anna.connect(1);
    const begun = performance.now();
    assert.deepEqual(await anna.rpc('session.end', { session: other.session }), {});
    for (const { code } of await Promise.all(sockets.map(closed))) assert.equal(code, 4403);
    assert.ok(performance.now() - begun < 1_000, `${performance.now() - begun} ms`);
    await assert.rejects(other.rpc('session.current'), refused('unauthenticated'));
    await mine.call('session.current');
    await mine.close();
  });

  it('once more, or of one that has ended, is as done as before', async () => {
    const other = await anna.again();
    for (let i = 0; i < 2; i++) assert.deepEqual(await anna.rpc('session.end', { session: other.session }), {});
  });

  it('of somebody else is answered like one that never was, and ends nothing', async () => {
    const answer = (session) => berta.rpc('session.end', { session }).catch((error) => error.data);
    assert.deepEqual(await answer(anna.session), await answer(new_id()));
    assert.equal((await answer(anna.session)).kind, 'not_found');
    assert.equal((await anna.rpc('session.current')).session, anna.session);
  });

  it('ends a token of mine the same way', async () => {
    const made = await anna.rpc('session.create_token', { label: 'Skript' });
    const program = anna.program(made);
    const socket = await program.connect(1);
    await anna.rpc('session.end', { session: made.id });
    assert.equal((await closed(socket)).code, 4403);
    await assert.rejects(program.rpc('session.current'), refused('unauthenticated'));
  });

  it('can be done for all other browsers at once; programs stay', async () => {
    const { berta: here } = await sign_in_all(stack, 'berta');
    await here.rpc('session.end_others');
    const others = await Promise.all([here.again(), here.again(1), here.again()]);
    const made = await here.rpc('session.create_token', { label: 'Bleibt' });
    const sockets = await Promise.all(others.map((each) => each.connect()));
    assert.deepEqual(await here.rpc('session.end_others'), { ended: 3 });
    for (const { code } of await Promise.all(sockets.map(closed))) assert.equal(code, 4403);
    assert.deepEqual(new Set(ids(await here.rpc('session.list'))), new Set([here.session, made.id]));
    assert.deepEqual(await here.rpc('session.end_others'), { ended: 0 });
  });
});

describe('a session whose time is up', () => {
  it('closes its socket with 4401: the absolute end', async () => {
    const other = await anna.again();
    await stack.sql(`update members.sessions set expires_at = now() + interval '1 second' where id = '${other.session}'`);
    const socket = await other.connect();
    assert.equal((await closed(socket)).code, 4401);
    await assert.rejects(other.rpc('session.current'), refused('unauthenticated'));
  });

  it('closes its socket with 4401: idled away', async () => {
    const other = await new Member(stack, account(stack, 'anna')).sign_in(0, { shared_device: true });
    const socket = await other.connect();
    // What was used before it was opened is told with the first round of the gateway; idle since then.
    await until(async () => {
      await stack.sql(`update members.sessions set last_seen_at = now() - interval '31 minutes' where id = '${other.session}'`);
      return !socket.open;
    }, { within: 40_000, every: 500 });
    assert.equal((await closed(socket)).code, 4401);
  });
});

describe('an account that is not confirmed', () => {
  it('cannot be signed in to, and is told why', async () => {
    await stack.sql(`update members.members set status = 'unconfirmed' where id = '${berta.id}'`);
    try {
      await assert.rejects(new Member(stack, account(stack, 'berta')).sign_in(), (error) => error.kind === 'forbidden' && /confirm/.test(error.message));
      await assert.rejects(berta.rpc('session.current'), refused('unauthenticated'));
    } finally {
      await stack.sql(`update members.members set status = 'active' where id = '${berta.id}'`);
    }
  });
});

ends_well(stack);
