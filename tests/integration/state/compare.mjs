// Fresh state, by a new subscription or by loading, and how what a watcher holds differs from it.
import { pause, until } from '../../lib/wait.mjs';

/** Until no stream of any service moves any more: some follow others, a second later. */
export async function rest(stack) {
  const tables = await stack.rows(`select schemaname as schema from pg_tables where tablename = 'streams'`);
  const stands = () => stack.sql(`select ${tables.map(({ schema }) => `(select coalesce(sum(position), 0) from ${schema}.streams)`).join(' + ')}`);
  await until(async () => (await stands()) === (await pause(1_300).then(stands)), { within: 30_000, every: 1, what: 'rest' });
}

/** Everything of a stream as somebody sees it who comes now: {position, number, objects by id}. */
export async function fresh_state(member, stream) {
  const socket = await member.connect();
  try {
    const answer = await socket.subscribe(stream.name, { from_number: 0 });
    const objects = new Map(answer.objects.filter((each) => each.object !== null).map((each) => [each.id, each]));
    if (answer.resync_required) await load_channel(socket, stream, objects);
    return { position: answer.position, number: answer.number, objects };
  } finally {
    await socket.close();
  }
}

async function load_channel(socket, stream, objects) {
  if (!stream.numbered) throw new Error(`${stream.name} is too long for one answer, and nothing else loads it`);
  for (let before; ; ) {
    const page = await socket.call('chat.history', { channel: stream.name.split(':')[1], before, limit: 200 });
    for (const message of page.messages) objects.set(message.id, { id: message.id, type: 'message', position: message.position, object: message });
    before = page.messages[0]?.number;
    if (!page.more) return;
  }
}

const sorted = (value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]))
    : value;
const text_of = (object) => JSON.stringify(sorted(object));

/** What is to be seen of objects from a number on: text by type and id. */
function view(objects, from) {
  const seen = new Map();
  for (const { id, type, object } of objects) {
    if (object === null || (from > 0 && object.number < from)) continue;
    seen.set(`${type} ${id}`, text_of(object));
  }
  return seen;
}

/** The differences between a state of the shipped reducer and the fresh one, as sentences. */
export function differences(state, truth) {
  if (!state) return ['it holds nothing at all'];
  const [held, wanted] = [view(state.objects.values(), state.from), view(truth.objects.values(), state.from)];
  const found = [];
  if (state.position !== truth.position) found.push(`position ${state.position} instead of ${truth.position}`);
  for (const [key, text] of wanted) if (held.get(key) !== text) found.push(`${key} is ${held.get(key)} instead of ${text}`);
  for (const key of held.keys()) if (!wanted.has(key)) found.push(`${key} is held but gone`);
  return found;
}

/** Until somebody's position is as far as the fresh one; whoever never comes so far is told apart by differences(). */
export function caught_up(position_of, truth) {
  return until(() => (position_of() ?? -1) >= truth.position, { within: 6_000, every: 10, what: 'the newest position' }).catch(() => undefined);
}
