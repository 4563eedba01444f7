// What people are in a space and who decides it: roles, a space without coordination, mutes, removal, archive; every act on record.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_id } from '../lib/ids.mjs';
import { acts_in, new_space, place_of, role_of } from '../lib/spaces.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = await start_stack();
const { anna, berta, clara, moni, otto, fred, adam, vera, gast } = await sign_in_all(stack, 'anna', 'berta', 'clara', 'moni', 'otto', 'fred', 'adam', 'vera', 'gast');
const { association, hidden } = stack.place.spaces;
const space = (wanted) => new_space(stack, wanted);
const role_in = (member, id) => role_of(stack, member, id);
const acts = (id) => acts_in(stack, id);
const refused = (kind, pointer) => (error) => error.kind === kind && (pointer === undefined || error.pointer === pointer);
const day = 86_400_000;
const from_now = (ms) => new Date(Date.now() + ms).toISOString();

describe('a role', () => {
  it('is changed by the coordination, not by moderation, members or the administration', async () => {
    const id = await space({ coordination: [clara], moderation: [moni], member: [berta] });
    for (const member of [moni, berta, fred, adam])
      await assert.rejects(member.rpc('space.set_role', { space: id, member: berta.id, role: 'moderation' }), refused('forbidden'), member.email);
    const changed = await clara.rpc('space.set_role', { space: id, member: berta.id, role: 'moderation' });
    assert.deepEqual([changed.member, changed.role], [berta.id, 'moderation']);
    await clara.rpc('space.set_role', { space: id, member: berta.id, role: 'moderation' });
    assert.deepEqual((await acts(id)).map(({ act, office, detail }) => [act, office, detail]), [['set_role', 'coordination', 'moderation']]);
    await assert.rejects(clara.rpc('space.set_role', { space: id, member: fred.id, role: 'member' }), refused('not_found', '/member'));
    await assert.rejects(clara.rpc('space.set_role', { space: id, member: berta.id, role: 'administration' }), refused('forbidden'));
  });

  it('of one\'s own can be given up, not raised; whoever leads may leave', async () => {
    const id = await space({ coordination: [clara], moderation: [moni] });
    await assert.rejects(moni.rpc('space.set_role', { space: id, member: moni.id, role: 'coordination' }), refused('forbidden'));
    await clara.rpc('space.set_role', { space: id, member: clara.id, role: 'member' });
    await assert.rejects(clara.rpc('space.set_role', { space: id, member: clara.id, role: 'coordination' }), refused('forbidden'));
    assert.equal(await role_in(clara, id), 'member');
    const other = await space({ coordination: [clara] });
    await clara.rpc('space.leave', { space: other });
    assert.equal(await role_in(clara, other), '');
  });

  it('in the association: its administration is made by the operator alone, and nobody leaves by the way', async () => {
    await assert.rejects(adam.rpc('space.set_role', { space: association, member: anna.id, role: 'administration' }), refused('forbidden'));
    await assert.rejects(anna.rpc('space.leave', { space: association }), refused('forbidden'));
    await assert.rejects(adam.rpc('space.remove_member', { space: association, member: anna.id, reason: 'x' }), refused('forbidden'));
    await assert.rejects(adam.rpc('space.archive', { space: association, archived: true }), refused('forbidden'));
    assert.equal(await role_in(anna, association), 'member');
  });
});

