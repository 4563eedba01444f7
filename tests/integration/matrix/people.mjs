// The persons of the matrix and the rows that make them what they are, as SQL.
import { createHash, randomBytes } from 'node:crypto';
import { Member } from '../../lib/client.mjs';
import { new_id } from '../../lib/ids.mjs';

/** A word that stands in one text only; whoever may not see that text may not see it anywhere. */
export const canary = () => `q${randomBytes(6).toString('hex')}`;

/** The role in the space of who holds each role of the axis; everybody else is a member. */
const role_here = { guest: 'guest', observer: 'observer', 'moderator here': 'moderation', coordinator: 'coordination' };

const quoted = (text) => (text === null ? 'null' : typeof text === 'boolean' ? String(text) : `'${String(text).replaceAll("'", "''")}'`);
const insert = (table, columns, rows) => (rows.length === 0 ? '' : `insert into ${table} (${columns}) values ${rows.map((row) => `(${row.join(', ')})`).join(',\n')};`);

/** Her session is made in the database, because signing in is meant to cost. */
export class Person extends Member {
  constructor(stack, role, membership) {
    super(stack, { id: new_id(), email: `${canary()}@example.org` });
    Object.assign(this, { role, membership, name: `Person ${canary()}`, gateway: Math.random() < 0.5 ? 0 : 1 });
    this.renew();
  }

  /** Another session, to be stored by session_rows. */
  renew() {
    this.session = new_id();
    this.secret = randomBytes(24).toString('base64url');
    this.cookie = this.role === 'anonymous' ? undefined : `verbund=${this.secret}`;
    return this;
  }

  /** The same person as one who has just come: no socket, a session of her own. */
  twin() {
    return Object.assign(Object.create(Person.prototype), this, { sockets: undefined }).renew();
  }

  get alive() {
    return !['anonymous', 'expired session', 'unconfirmed'].includes(this.role) && this.membership !== 'suspended';
  }
}

const existing = (people) => people.filter((each) => each.role !== 'anonymous');
const are = (people, membership) => existing(people).filter((each) => each.membership === membership);
const each_in = (spaces, people, row) => spaces.flatMap((space) => people.map((person) => row(space, person)));

/** Accounts, and what they are elsewhere: in the association, above the spaces of the matrix, and beside them. */
export function account_rows({ association, parent, elsewhere }, people) {
  const all = existing(people);
  const member_of = (space, role) => (person) => [quoted(space), quoted(person.id), quoted(role)];
  const office = (role) => all.filter((each) => each.role === role);
  return [
    insert('members.members', 'id, email, name, guest', all.map((each) => [each.id, each.email, each.name, each.role === 'guest'].map(quoted))),
    insert('members.memberships', 'space, member, role', [
      ...all.filter((each) => each.role !== 'guest').map((each) => member_of(association, each.role === 'administrator' ? 'administration' : 'member')(each)),
      ...office('coordinator of the parent').map(member_of(parent, 'coordination')),
      ...office('moderator elsewhere').map(member_of(elsewhere, 'moderation')),
    ]),
  ].join('\n');
}

/** How people are in spaces while, or as if, nothing had befallen them. */
export function membership_rows(spaces, people) {
  if (people.length === 0) return '';
  const inside = existing(people).filter((each) => !['none', 'invited'].includes(each.membership) && each.role !== 'unconfirmed');
  return insert('members.memberships', 'space, member, role', each_in(spaces, inside, (space, each) => [quoted(space), quoted(each.id), quoted(role_here[each.role] ?? 'member')]));
}

/** What has befallen them: mutes, removals, invitations, suspensions. */
export function fate_rows(spaces, people, keeper) {
  const list = (ids) => ids.map(quoted).join(', ');
  const ids = (some) => list(some.map((each) => each.id));
  const gone = [...are(people, 'left'), ...are(people, 'removed')];
  const unconfirmed = people.filter((each) => each.role === 'unconfirmed');
  const pair = (space, each) => [quoted(space), quoted(each.id)];
  if (people.length === 0) return '';
  const when = (some, statement) => (some.length === 0 ? '' : statement);
  return [
    when(are(people, 'muted'), `update members.memberships set muted_until = now() + interval '1 day' where space in (${list(spaces)}) and member in (${ids(are(people, 'muted'))});`),
    when(gone, `delete from members.memberships where space in (${list(spaces)}) and member in (${ids(gone)});`),
    insert('members.removals', 'space, member', each_in(spaces, are(people, 'removed'), pair)),
    insert('members.invitations', 'space, member, role, invited_by', each_in(spaces, are(people, 'invited'), (space, each) => [...pair(space, each), quoted(each.role === 'guest' ? 'guest' : 'member'), quoted(keeper.id)])),
    when(are(people, 'suspended'), `update members.members set status = 'suspended' where id in (${ids(are(people, 'suspended'))});`),
    when(unconfirmed, `update members.members set status = 'unconfirmed' where id in (${ids(unconfirmed)});`),
  ].join('\n');
}

/** The sessions of people as they are now. */
export function session_rows(people) {
  const expiry = (each) => (each.role === 'expired session' ? "now() - interval '1 minute'" : "now() + interval '1 day'");
  const row = (each) => [...[each.session, each.id, `\\x${createHash('sha256').update(each.secret).digest('hex')}`, 'browser'].map(quoted), expiry(each)];
  return insert('members.sessions', 'id, member, token_hash, kind, expires_at', existing(people).map(row));
}

/** Spaces: {space, name, parent, readers, joins, listed, archived}. */
export function space_rows(spaces) {
  const row = (each) => [
    ...[each.space, 'working_group', each.name, 'AG', each.parent, each.readers, each.joins, each.listed ?? true].map(quoted), each.archived ? 'now()' : 'null'];
  return insert('members.spaces', 'id, kind, name, plate, parent, readers, joins, listed, archived_at', spaces.map(row));
}
