// Suspending an account: at once, by one administrator; lasting only with a second one; over by itself after 72 hours.
import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'node:test';
import { account, sign_in_all } from '../lib/demo.mjs';
import { Member } from '../lib/client.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_id } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { until, within } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2 });
const { association, group } = stack.place.spaces;
await stack.sql(`update members.memberships set role = 'administration' where space = '${association}' and member in ('${stack.place.ids.vera}', '${stack.place.ids.fred}')`);
const { adam, vera, fred, clara, moni } = await sign_in_all(stack, 'adam', 'vera', 'fred', 'clara', 'moni');
const { anna: anna_id, otto: otto_id } = stack.place.ids;
const refused = (kind, pointer) => (error) => error.kind === kind && (pointer === undefined || error.pointer === pointer);
const sign_in = (name) => new Member(stack, account(stack, name)).sign_in();
const acts = () => stack.sql(`select string_agg(act || ' ' || office, ', ' order by id) from members.acts where id > ${first_act}`);
const in_force = async () => (await adam.rpc('member.suspensions')).suspensions;
const suspend = (by = adam, member = anna_id, reason = 'Drohungen') => by.rpc('member.suspend', { member, reason });
/** As if it had begun so long ago. */
const age = (hours) => stack.sql(`update members.suspensions set suspended_at = suspended_at - interval '${hours} hours', ends_at = ends_at - interval '${hours} hours' where ended_at is null;
  update members.members set suspension_ends_at = suspension_ends_at - interval '${hours} hours' where status = 'suspended'`);
let first_act = 0;

beforeEach(async () => {
  await stack.sql(`update members.members set status = 'active' where status = 'suspended'; delete from members.suspensions`);
  first_act = await stack.sql('select coalesce(max(id), 0) from members.acts');
});

describe('a suspension', () => {
  it('ends every session of the account on every gateway within a second, and lets nobody sign in', async () => {
    const sessions = await Promise.all([sign_in('anna'), sign_in('anna')]);
    const program = sessions[0].program(await sessions[0].rpc('session.create_token', { label: 'Skript' }));
    const sockets = await Promise.all([sessions[0].connect(0), sessions[1].connect(1), program.connect(1)]);
    const begun = performance.now();
    const made = await suspend();
    for (const { code } of await Promise.all(sockets.map((socket) => within(2_000, socket.closed)))) assert.equal(code, 4403);
    assert.ok(performance.now() - begun < 1_000, `${performance.now() - begun} ms`);
    const hours = (new Date(made.ends_at) - new Date(made.suspended_at)) / 3_600_000;
    assert.deepEqual([made.member, made.suspended_by, made.reason, hours], [anna_id, adam.id, 'Drohungen', 72]);
    for (const each of [...sessions, program]) await assert.rejects(each.rpc('session.current'), refused('unauthenticated'));
    await assert.rejects(sign_in('anna'), refused('forbidden'));
    assert.deepEqual(await suspend(), made);
    assert.equal(await acts(), 'suspend administration');
  });

  it('is for the administration alone, of others, with a reason', async () => {
    for (const by of [clara, moni]) {
      await assert.rejects(suspend(by), refused('forbidden'));
      for (const member of [anna_id, new_id()])
        for (const method of ['member.confirm_suspension', 'member.end_suspension']) await assert.rejects(by.rpc(method, { member }), refused('forbidden'));
      await assert.rejects(by.rpc('member.suspensions'), refused('forbidden'));
    }
    await assert.rejects(suspend(adam, adam.id), refused('forbidden', '/member'));
    await assert.rejects(suspend(adam, new_id()), refused('not_found', '/member'));
    await assert.rejects(adam.rpc('member.suspend', { member: anna_id }), refused('invalid'));
    assert.equal(await stack.sql('select count(*) from members.suspensions'), '0');
  });

  it('of somebody who is suspended already is a conflict', async () => {
    await suspend();
    await assert.rejects(suspend(vera), refused('conflict', '/member'));
    await assert.rejects(suspend(adam, anna_id, 'Etwas anderes'), refused('conflict', '/member'));
  });

  it('is lifted by any administrator; then she may sign in, but no session of before lives', async () => {
    const before = await sign_in('anna');
    await suspend();
    for (let i = 0; i < 2; i++) assert.deepEqual(await vera.rpc('member.end_suspension', { member: anna_id }), {});
    await sign_in('anna');
    await assert.rejects(before.rpc('session.current'), refused('unauthenticated'));
    assert.equal(await acts(), 'suspend administration, end_suspension administration');
    assert.deepEqual(await in_force(), []);
  });
});