describe('a space without coordination', () => {
  const lead_association = async (work) => {
    await stack.sql(`update members.memberships set role = 'coordination' where space = '${association}' and member = '${fred.id}'`);
    try {
      await work();
    } finally {
      await stack.sql(`update members.memberships set role = 'member' where space = '${association}' and member = '${fred.id}'`);
    }
  };

  it('gets its first from the administration, which does nothing else in it and never names itself', async () => {
    const id = await space({ member: [berta] });
    await assert.rejects(adam.rpc('space.set_role', { space: id, member: berta.id, role: 'moderation' }), refused('forbidden'));
    await assert.rejects(adam.rpc('space.set_role', { space: id, member: adam.id, role: 'coordination' }), refused('forbidden', '/member'));
    await assert.rejects(adam.rpc('space.set_role', { space: id, member: gast.id, role: 'coordination' }), refused('not_found', '/member'));
    await assert.rejects(adam.rpc('space.invite', { space: id, member: anna.id }), refused('forbidden'));
    await adam.rpc('space.set_role', { space: id, member: anna.id, role: 'coordination' });
    assert.equal(await role_in(anna, id), 'coordination');
    await assert.rejects(adam.rpc('space.set_role', { space: id, member: berta.id, role: 'coordination' }), refused('forbidden'));
    assert.deepEqual((await acts(id)).map(({ act, office, actor }) => [act, office, actor]), [['set_role', 'administration', adam.id]]);
    await anna.rpc('space.invite', { space: id, member: fred.id });
  });

  it('is led by the coordination above meanwhile, which the log says; not to its own profit', async () => {
    await lead_association(async () => {
      const id = await space({ joins: 'request', member: [berta] });
      const led = await space({ coordination: [clara] });
      assert.equal((await place_of(fred, id)).leads, true);
      assert.equal((await place_of(fred, led)).leads, false);
      await anna.rpc('space.join', { space: id });
      await fred.rpc('space.answer_application', { space: id, member: anna.id, accepted: true });
      await assert.rejects(fred.rpc('space.invite', { space: id, member: fred.id }), refused('forbidden', '/member'));
      await assert.rejects(fred.rpc('space.invite', { space: led, member: anna.id }), refused('forbidden'));
      const channel = await open_channel(fred, id);
      await fred.rpc('space.set_role', { space: id, member: berta.id, role: 'coordination' });
      await assert.rejects(open_channel(fred, id), refused('forbidden'));
      await assert.rejects(fred.rpc('space.remove_member', { space: id, member: anna.id, reason: 'x' }), refused('forbidden'));
      assert.deepEqual((await acts(id)).map(({ act, office, detail }) => [act, office, detail]),
        [['admit', 'parent', ''], ['open_channel', 'parent', channel.id], ['set_role', 'parent', 'coordination']]);
    });
  });

  it('also when its coordination is suspended, until she is back', async () => {
    await lead_association(async () => {
      const id = await space({ coordination: [berta], member: [anna] });
      await assert.rejects(fred.rpc('space.set_role', { space: id, member: anna.id, role: 'observer' }), refused('forbidden'));
      await stack.sql(`update members.members set status = 'suspended' where id = '${berta.id}'`);
      try {
        await fred.rpc('space.set_role', { space: id, member: anna.id, role: 'observer' });
      } finally {
        await stack.sql(`update members.members set status = 'active' where id = '${berta.id}'`);
      }
      await assert.rejects(fred.rpc('space.set_role', { space: id, member: anna.id, role: 'member' }), refused('forbidden'));
    });
  });
});

describe('a mute', () => {
  it('is given by moderation for up to seven days and by coordination for longer, and ends writing at once', async () => {
    const id = await space({ coordination: [clara], moderation: [moni], member: [anna, berta] });
    const talk = (await open_channel(clara, id)).id;
    const mute = (by, member, until) => by.rpc('space.mute_member', { space: id, member: member.id, until });
    assert.equal((await mute(moni, anna, from_now(7 * day))).member, anna.id);
    await assert.rejects(anna.rpc('chat.send_message', message(talk)), refused('forbidden'));
    await assert.rejects(mute(moni, anna, from_now(8 * day)), refused('forbidden', '/until'));
    await assert.rejects(mute(moni, anna, from_now(-day)), refused('invalid', '/until'));
    await mute(moni, anna);
    await anna.rpc('chat.send_message', message(talk));
    await mute(clara, anna, from_now(30 * day));
    await assert.rejects(mute(moni, anna), refused('forbidden', '/until'));
    await assert.rejects(anna.rpc('chat.send_message', message(talk)), refused('forbidden'));
    await mute(clara, anna);
    assert.deepEqual((await acts(id)).map(({ act, office }) => [act, office]).slice(1),
      [['mute', 'moderation'], ['unmute', 'moderation'], ['mute', 'coordination'], ['unmute', 'coordination']]);
  });

  it('is not for members to give, nor by moderation to each other or the coordination, nor to oneself', async () => {
    const id = await space({ coordination: [clara], moderation: [moni, vera], member: [anna] });
    const mute = (by, member) => by.rpc('space.mute_member', { space: id, member: member.id, until: from_now(day) });
    for (const [by, member] of [[anna, moni], [fred, anna], [adam, anna], [moni, vera], [moni, clara], [moni, moni], [clara, clara]])
      await assert.rejects(mute(by, member), refused('forbidden'), `${by.email} mutes ${member.email}`);
    await assert.rejects(mute(clara, fred), refused('not_found', '/member'));
    await mute(clara, moni);
  });
});

