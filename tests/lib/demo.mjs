// A small association to test in: few spaces and people, every relation between them that a right depends on.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Member } from './client.mjs';
import { new_id } from './ids.mjs';

export const password = 'ein langes Passwort für alle';

/** Who is in which space as what; without an entry, nobody is. Everybody but the guest is in the association. */
const people = {
  anna: { group: 'member' },
  berta: { group: 'member' },
  clara: { group: 'coordination' },
  moni: { group: 'moderation' },
  otto: { group: 'observer' },
  gesa: { group: 'guest' },
  fred: {},
  adam: { association: 'administration' },
  vera: { hidden: 'coordination', group: 'member' },
  gast: { guest: true, open: 'guest' },
};

/** Makes it by the operator's tool: the ids of spaces and people, and `channel` in the group, `hidden_channel`. */
export async function fill(stack) {
  const line = async (...words) => (await stack.admin(...words)).split('\n')[0];
  const spaces = { association: await line('create-association', '--name', 'Testverein', '--plate', 'TV') };
  spaces.group = await line('create-space', '--kind', 'regional_group', '--name', 'Oberlausitz', '--plate', 'OL', '--readers', 'members');
  spaces.open = await line('create-space', '--kind', 'working_group', '--name', 'Offenes Haus', '--plate', 'OH', '--readers', 'public');
  spaces.hidden = await line(
    ...['create-space', '--kind', 'working_group', '--name', 'Vorstand', '--plate', 'VO'],
    ...['--readers', 'group', '--joins', 'invitation', '--unlisted'],
  );
  const secret = join(stack.folder, 'password');
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  const first = await line('create-member', '--email', 'anna@example.org', '--name', 'Anna Test', '--plate', 'GR', '--password-file', secret);

  // The others by SQL, with the first one's hash: hashing is meant to cost.
  const ids = { anna: first };
  const statements = [];
  for (const [name, { guest = false }] of Object.entries(people)) {
    if (name === 'anna') continue;
    ids[name] = new_id();
    const [email, full] = [`${name}@example.org`, `${name[0].toUpperCase()}${name.slice(1)} Test`];
    statements.push(`insert into members.members (id, email, name, plate, guest, password_hash)
      select '${ids[name]}', '${email}', '${full}', 'GR', ${guest}, password_hash from members.members where id = '${first}';`);
    if (!guest) statements.push(join_space(spaces.association, ids[name], 'member'));
  }
  for (const [name, roles] of Object.entries(people))
    for (const [space, role] of Object.entries(roles))
      if (space in spaces) statements.push(join_space(spaces[space], ids[name], role));
  await stack.sql(statements.join('\n'));
  return { spaces, ids };
}

/** More working groups that every member reads, coordinated by one: a space has at most 200 channels. */
export async function more_spaces(stack, coordination, count) {
  const ids = Array.from({ length: count }, () => new_id());
  const make = (id, i) => `insert into members.spaces (id, kind, name, plate, parent, readers, joins)
    values ('${id}', 'working_group', 'AG ${i + 1}', 'AG', '${stack.place.spaces.association}', 'members', 'free');
    ${join_space(id, coordination, 'coordination')}`;
  await stack.sql(ids.map(make).join('\n'));
  return ids;
}

function join_space(space, member, role) {
  return `insert into members.memberships (space, member, role) values ('${space}', '${member}', '${role}')
    on conflict (space, member) do update set role = excluded.role;`;
}

/** Signs several in at once: an object by name. */
export async function sign_in_all(stack, ...names) {
  const who = await Promise.all(names.map((name) => new Member(stack, account(stack, name)).sign_in()));
  return Object.fromEntries(names.map((name, i) => [name, who[i]]));
}

export function account(stack, name) {
  return { email: `${name}@example.org`, password, id: stack.place.ids[name] };
}

/** A fresh channel in a space, opened by somebody who may. */
export function open_channel(member, space, name = 'Austausch') {
  return member.rpc('chat.create_channel', { id: new_id(), space, name });
}

/** The parameters of a new message. */
export const message = (channel, body = 'Guten Tag', more = {}) => ({ id: new_id(), channel, body, ...more });
