// What members owns of the live streams: who is in a space, who wants to join, a member's own places and sessions. Each change
// is told to whom it concerns and to nobody else, whoever made it, and old state with events is fresh state.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_space } from '../lib/spaces.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2 });
const { anna, berta, clara, moni, fred, vera, gast } = await sign_in_all(stack, 'anna', 'berta', 'clara', 'moni', 'fred', 'vera', 'gast');
const { association, group, hidden } = stack.place.spaces;
const not_found = (error) => error.kind === 'not_found';

const space = (wanted) => new_space(stack, wanted);

/** A stream as a client holds it: its objects by id, kept up to date by the events. */
async function hold(socket, stream) {
  const held = { position: 0, objects: new Map(), positions: [] };
  const early = [];
  let loaded = false;
  const apply = ({ id, position, object }) => {
    held.positions.push(position);
    held.position = position;
    if (object) held.objects.set(id, object);
    else held.objects.delete(id);
  };
  socket.watch(({ method, params }) => {
    if (method !== 'live.changed' || params.stream !== stream) return;
    if (loaded) apply(params);
    else early.push(params);
  });
  const state = await socket.subscribe(stream);
  assert.equal(state.resync_required, false);
  state.objects.forEach((each) => each.object && held.objects.set(each.id, each.object));
  held.position = state.position;
  loaded = true;
  early.filter((each) => each.position > state.position).forEach(apply);
  return held;
}
/** Each once, in order; a state that another one has overtaken before anybody fetched it need not come. */
const in_order = ({ positions }) => assert.ok(positions.every((each, i) => i === 0 || each > positions[i - 1]), positions.join(' '));
const plain = (held) => [...held.objects].sort(([a], [b]) => (a < b ? -1 : 1));

/** Until the held state is what somebody who comes now gets, at the same position. */
async function same_as_fresh(member, stream, held) {
  await until(async () => {
    const socket = await member.connect(1);
    const fresh = await hold(socket, stream);
    await socket.close();
    return fresh.position === held.position && JSON.stringify(plain(fresh)) === JSON.stringify(plain(held));
  }, { what: `${stream} as it is` });
}

describe('an account', () => {
  it('tells its member how she stands to spaces, whoever changes that', async () => {
    const id = await space({ coordination: [clara] });
    const socket = await anna.connect();
    const held = await hold(socket, `account:${anna.id}`);
    const place = () => held.objects.get(id);
    const comes = (what, fits) => until(() => fits(place()), { what, every: 5 });
    await anna.rpc('space.join', { space: id });
    await comes('the application', (at) => at?.standing === 'applied');
    await clara.rpc('space.answer_application', { space: id, member: anna.id, accepted: true });
    await comes('the membership', (at) => at?.standing === 'joined' && at.role === 'member');
    await clara.rpc('space.set_role', { space: id, member: anna.id, role: 'observer' });
    await comes('the role', (at) => at?.role === 'observer');
    await clara.rpc('space.mute_member', { space: id, member: anna.id, until: new Date(Date.now() + 3_600_000).toISOString() });
    await comes('the mute', (at) => at?.muted_until);
    await stack.admin('set-role', '--email', 'anna@example.org', '--space', id, '--role', 'moderation');
    await comes('what the operator did', (at) => at?.role === 'moderation');
    await clara.rpc('space.remove_member', { space: id, member: anna.id, reason: 'x' });
    await comes('the end', (at) => at === undefined);
    await clara.rpc('space.invite', { space: id, member: anna.id });
    await comes('the invitation', (at) => at?.standing === 'invited');
    await same_as_fresh(anna, `account:${anna.id}`, held);
    in_order(held);
    await socket.close();
  });

  it('tells of sessions that begin and end, without their secrets', async () => {
    const socket = await anna.connect();
    const held = await hold(socket, `account:${anna.id}`);
    const other = await anna.again(1);
    const made = await anna.rpc('session.create_token', { label: 'Kalender', scopes: ['read'] });
    await until(() => held.objects.has(other.session) && held.objects.has(made.id));
    assert.deepEqual([held.objects.get(made.id).label, held.objects.get(made.id).scopes], ['Kalender', ['read']]);
    assert.ok(!JSON.stringify([...held.objects]).includes(made.token));
    await anna.rpc('session.end', { session: made.id });
    await other.rpc('session.sign_out');
    await until(() => !held.objects.has(other.session) && !held.objects.has(made.id));
    await same_as_fresh(anna, `account:${anna.id}`, held);
    await socket.close();
  });

  it('is nobody else\'s', async () => {
    const socket = await berta.connect();
    await assert.rejects(socket.subscribe(`account:${anna.id}`), not_found);
    await assert.rejects(socket.subscribe(`account:${anna.id}`, { level: 'head' }), not_found);
    await socket.close();
  });
});

describe('a roster', () => {
  it('shows who reads the space who comes, changes and goes, at once', async () => {
    const id = await space({ joins: 'free', coordination: [clara] });
    const socket = await fred.connect(1);
    const held = await hold(socket, `roster:${id}`);
    assert.deepEqual([...held.objects.keys()], [clara.id]);
    await anna.rpc('space.join', { space: id });
    await berta.rpc('space.join', { space: id });
    await clara.rpc('space.set_role', { space: id, member: berta.id, role: 'moderation' });
    await anna.rpc('space.leave', { space: id });
    await until(() => held.objects.get(berta.id)?.role === 'moderation' && !held.objects.has(anna.id));
    // Not for every reader's eyes.
    await clara.rpc('space.mute_member', { space: id, member: berta.id, until: new Date(Date.now() + 3_600_000).toISOString() });
    await pause(200);
    assert.ok(!JSON.stringify([...held.objects]).includes('muted'));
    in_order(held);
    await same_as_fresh(fred, `roster:${id}`, held);
    await socket.close();
  });

  it('of a space one may not read is not there, and is gone with the right', async () => {
    const id = await space({ readers: 'group', coordination: [clara], member: [anna] });
    for (const member of [fred, gast]) {
      const socket = await member.connect();
      await assert.rejects(socket.subscribe(`roster:${id}`), not_found);
      await assert.rejects(socket.subscribe(`roster:${hidden}`), not_found);
      await socket.close();
    }
    const socket = await anna.connect();
    await hold(socket, `roster:${id}`);
    await clara.rpc('space.remove_member', { space: id, member: anna.id, reason: 'x' });
    const { params } = await socket.event((_, method) => method === 'live.closed');
    assert.deepEqual(params.streams, [`roster:${id}`]);
    await socket.close();
  });
});