describe('removing somebody', () => {
  it('is the coordination\'s alone, with a reason, and not of oneself', async () => {
    const id = await space({ joins: 'invitation', readers: 'group', coordination: [clara], moderation: [moni], member: [anna, berta] });
    for (const member of [moni, berta]) await assert.rejects(member.rpc('space.remove_member', { space: id, member: anna.id, reason: 'x' }), refused('forbidden'));
    await assert.rejects(clara.rpc('space.remove_member', { space: id, member: anna.id }), refused('invalid'));
    await assert.rejects(clara.rpc('space.remove_member', { space: id, member: clara.id, reason: 'x' }), refused('forbidden', '/member'));
    await assert.rejects(clara.rpc('space.remove_member', { space: id, member: fred.id, reason: 'x' }), refused('not_found', '/member'));
    await clara.rpc('space.remove_member', { space: id, member: anna.id, reason: 'Wiederholte Beleidigung' });
    await assert.rejects(anna.rpc('space.members', { space: id }), refused('not_found'));
    assert.deepEqual((await acts(id)).map(({ act, subject, reason }) => [act, subject, reason]), [['remove', anna.id, 'Wiederholte Beleidigung']]);
  });
});

describe('an archived space', () => {
  it('is read as before, and nobody writes or changes anything in it until it is open again', async () => {
    const id = await space({ coordination: [clara], moderation: [moni], member: [anna] });
    const talk = (await open_channel(clara, id)).id;
    const said = await anna.rpc('chat.send_message', message(talk, 'bleibt lesbar'));
    for (const member of [moni, anna, adam]) await assert.rejects(member.rpc('space.archive', { space: id, archived: true }), refused('forbidden'));
    for (let i = 0; i < 2; i++) assert.deepEqual(await clara.rpc('space.archive', { space: id, archived: true }), {});
    assert.ok((await place_of(anna, id)).archived_at);
    assert.equal((await anna.rpc('chat.history', { channel: talk })).messages[0].id, said.id);
    for (const member of [anna, moni, clara]) await assert.rejects(member.rpc('chat.send_message', message(talk)), refused('forbidden'), member.email);
    await assert.rejects(anna.rpc('chat.delete_message', { id: said.id, channel: talk }), refused('forbidden'));
    const denied = {
      'space.set_role': { member: anna.id, role: 'observer' }, 'space.invite': { member: fred.id },
      'space.mute_member': { member: anna.id }, 'space.answer_application': { member: fred.id, accepted: true },
    };
    for (const [method, params] of Object.entries(denied)) await assert.rejects(clara.rpc(method, { space: id, ...params }), refused('forbidden', '/space'), method);
    await assert.rejects(open_channel(clara, id), refused('forbidden'));
    await assert.rejects(fred.rpc('space.join', { space: id }), refused('forbidden', '/space'));
    await clara.rpc('space.archive', { space: id, archived: false });
    await anna.rpc('chat.send_message', message(talk));
    assert.deepEqual((await acts(id)).map((each) => each.act), ['open_channel', 'archive', 'unarchive']);
  });
});

describe('what one may not know', () => {
  it('is answered by every method exactly like a space that never was', async () => {
    const calls = (id) => ({
      'space.join': {}, 'space.accept': {}, 'space.decline': {}, 'space.withdraw': {}, 'space.leave': {}, 'space.applications': {},
      'space.invite': { member: anna.id }, 'space.uninvite': { member: anna.id }, 'space.answer_application': { member: anna.id, accepted: true },
      'space.remove_member': { member: vera.id, reason: 'x' }, 'space.set_role': { member: vera.id, role: 'member' },
      'space.mute_member': { member: vera.id }, 'space.archive': { archived: true },
    });
    for (const who of [anna, otto, gast, adam])
      for (const [method, more] of Object.entries(calls())) {
        const answer = (id) => who.rpc(method, { space: id, ...more }).catch((error) => error.data);
        const found = await answer(hidden);
        assert.equal(found.kind, 'not_found', `${method} for ${who.email}`);
        assert.deepEqual(found, await answer(new_id()), method);
      }
    assert.equal(await role_in(vera, hidden), 'coordination');
  });
});

describe('the log of acts', () => {
  it('is only added to, by whoever', async () => {
    const id = await space({ coordination: [clara] });
    await clara.rpc('space.invite', { space: id, member: anna.id });
    for (const change of ['update members.acts set reason = \'nie\'', 'delete from members.acts', 'truncate members.acts'])
      await assert.rejects(stack.sql(change), /only added to/);
    assert.equal((await acts(id)).length, 1);
  });
});

ends_well(stack);
