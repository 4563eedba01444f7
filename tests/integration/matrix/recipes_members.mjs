// How the methods and streams of members are used for a cell.
import { nothing, own, shows, spaces, subscribing } from './recipe_parts.mjs';

const space = ({ target }) => ({ space: target.space });
const about = (standing) => ({ target }) => ({ space: target.space, member: target.subjects[standing].id });
const days = (count) => new Date(Date.now() + count * 86_400_000).toISOString();
const accounts = ['somebody', 'nobody'];

/** Whose account it is about; denied callers find a member who is there for all of them. */
const account = ({ object, target }, world) => ({ member: object === 'nobody' ? world.unknown : (target?.subjects?.suspended ?? target?.subjects?.outsider ?? world.keeper).id });

export const members = {
  'server.status': { objects: nothing, params: () => ({}) },
  'server.set_up': {
    objects: nothing, http: true,
    params: () => ({ token: 'x'.repeat(32), association: 'Zweitverein', plate: 'ZV', name: 'Niemand', email: 'niemand@example.org', password: 'ein langes Passwort' }),
  },
  'session.sign_in': { objects: nothing, http: true, params: (cell, world, actor) => ({ email: actor.email, password: 'nicht ihr Passwort' }) },
  'session.sign_out': { objects: nothing, http: true, fresh: 'session', params: () => ({}) },
  'session.current': { objects: nothing, params: () => ({}) },
  'session.create_token': { objects: nothing, params: () => ({ label: 'Programm' }) },
  'session.list': { objects: nothing, params: () => ({}) },
  'session.end': {
    objects: own, second_session: true,
    params: ({ object, second, actor }, world) => ({ session: { own: (second ?? actor).session, "another's": world.keeper.session, 'not existing': world.unknown }[object] }),
  },
  'session.end_others': { objects: nothing, fresh: 'person', params: () => ({}) },

  'space.list': { objects: spaces, params: () => ({}), judge: (answer, target) => shows(answer.spaces.some((each) => each.id === target.space)) },
  'space.members': { objects: spaces, params: space },
  'space.find_members': { objects: spaces, params: (cell) => ({ ...space(cell), name: 'a' }) },
  'member.cards': {
    objects: spaces, params: ({ target }) => ({ members: [target.witness.id] }),
    judge: (answer, { witness }) => shows(answer.members.some((each) => each.id === witness.id && each.name === witness.name)),
  },
  'space.join': { objects: spaces, fresh: 'person', params: space },
  'space.accept': { objects: spaces, fresh: 'person', params: space },
  'space.decline': { objects: spaces, fresh: 'person', params: space },
  'space.withdraw': { objects: spaces, fresh: 'person', params: space },
  'space.leave': { objects: spaces, fresh: 'person', params: space },

  'space.applications': { objects: spaces, params: space },
  'space.invite': { objects: spaces, subject: 'outsider', params: about('outsider') },
  'space.uninvite': { objects: spaces, subject: 'invited', params: about('invited') },
  'space.answer_application: admit': { objects: spaces, subject: 'applicant', params: (cell) => ({ ...about('applicant')(cell), accepted: true }) },
  'space.answer_application: refuse': { objects: spaces, subject: 'applicant', params: (cell) => ({ ...about('applicant')(cell), accepted: false }) },
  'space.remove_member': { objects: spaces, subject: 'inside', params: (cell) => ({ ...about('inside')(cell), reason: 'Grund' }) },
  'space.set_role: moderation': { objects: spaces, subject: 'inside', params: (cell) => ({ ...about('inside')(cell), role: 'moderation' }) },
  'space.set_role: coordination': { objects: spaces, fresh: 'space', subject: 'inside', params: (cell) => ({ ...about('inside')(cell), role: 'coordination' }) },
  'space.mute_member: for days': { objects: spaces, subject: 'inside', params: (cell) => ({ ...about('inside')(cell), until: days(3) }) },
  'space.mute_member: for weeks': { objects: spaces, subject: 'inside', params: (cell) => ({ ...about('inside')(cell), until: days(30) }) },
  'space.archive': { objects: spaces, fresh: 'space', params: ({ object, target }) => ({ space: target.space, archived: object !== 'archived' }) },

  'member.suspensions': { objects: nothing, params: () => ({}) },
  'member.suspend': { objects: accounts, subject: 'outsider', params: (cell, world) => ({ ...account(cell, world), reason: 'Grund' }) },
  'member.confirm_suspension': { objects: accounts, subject: 'suspended', params: account },
  'member.end_suspension': { objects: accounts, subject: 'suspended', params: account },

  ...subscribing('roster'),
  ...subscribing('applications'),
  ...subscribing('account'),
};
