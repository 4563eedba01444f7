// A space made for one test, and what is on record about it.
import { new_id, new_word } from './ids.mjs';

/** A working group below the association, with people in it by role: {joins, readers, listed, coordination: [clara], …}. */
export async function new_space(stack, { joins = 'request', readers = 'members', listed = true, ...people } = {}) {
  const id = new_id();
  const joined = Object.entries(people).flatMap(([role, list]) =>
    list.map((who) => `insert into members.memberships (space, member, role) values ('${id}', '${who.id}', '${role}');`));
  await stack.sql(`insert into members.spaces (id, kind, name, plate, parent, readers, joins, listed)
    values ('${id}', 'working_group', '${new_word('AG ')}', 'AG', '${stack.place.spaces.association}', '${readers}', '${joins}', ${listed});
    ${joined.join('\n')}`);
  return id;
}

/** As what somebody is in a space; empty when she is not. */
export const role_of = (stack, member, id) => stack.sql(`select role from members.memberships where space = '${id}' and member = '${member.id}'`);

/** How a space looks to somebody in her list. */
export const place_of = async (member, id) => (await member.rpc('space.list')).spaces.find((each) => each.id === id);

/** What was done in it by right of an office, in order. */
export const acts_in = (stack, id) => stack.rows(`select act, office, actor, subject, detail, reason from members.acts where space = '${id}' order by id`);
