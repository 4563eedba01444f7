// Races requests against the loss of the right to them, many trials side by side, and finds what slipped through.
import { randomBytes, createHash } from 'node:crypto';
import { Cut, Member, Refused } from '../../lib/client.mjs';
import { open_channel } from '../../lib/demo.mjs';
import { new_id } from '../../lib/ids.mjs';
import { each_limited, pause } from '../../lib/wait.mjs';

const side_by_side = 32;
/** Spaces share the trials, and coordinators the spaces: one session's writes to one space wait for each other. */
const shared = { spaces: 25, keepers: 10 };
const most_in_flight = 3;

/** People, spaces, channels for so many trials of a transition; every third person has a WebSocket, the others HTTP. */
export async function prepare(stack, transition, count) {
  const trials = Array.from({ length: count }, () => {
    const secret = randomBytes(24).toString('base64url');
    const person = Object.assign(new Member(stack, { id: new_id() }), { secret, session: new_id(), cookie: `verbund=${secret}` });
    return { person, space: new_id(), gateway: Math.random() < 0.5 ? 0 : 1 };
  });
  if (!transition.own_space) trials.forEach((each, i) => (each.space = trials[i % shared.spaces].space));
  const keepers = Array.from({ length: shared.keepers }, (_, i) => Object.assign(new Member(stack, { id: new_id() }), { session: new_id(), secret: new_id(), gateway: i % 2 }));
  for (const each of keepers) each.cookie = `verbund=${each.secret}`;
  const people = [...keepers, ...trials.map((each) => each.person)];
  const spaces = [...new Set(trials.map((each) => each.space))];
  const keeper_of = new Map(spaces.map((space, i) => [space, keepers[i % keepers.length]]));
  const hash = (each) => `\\x${createHash('sha256').update(each.secret).digest('hex')}`;
  const list = (rows) => rows.join(', ');
  // A statement for few rows each: what follows from the rows of a transaction is settled at its end, each by looking at all.
  const rows = (table, all) => Array.from({ length: Math.ceil(all.length / 50) }, (_, i) => `insert into ${table} values ${list(all.slice(i * 50, i * 50 + 50))};`).join('\n');
  await stack.sql(`
    insert into members.spaces (id, kind, name, plate, parent, readers, joins)
      select s, 'working_group', 'Wettlauf', 'WL', '${stack.association}', 'group', 'invitation' from unnest(array[${list(spaces.map((each) => `'${each}'`))}]::uuid[]) s;
    insert into members.members (id, email, name) values ${list(people.map((each) => `('${each.id}', '${each.id}@example.org', 'Wer')`))};
    ${rows('members.sessions (id, member, token_hash, kind, expires_at)', people.map((each) => `('${each.session}', '${each.id}', '${hash(each)}', 'browser', now() + interval '1 day')`))}
    insert into members.memberships (space, member, role) values ${list(keepers.map((each) => `('${stack.association}', '${each.id}', 'administration')`))};
    ${rows('members.memberships (space, member, role)', spaces.map((each) => `('${each}', '${keeper_of.get(each).id}', 'coordination')`))}
    ${rows('members.memberships (space, member, role)', trials.map((each) => `('${each.space}', '${each.person.id}', '${transition.role}')`))}`);
  const channels = new Map();
  await each_limited(spaces, 16, async (space) => channels.set(space, (await open_channel(keeper_of.get(space), space)).id));
  await each_limited(trials, 16, async (trial, i) => {
    Object.assign(trial, { channel: channels.get(trial.space), keeper: keeper_of.get(trial.space), by_method: Boolean(transition.method) && i % 2 === 0 });
    trial.person.gateway = trial.gateway;
    if (i % 3 === 0) trial.socket = await trial.person.connect();
  });
  return trials;
}

/** How a request ended: 'accepted', the kind of the refusal, or 'unknown' when the line was cut. */
async function attempt(trial, transition) {
  const [method, params] = transition.act(trial);
  const asked = trial.socket ? trial.socket.call(method, params) : trial.person.rpc(method, params);
  return asked.then(() => 'accepted', (error) => {
    if (error instanceof Refused) return error.kind;
    if (error instanceof Cut) return 'unknown';
    throw error;
  });
}

async function run_one(trial, transition, changer) {
  const during = [attempt(trial, transition)];
  // From nothing to a few milliseconds, so that the loss meets requests at every place of their way.
  await pause(Math.random() * 4);
  let lost = false;
  const changed = trial.by_method ? trial.keeper.rpc(...transition.method(trial)).then(() => changer.commit()) : changer.commit(transition.change(trial));
  const told = changed.then((horizon) => Object.assign(trial, { horizon })).finally(() => (lost = true));
  while (!lost && during.length < most_in_flight) {
    during.push(attempt(trial, transition));
    await Promise.race([told, pause(Math.random() * 4)]);
  }
  await told;
  const later = [attempt(trial, transition)];
  Object.assign(trial, { during: await Promise.all(during), later: await Promise.all(later) });
}

/** Runs all trials: what slipped through, as sentences, and how often which end was seen while the loss was on its way. */
export async function race(stack, transition, trials, changer) {
  await each_limited(trials, side_by_side, (trial) => run_one(trial, transition, changer));
  await each_limited(trials, side_by_side, async ({ socket }) => socket?.close());
  const slipped = [];
  const seen = {};
  for (const trial of trials) {
    for (const end of trial.during) seen[end] = (seen[end] ?? 0) + 1;
    for (const end of trial.later)
      if (end !== 'unknown' && !transition.told.includes(end)) slipped.push(`asked after the loss was acknowledged: ${end}`);
  }
  slipped.push(...(await late_rows(stack, transition, trials)));
  return { slipped, seen };
}

/** Rows whose transaction began after the loss was committed: by the ids of transactions, which clocks cannot mislead. */
async function late_rows(stack, { table, by }, trials) {
  const pairs = trials.map(({ person, horizon }) => `('${person.id}'::uuid, ${horizon % 2 ** 32}::bigint)`).join(', ');
  const rows = await stack.rows(`select r.id, r.xmin::text::bigint as began, t.horizon
    from ${table} r join (values ${pairs}) t (member, horizon) on t.member = r.${by} where r.xmin::text::bigint > t.horizon`);
  const accepted = trials.reduce((sum, trial) => sum + [...trial.during, ...trial.later].filter((end) => end === 'accepted').length, 0);
  const [{ stored }] = await stack.rows(`select count(*) as stored from ${table} where ${by} in (${trials.map(({ person }) => `'${person.id}'`).join(', ')})`);
  const late = rows.map((each) => `${table} ${each.id} was begun by ${each.began}, after ${each.horizon}`);
  if (stored < accepted) late.push(`${accepted} were accepted, but ${stored} are stored`);
  return late;
}
