// Who may what: product.md's Rights, row by row. What no rule names is denied.
import { memberships, objects, roles } from './axes.mjs';

const but = (all, ...without) => all.filter((each) => !without.includes(each));
const existing = but(objects, 'not existing');
const spaces = but(existing, 'deleted');
const inside = ['member', 'muted'];
const outside = ['none', 'invited', 'left', 'removed'];
const anyhow = [...inside, ...outside];
const signed_in = but(roles, 'anonymous', 'expired session', 'unconfirmed');
const of_the_association = but(signed_in, 'guest');
/** Roles that can be held by who is not in the space and never was. */
const from_outside = but(signed_in, 'observer', 'author', 'moderator here', 'coordinator');
/** Roles that write in a space they have joined; elsewhere, above and in the association makes no difference here. */
const writers = but(of_the_association, 'observer');
const for_all_members = ['all members', 'archived', 'without coordination'];
const closed = ['group only', 'consultation room', 'unlisted'];
/** What is archived is read as before, and nobody changes anything in it. */
const in_use = but(spaces, 'archived');
const led = but(in_use, 'without coordination');

/**
 * A rule allows: whoever has one of the roles and stands so to the space may, with one of these objects. `outcome` is
 * what she is told where that is not simply a result. No two rules say the same twice, so that each can be missed.
 */
export const rules = [
  // Before all: being somebody. A suspended account is nobody anywhere.
  { right: 'be signed in', roles: signed_in, memberships: but(memberships, 'suspended'), objects: [...objects, 'own', "another's", 'nothing', 'somebody', 'nobody'] },
  // What is hers alone, and what everybody may know before signing in.
  { right: 'be there', roles: signed_in, memberships: anyhow, objects: ['nothing', 'somebody', 'nobody'] },
  { right: 'have own', roles: signed_in, memberships: anyhow, objects: ['own'] },
  { right: 'arrive', roles, memberships, objects: ['nothing'] },

  // Gast · Mitglied | read: spaces invited to (named in), and public; + spaces for all members, + joined ones.
  { right: 'read', roles: signed_in, memberships: anyhow, objects: ['public'] },
  { right: 'read', roles: of_the_association, memberships: anyhow, objects: [...for_all_members, 'deleted'] },
  { right: 'read', roles: ['guest'], memberships: inside, objects: [...for_all_members, 'deleted'] },
  { right: 'read', roles: signed_in, memberships: inside, objects: closed },
  { right: 'have joined', roles: signed_in, memberships: inside, objects: spaces },

  // Three questions decide: who reads, who joins, listed. A listed space is known, and no more, to who may ask to join.
  { right: 'know', roles: signed_in, memberships: anyhow, objects: ['public'] },
  { right: 'know', roles: of_the_association, memberships: anyhow, objects: [...for_all_members, 'group only', 'consultation room'] },
  { right: 'know', roles: ['guest'], memberships: [...inside, 'invited'], objects: [...for_all_members, 'group only', 'consultation room'] },
  { right: 'know', roles: signed_in, memberships: [...inside, 'invited'], objects: ['unlisted'] },
  // Joining is free or on request for members, for who is invited, and done already for who is inside.
  { right: 'join', roles: of_the_association, memberships: but(outside, 'invited'), objects: ['public', 'all members', 'without coordination', 'group only'] },
  { right: 'join', roles: from_outside, memberships: ['invited'], objects: in_use },
  { right: 'join', roles: signed_in, memberships: inside, objects: spaces },
  { right: 'accept', roles: from_outside, memberships: ['invited'], objects: in_use },
  { right: 'accept', roles: signed_in, memberships: inside, objects: spaces },
  { right: 'accept', roles: of_the_association, memberships: but(outside, 'invited'), objects: ['public', 'all members', 'without coordination', 'group only', 'consultation room'], outcome: 'conflict' },
  { right: 'accept', roles: ['guest'], memberships: but(outside, 'invited'), objects: ['public'], outcome: 'conflict' },

  // Mitglied | write in joined spaces; an observer reads and does nothing else, a guest writes where that is allowed: nowhere yet.
  { right: 'write', roles: writers, memberships: ['member'], objects: in_use },
  // Mitglied | edit and delete own. Who has a Schreibsperre may still take back what she said.
  { right: 'edit own', roles: ['author'], memberships: ['member'], objects: in_use },
  { right: 'edit own', roles: ['author'], memberships: ['member'], objects: ['deleted'], outcome: 'conflict' },
  { right: 'take back own', roles: ['author'], memberships: inside, objects: [...in_use, 'deleted'] },

  // Moderation | Schreibsperre up to seven days; beside the coordination.
  { right: 'moderate', roles: ['moderator here', 'coordinator'], memberships: inside, objects: led },
  { right: 'moderate', roles: ['moderator here'], memberships: inside, objects: ['without coordination'] },
  { right: 'moderate', roles: ['coordinator of the parent'], memberships: anyhow, objects: ['without coordination'] },
  // Koordination | channels, roles, joins, invitations, longer Schreibsperre. Without an active one, that of the parent acts.
  { right: 'lead', roles: ['coordinator'], memberships: inside, objects: led },
  { right: 'lead', roles: ['coordinator of the parent'], memberships: anyhow, objects: ['without coordination'] },
  // Koordination | remove from space, take invitations back, archive and reopen: also where all else is archived.
  { right: 'keep order', roles: ['coordinator'], memberships: inside, objects: [...led, 'archived'] },
  { right: 'keep order', roles: ['coordinator of the parent'], memberships: anyhow, objects: ['without coordination'] },
  // Verwaltung | only appoints the first Koordination.
  { right: 'appoint', roles: ['coordinator'], memberships: inside, objects: led },
  { right: 'appoint', roles: ['coordinator of the parent', 'administrator'], memberships: anyhow, objects: ['without coordination'] },
  // Verwaltung | suspend an account.
  { right: 'administer', roles: ['administrator'], memberships: anyhow, objects: ['nothing', 'somebody'] },
  { right: 'administer', roles: ['administrator'], memberships: anyhow, objects: ['nobody'], outcome: 'not_found' },
];