describe('without a second person', () => {
  it('it is over after 72 hours, to the second, also before anybody has looked', async () => {
    await suspend();
    await age(71);
    await assert.rejects(sign_in('anna'), refused('forbidden'));
    assert.equal((await in_force()).length, 1);
    // In one transaction the clock alone must decide: no round of the service lies between.
    assert.equal(await stack.sql(`begin; update members.members set suspension_ends_at = now() where id = '${anna_id}';
      select count(*) from members.active_members where id = '${anna_id}'; rollback`), '1');
    await age(1);
    await sign_in('anna');
    assert.deepEqual(await in_force(), []);
    await until(async () => (await stack.sql(`select status from members.members where id = '${anna_id}'`)) === 'active');
    assert.equal(await acts(), 'suspend administration, suspension_lapsed server');
    assert.equal(await stack.sql('select ended_at = ends_at and ended_by is null from members.suspensions'), 't');
  });

  it('it cannot be begun anew by the same administrator, but by another', async () => {
    await suspend();
    await age(72);
    await until(async () => (await acts()).includes('suspension_lapsed'));
    await assert.rejects(suspend(), refused('forbidden', '/member'));
    await suspend(vera);
    await assert.rejects(sign_in('anna'), refused('forbidden'));
  });

  it('nobody confirms her own', async () => {
    await suspend();
    await assert.rejects(adam.rpc('member.confirm_suspension', { member: anna_id }), refused('forbidden', '/member'));
    await age(72);
    await sign_in('anna');
    await assert.rejects(vera.rpc('member.confirm_suspension', { member: anna_id }), refused('not_found', '/member'));
  });
});

describe('confirmed by a second administrator', () => {
  it('it lasts until it is lifted', async () => {
    await suspend();
    for (let i = 0; i < 2; i++) {
      const made = await vera.rpc('member.confirm_suspension', { member: anna_id });
      assert.deepEqual([made.confirmed_by, made.ends_at], [vera.id, undefined]);
    }
    await age(1_000);
    await assert.rejects(sign_in('anna'), refused('forbidden'));
    assert.deepEqual((await in_force()).map((each) => each.confirmed_by), [vera.id]);
    assert.equal(await acts(), 'suspend administration, confirm_suspension administration');
    await fred.rpc('member.end_suspension', { member: anna_id });
    await sign_in('anna');
  });
});

describe('a suspension by the operator\'s own hand', () => {
  it('has no end by itself, whatever an earlier one has left behind', async () => {
    await suspend(adam, otto_id);
    await age(72);
    await until(async () => (await acts()).includes('suspension_lapsed'));
    await stack.sql(`update members.members set status = 'suspended' where id = '${otto_id}'`);
    await assert.rejects(sign_in('otto'), refused('forbidden'));
    await assert.rejects(suspend(vera, otto_id), refused('conflict'));
    await vera.rpc('member.end_suspension', { member: otto_id });
    await sign_in('otto');
  });
});

describe('who is suspended', () => {
  it('is still named in her spaces: that is nobody\'s business', async () => {
    const named = async () => (await clara.rpc('space.members', { space: group })).members.map((each) => each.id);
    await suspend();
    assert.ok((await named()).includes(anna_id));
  });
});

ends_well(stack);
