// Rights that are lost while requests are on their way: which, by whose hand, and what may no longer be done afterwards.
import { new_id } from '../../lib/ids.mjs';

const send = (trial) => ['chat.send_message', { id: new_id(), channel: trial.channel, body: 'Text' }];
const open = (trial) => ['chat.create_channel', { id: new_id(), space: trial.space, name: 'Kanal' }];
const where = ({ space, person }) => `where space = '${space}' and member = '${person.id}'`;

const remove = (t) => ['space.remove_member', { space: t.space, member: t.person.id, reason: 'Grund' }];
const set_role = (role) => (t) => ['space.set_role', { space: t.space, member: t.person.id, role }];
const mute = (t) => ['space.mute_member', { space: t.space, member: t.person.id, until: new Date(Date.now() + 86_400_000).toISOString() }];
const suspend = (t) => ['member.suspend', { member: t.person.id, reason: 'Grund' }];
const archive = (t) => ['space.archive', { space: t.space, archived: true }];

/**
 * `role`: what each person is at first; `own_space`: one space a trial; `change`: the loss as a statement, `method`: as who
 * may do it does it, in every second trial; `act`: what she does all the while; `told`: what the refusal may say; `table`:
 * where what was accepted stands, `by` its author's column.
 */
const messages = { act: send, table: 'chat.messages', by: 'author', role: 'member' };
export const transitions = {
  'a member is removed': { ...messages, told: ['not_found'], method: remove, change: (t) => `delete from members.memberships ${where(t)}` },
  'a member becomes an observer': { ...messages, told: ['forbidden'], method: set_role('observer'), change: (t) => `update members.memberships set role = 'observer' ${where(t)}` },
  'a moderator becomes a guest': {
    ...messages, role: 'moderation', told: ['forbidden'], method: set_role('guest'), change: (t) => `update members.memberships set role = 'guest' ${where(t)}`,
  },
  'who writes gets a Schreibsperre': {
    ...messages, told: ['forbidden'], method: mute, change: (t) => `update members.memberships set muted_until = now() + interval '1 day' ${where(t)}`,
  },
  'a session is ended': { ...messages, told: ['unauthenticated'], change: (t) => `update members.sessions set ended_at = now() where id = '${t.person.session}'` },
  'a member is suspended': {
    ...messages, told: ['unauthenticated'], method: suspend, change: (t) => `update members.members set status = 'suspended' where id = '${t.person.id}'`,
  },
  'a space is archived': {
    ...messages, told: ['forbidden'], own_space: true, method: archive, change: (t) => `update members.spaces set archived_at = now() where id = '${t.space}'`,
  },
  'a coordinator becomes a member': {
    act: open, table: 'chat.channels', by: 'created_by', role: 'coordination', own_space: true, told: ['forbidden'],
    method: set_role('member'), change: (t) => `update members.memberships set role = 'member' ${where(t)}`,
  },
};