/**
 * Every method, and every way of using one that has a right of its own: the right it needs, and (`known_by`, else to read)
 * what she must have for the object to exist for her at all. `lists`: the method is there for everybody who is signed in,
 * the right decides what is in it. `outcome`: what everybody alike is told by these parameters.
 */
export const methods = {
  'server.status': { right: 'arrive' },
  'server.set_up': { right: 'arrive', outcome: 'conflict', why: 'there is an association already' },
  'session.sign_in': { right: 'arrive', outcome: 'unauthenticated', why: 'the password is wrong' },
  'session.sign_out': { right: 'be there' },
  'session.current': { right: 'be there' },
  'session.create_token': { right: 'be there' },
  'session.list': { right: 'be there' },
  'session.end': { right: 'have own' },
  'session.end_others': { right: 'be there' },

  'space.list': { right: 'know', lists: true },
  'space.members': { right: 'read' },
  'space.find_members': { right: 'read' },
  'member.cards': { right: 'read', lists: true },
  'space.join': { right: 'join', known_by: 'know' },
  'space.accept': { right: 'accept', known_by: 'know' },
  'space.decline': { right: 'know', known_by: 'know' },
  'space.withdraw': { right: 'know', known_by: 'know' },
  'space.leave': { right: 'know', known_by: 'know' },

  'space.applications': { right: 'keep order', known_by: 'know' },
  'space.invite': { right: 'lead', known_by: 'know' },
  'space.uninvite': { right: 'keep order', known_by: 'know' },
  'space.answer_application: admit': { right: 'lead', known_by: 'know' },
  'space.answer_application: refuse': { right: 'lead', known_by: 'know' },
  'space.remove_member': { right: 'keep order', known_by: 'know' },
  'space.set_role: moderation': { right: 'lead', known_by: 'know' },
  'space.set_role: coordination': { right: 'appoint', known_by: 'know' },
  'space.mute_member: for days': { right: 'moderate', known_by: 'know' },
  'space.mute_member: for weeks': { right: 'lead', known_by: 'know' },
  'space.archive': { right: 'keep order', known_by: 'know' },
  'member.suspensions': { right: 'administer', known_by: 'be there' },
  'member.suspend': { right: 'administer', known_by: 'be there' },
  'member.confirm_suspension': { right: 'administer', known_by: 'be there' },
  'member.end_suspension': { right: 'administer', known_by: 'be there' },

  'chat.list_channels': { right: 'read' },
  'chat.list_channels: of mine': { right: 'have joined', lists: true },
  'chat.create_channel': { right: 'lead' },
  'chat.send_message': { right: 'write' },
  'chat.edit_message': { right: 'edit own' },
  'chat.delete_message': { right: 'take back own' },
  'chat.history': { right: 'read' },
  'chat.new_messages': { right: 'have joined', lists: true },
  'chat.excerpts': { right: 'read', lists: true },
  'chat.mark_read': { right: 'read' },

  // Everybody is mentioned in every space of the matrix, and finds of it what she may read.
  'notify.inbox': { right: 'read', lists: true },
  'notify.mark_seen': { right: 'read' },

  'live.subscribe: channel, objects': { right: 'read' },
  'live.subscribe: channel, head': { right: 'read' },
  'live.subscribe: space, objects': { right: 'read' },
  'live.subscribe: space, head': { right: 'read' },
  'live.subscribe: member, objects': { right: 'have own' },
  'live.subscribe: member, head': { right: 'have own' },
  'live.subscribe: roster, objects': { right: 'read' },
  'live.subscribe: roster, head': { right: 'read' },
  'live.subscribe: applications, objects': { right: 'keep order', known_by: 'keep order' },
  'live.subscribe: applications, head': { right: 'keep order', known_by: 'keep order' },
  'live.subscribe: account, objects': { right: 'have own' },
  'live.subscribe: account, head': { right: 'have own' },
  'live.subscribe: inbox, objects': { right: 'have own' },
  'live.subscribe: inbox, head': { right: 'have own' },
  'live.unsubscribe': { right: 'be there' },
};
