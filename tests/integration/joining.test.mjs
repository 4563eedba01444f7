// How people come into a space and leave it: freely, by application, by invitation.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_id } from '../lib/ids.mjs';
import { acts_in, new_space, place_of, role_of } from '../lib/spaces.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = await start_stack();
const { anna, berta, clara, moni, fred, adam, vera, gast } = await sign_in_all(stack, 'anna', 'berta', 'clara', 'moni', 'fred', 'adam', 'vera', 'gast');
const space = (wanted) => new_space(stack, wanted);
const role_in = (member, id) => role_of(stack, member, id);
const acts = (id) => acts_in(stack, id);
const refused = (kind, pointer) => (error) => error.kind === kind && (pointer === undefined || error.pointer === pointer);
const applications = async (id, by = clara) => (await by.rpc('space.applications', { space: id })).applications;

describe('a space that is joined freely', () => {
  it('is joined at once, however often that is said, and left again', async () => {
    const id = await space({ joins: 'free', coordination: [clara] });
    for (let i = 0; i < 2; i++) assert.deepEqual(await anna.rpc('space.join', { space: id }), { space: id, standing: 'joined', role: 'member' });
    const talk = (await open_channel(clara, id)).id;
    await anna.rpc('chat.send_message', message(talk));
    assert.equal((await place_of(anna, id)).standing, 'joined');
    for (let i = 0; i < 2; i++) assert.deepEqual(await anna.rpc('space.leave', { space: id }), {});
    await assert.rejects(anna.rpc('chat.send_message', message(talk)), refused('forbidden'));
    assert.equal((await place_of(anna, id)).standing, 'none');
  });

  it('is no place for a guest account to go by itself', async () => {
    const id = await space({ joins: 'free', readers: 'public', coordination: [clara] });
    await assert.rejects(gast.rpc('space.join', { space: id }), refused('forbidden', '/space'));
    assert.equal(await role_in(gast, id), '');
  });

  it('takes somebody who was removed only when the coordination lets her', async () => {
    const id = await space({ joins: 'free', coordination: [clara], member: [anna] });
    for (let i = 0; i < 2; i++) assert.deepEqual(await clara.rpc('space.remove_member', { space: id, member: anna.id, reason: 'Streit' }), {});
    assert.equal((await anna.rpc('space.join', { space: id, note: 'Tut mir leid' })).standing, 'applied');
    assert.equal(await role_in(anna, id), '');
    await clara.rpc('space.answer_application', { space: id, member: anna.id, accepted: true });
    assert.equal(await role_in(anna, id), 'member');
    await anna.rpc('space.leave', { space: id });
    assert.equal((await anna.rpc('space.join', { space: id })).standing, 'joined');
  });
});

describe('a space that is joined on request', () => {
  it('has a list of who wants to, for its coordination alone', async () => {
    const id = await space({ coordination: [clara], moderation: [moni], member: [berta] });
    for (let i = 0; i < 2; i++) assert.deepEqual(await anna.rpc('space.join', { space: id, note: 'Bitte' }), { space: id, standing: 'applied' });
    assert.equal((await place_of(anna, id)).standing, 'applied');
    assert.deepEqual((await applications(id)).map(({ member, note }) => ({ member, note })), [{ member: anna.id, note: 'Bitte' }]);
    for (const member of [moni, berta, fred, anna, adam]) await assert.rejects(applications(id, member), refused('forbidden'), member.email);
    for (const member of [moni, berta, fred, anna, adam])
      await assert.rejects(member.rpc('space.answer_application', { space: id, member: anna.id, accepted: true }), refused('forbidden'), member.email);
    assert.equal(await role_in(anna, id), '');
  });

  it('lets in who is accepted, once, and says so in the log', async () => {
    const id = await space({ coordination: [clara] });
    await anna.rpc('space.join', { space: id });
    for (let i = 0; i < 2; i++) await clara.rpc('space.answer_application', { space: id, member: anna.id, accepted: true });
    assert.equal(await role_in(anna, id), 'member');
    assert.deepEqual(await applications(id), []);
    await assert.rejects(clara.rpc('space.answer_application', { space: id, member: anna.id, accepted: false }), refused('conflict'));
    assert.deepEqual((await acts(id)).map(({ act, actor, subject }) => [act, actor, subject]), [['admit', clara.id, anna.id]]);
  });

  it('keeps out who is refused or has withdrawn', async () => {
    const id = await space({ coordination: [clara] });
    await anna.rpc('space.join', { space: id });
    for (let i = 0; i < 2; i++) await clara.rpc('space.answer_application', { space: id, member: anna.id, accepted: false, reason: 'voll' });
    await fred.rpc('space.join', { space: id });
    for (let i = 0; i < 2; i++) assert.deepEqual(await fred.rpc('space.withdraw', { space: id }), {});
    await assert.rejects(clara.rpc('space.answer_application', { space: id, member: fred.id, accepted: true }), refused('not_found', '/member'));
    for (const member of [anna, fred]) assert.equal(await role_in(member, id), '');
    assert.deepEqual((await acts(id)).map(({ act, reason }) => [act, reason]), [['refuse', 'voll']]);
  });

  it('is answered or withdrawn, never both, however close', async () => {
    const id = await space({ coordination: [clara] });
    for (let i = 0; i < 20; i++) {
      await anna.rpc('space.join', { space: id });
      const [answer] = await Promise.allSettled([clara.rpc('space.answer_application', { space: id, member: anna.id, accepted: true }), anna.rpc('space.withdraw', { space: id })]);
      assert.equal(await role_in(anna, id), answer.status === 'fulfilled' ? 'member' : '');
      await anna.rpc('space.leave', { space: id });
    }
  });
});

