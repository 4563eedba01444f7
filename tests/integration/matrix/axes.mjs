// The three axes of the matrix, and which of their combinations cannot be, with the reason.

/** What somebody is. Those with a role in the space hold it there, or held it until she left. */
export const roles = [
  'anonymous', 'expired session', 'unconfirmed', 'guest', 'observer', 'member', 'author', 'moderator here', 'moderator elsewhere',
  'coordinator', 'coordinator of the parent', 'administrator',
];

/** How she stands to the space that holds the object. `suspended` is her account, whatever she is a member of. */
export const memberships = ['none', 'invited', 'member', 'muted', 'left', 'removed', 'suspended'];

/** The space that is asked about, or which holds what is asked about. `without coordination`: all members read it. */
export const objects = ['public', 'all members', 'group only', 'consultation room', 'unlisted', 'archived', 'deleted', 'without coordination', 'not existing'];

const roles_by_membership = ['observer', 'author', 'moderator here', 'coordinator'];

/** What cannot be; a combination matches when every axis that is named matches. */
export const impossible = [
  { role: ['anonymous'], membership: memberships.slice(1), why: 'who shows no session is nobody, and stands to nothing' },
  { role: ['unconfirmed'], membership: ['member', 'muted', 'left', 'removed'], why: 'nobody joins before she has confirmed her address' },
  { role: roles_by_membership, membership: ['none', 'invited'], why: 'these are held by a membership, or were until it ended' },
  { role: ['coordinator'], membership: ['member', 'muted'], object: ['without coordination'], why: 'with her the space would have a coordination' },
];

const matches = (wanted, cell) => ['role', 'membership', 'object'].every((axis) => !wanted[axis] || wanted[axis].includes(cell[axis]));

/** Why a combination cannot be; nothing when it can. */
export const why_impossible = (cell) => impossible.find((each) => matches(each, cell))?.why;

/** Every combination of the axes, the possible and the others. */
export function combinations(of_objects = objects) {
  const all = roles.flatMap((role) => memberships.flatMap((membership) => of_objects.map((object) => ({ role, membership, object }))));
  return { possible: all.filter((each) => !why_impossible(each)), excluded: all.filter(why_impossible) };
}
