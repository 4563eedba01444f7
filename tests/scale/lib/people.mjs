// Many members and sessions, made by SQL: hashing passwords is meant to cost.
import { createHash, randomBytes } from 'node:crypto';
import { Member } from '../../lib/client.mjs';
import { new_id, new_word } from '../../lib/ids.mjs';

const chunk = 2_000;
/** `count` members of the association: their ids. */
export async function make_members(stack, count, { statements } = {}) {
  const ids = Array.from({ length: count }, () => new_id());
  for (let at = 0; at < count; at += chunk) {
    const some = ids.slice(at, at + chunk);
    const text = `
      insert into members.members (id, email, name, plate, guest, password_hash) values
      ${some.map((id) => `('${id}', '${new_word('m')}@example.org', 'Mitglied', 'GR', false, 'none')`).join(',\n')};
      insert into members.memberships (space, member, role) values
      ${some.map((id) => `('${stack.place.spaces.association}', '${id}', 'member')`).join(',\n')}`;
    await (statements ? statements.run(text) : stack.sql(text));
  }
  return ids;
}

/** One session for each of these members, signed in: [{member, session, token}]. */
export async function make_sessions(stack, members, { statements } = {}) {
  const made = members.map((member) => ({ member, session: new_id(), token: randomBytes(32).toString('base64url') }));
  for (let at = 0; at < made.length; at += chunk) {
    const rows = made.slice(at, at + chunk).map(({ member, session, token }) =>
      `('${session}', '${member}', '\\x${createHash('sha256').update(token).digest('hex')}', 'browser', now() + interval '30 days')`);
    const text = `insert into members.sessions (id, member, token_hash, kind, expires_at) values ${rows.join(',\n')}`;
    await (statements ? statements.run(text) : stack.sql(text));
  }
  return made;
}

/** A signed-in member of tests/lib, from a session made here. */
export function member_of(stack, { member, session, token }, gateway = 0) {
  return Object.assign(new Member(stack, { id: member }), { session, gateway, cookie: `verbund=${token}` });
}