describe('an invitation', () => {
  it('opens a hidden space: known from then on, read only when joined', async () => {
    const id = await space({ joins: 'invitation', readers: 'group', listed: false, coordination: [vera] });
    const unknown = await anna.rpc('space.join', { space: id }).catch((error) => error.data);
    assert.deepEqual(unknown, await anna.rpc('space.join', { space: new_id() }).catch((error) => error.data));
    const made = await vera.rpc('space.invite', { space: id, member: anna.id });
    assert.deepEqual([made.role, made.invited_by], ['member', vera.id]);
    assert.equal((await place_of(anna, id)).standing, 'invited');
    await assert.rejects(anna.rpc('space.members', { space: id }), refused('not_found'));
    assert.deepEqual(await anna.rpc('space.accept', { space: id }), { space: id, standing: 'joined', role: 'member' });
    assert.deepEqual(await anna.rpc('space.accept', { space: id }), { space: id, standing: 'joined', role: 'member' });
    await anna.rpc('space.members', { space: id });
    await anna.rpc('space.leave', { space: id });
    await assert.rejects(anna.rpc('space.accept', { space: id }), refused('not_found', '/space'));
  });

  it('can be turned down or taken back; then it opens nothing', async () => {
    const id = await space({ joins: 'invitation', coordination: [clara] });
    await clara.rpc('space.invite', { space: id, member: anna.id, role: 'observer' });
    await anna.rpc('space.decline', { space: id });
    await clara.rpc('space.invite', { space: id, member: fred.id });
    const { invitations } = await clara.rpc('space.applications', { space: id });
    assert.deepEqual(invitations.map((each) => each.member), [fred.id]);
    for (let i = 0; i < 2; i++) assert.deepEqual(await clara.rpc('space.uninvite', { space: id, member: fred.id }), {});
    for (const member of [anna, fred]) {
      await assert.rejects(member.rpc('space.join', { space: id }), refused('forbidden', '/space'));
      await assert.rejects(member.rpc('space.accept', { space: id }), refused('conflict', '/space'));
      assert.equal(await role_in(member, id), '');
    }
    assert.deepEqual((await acts(id)).map((each) => each.act), ['invite', 'invite', 'uninvite']);
  });

  it('is used or taken back, never both, however close', async () => {
    const id = await space({ joins: 'invitation', coordination: [clara] });
    for (let i = 0; i < 20; i++) {
      await clara.rpc('space.invite', { space: id, member: anna.id });
      const before = (await acts(id)).filter((each) => each.act === 'uninvite').length;
      const [joined] = await Promise.allSettled([anna.rpc('space.accept', { space: id }), clara.rpc('space.uninvite', { space: id, member: anna.id })]);
      const taken_back = (await acts(id)).filter((each) => each.act === 'uninvite').length - before;
      assert.equal(joined.status === 'fulfilled', taken_back === 0);
      assert.equal(await role_in(anna, id), joined.status === 'fulfilled' ? 'member' : '');
      await anna.rpc('space.leave', { space: id });
    }
  });

  it('is the coordination\'s to give, in roles that give no office, to somebody who exists', async () => {
    const id = await space({ coordination: [clara], moderation: [moni], member: [berta] });
    for (const member of [moni, berta, fred, adam]) await assert.rejects(member.rpc('space.invite', { space: id, member: anna.id }), refused('forbidden'));
    await assert.rejects(clara.rpc('space.invite', { space: id, member: anna.id, role: 'coordination' }), refused('invalid', '/role'));
    await assert.rejects(clara.rpc('space.invite', { space: id, member: new_id() }), refused('not_found', '/member'));
    await assert.rejects(clara.rpc('space.invite', { space: id, member: berta.id }), refused('conflict', '/member'));
    assert.equal((await clara.rpc('space.invite', { space: id, member: gast.id })).role, 'guest');
    await gast.rpc('space.accept', { space: id });
    assert.equal(await role_in(gast, id), 'guest');
  });
});

ends_well(stack);