describe('the applications of a space', () => {
  it('are told to who leads it and to nobody else', async () => {
    const id = await space({ coordination: [clara], moderation: [moni], member: [berta] });
    for (const member of [moni, berta, fred, anna]) {
      const socket = await member.connect();
      await assert.rejects(socket.subscribe(`applications:${id}`), not_found, member.email);
      await socket.close();
    }
    const socket = await clara.connect();
    const held = await hold(socket, `applications:${id}`);
    await anna.rpc('space.join', { space: id, note: 'Bitte' });
    await until(() => held.objects.get(anna.id)?.note === 'Bitte', { every: 5 });
    await fred.rpc('space.join', { space: id });
    await fred.rpc('space.withdraw', { space: id });
    await clara.rpc('space.answer_application', { space: id, member: anna.id, accepted: true });
    await until(() => held.objects.size === 0 && held.positions.length >= 2);
    await same_as_fresh(clara, `applications:${id}`, held);
    await socket.close();
  });

  it('are no longer told to the coordination above once the space has its own, within a second; other streams go on', async () => {
    await stack.sql(`update members.memberships set role = 'coordination' where space = '${association}' and member = '${fred.id}'`);
    try {
      const id = await space({ member: [berta] });
      const socket = await fred.connect(1);
      await socket.subscribe(`applications:${id}`);
      await socket.subscribe(`roster:${id}`);
      const begun = performance.now();
      await stack.admin('set-role', '--email', 'berta@example.org', '--space', id, '--role', 'coordination');
      const { params } = await socket.event((_, method) => method === 'live.closed');
      assert.ok(performance.now() - begun < 1_500, `${performance.now() - begun} ms, the tool's start included`);
      assert.deepEqual(params.streams, [`applications:${id}`]);
      await anna.rpc('space.join', { space: id });
      await berta.rpc('space.answer_application', { space: id, member: anna.id, accepted: true });
      await until(() => socket.changes(`roster:${id}`).some((each) => each.id === anna.id));
      assert.deepEqual(socket.changes(`applications:${id}`), []);
      await socket.close();
    } finally {
      await stack.sql(`update members.memberships set role = 'member' where space = '${association}' and member = '${fred.id}'`);
    }
  });
});

describe('without Redis', () => {
  it('changes come about a second later, none missing', async () => {
    const id = await space({ joins: 'free', coordination: [clara] });
    const socket = await clara.connect();
    const held = await hold(socket, `roster:${id}`);
    await stack.stop_redis();
    try {
      for (const member of [anna, berta, vera]) await member.rpc('space.join', { space: id });
      await berta.rpc('space.leave', { space: id });
      await until(() => held.objects.size === 3 && !held.objects.has(berta.id), { within: 4_000 });
      in_order(held);
    } finally {
      await stack.start_redis();
    }
    await same_as_fresh(clara, `roster:${id}`, held);
    await socket.close();
  });
});

describe('many changes at once', () => {
  it('never wait for each other in a ring, and every position is given once', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => space({ joins: 'free', coordination: [clara] })));
    // Two loops of transactions that touch the same accounts, by rows that are not the same.
    const touching = async (label) => {
      await stack.sql(`insert into members.sessions (id, member, token_hash, kind, label, expires_at)
        select gen_random_uuid(), id, sha256(gen_random_uuid()::text::bytea), 'token', '${label}', now() + interval '1 day' from members.members`);
      await stack.sql(`do $$ begin
        for i in 1..150 loop
          update members.sessions set scopes = case when scopes = '{read}' then '{write}' else '{read}' end::text[] where label = '${label}';
          commit;
        end loop;
      end $$`);
    };
    const joining = [anna, berta, vera].flatMap((member) => ids.map(async (id) => {
      for (let i = 0; i < 5; i++) {
        await member.rpc('space.join', { space: id });
        await member.rpc('space.leave', { space: id });
      }
    }));
    await Promise.all([touching('eins'), touching('zwei'), ...joining]);
    const wrong = await stack.sql(`select count(*) from members.streams s
      where s.position <> (select max(c.position) from members.changes c where c.stream_kind = s.kind and c.stream_id = s.id)`);
    assert.equal(wrong, '0');
    assert.equal(await stack.sql('select count(*) from members.pending'), '0');
    assert.equal(await stack.sql(`select max(position) = count(*) from members.revocations`), 't');
    for (const id of ids) assert.equal(await stack.sql(`select position from members.streams where kind = 'roster' and id = '${id}'`), String(1 + 3 * 5 * 2));
  });
});

describe('a roster and the list of members', () => {
  it('name the same people', async () => {
    const socket = await clara.connect();
    const held = await hold(socket, `roster:${group}`);
    const { members } = await clara.rpc('space.members', { space: group, limit: 200 });
    assert.deepEqual(new Set(held.objects.keys()), new Set(members.map((each) => each.id)));
    await socket.close();
  });
});

ends_well(stack);
