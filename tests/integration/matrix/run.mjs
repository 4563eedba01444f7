// Runs the cells of the matrix: asks, records what came, and looks for what may not be in it.
import { Refused } from '../../lib/client.mjs';
import { each_limited } from '../../lib/wait.mjs';
import { combinations, memberships, objects, roles } from './axes.mjs';
import { expected } from './judge.mjs';
import { methods } from './policy.mjs';
import { Person, session_rows } from './people.mjs';
import { method_of, recipes } from './recipes.mjs';

const at_once = 64;

/** Every cell of one use of a method, with what the policy says about it. */
export function cells_of(use, world) {
  const { possible } = combinations(recipes[use].objects);
  return possible.map((each, i) => {
    const cell = { use, ...each, actor: world.actor(each), wire: i % 4 ? 'socket' : 'http' };
    return { ...cell, wanted: expected(cell) };
  });
}

/** The words of the axes, and those that only some recipes use for objects. */
export const words = { roles, memberships, objects: [...new Set(Object.values(recipes).flatMap((each) => each.objects).concat(objects))] };

/** What the catalogue asks for and neither policy nor recipes answer, and the other way round. */
export function unspecified(catalogue) {
  const uses = Object.keys(methods);
  const streams = [...new Set(catalogue['x-objects'].map((each) => each.stream))];
  const wanted = catalogue.methods.map((each) => each.name).filter((name) => name !== 'live.subscribe');
  const subscribing = streams.flatMap((kind) => ['objects', 'head'].map((level) => `live.subscribe: ${kind}, ${level}`));
  return [
    ...wanted.filter((name) => !uses.some((use) => method_of(use) === name)),
    ...subscribing.filter((use) => !uses.includes(use)),
    ...uses.filter((use) => !recipes[use]),
    ...Object.keys(recipes).filter((use) => !methods[use]),
    ...uses.filter((use) => !catalogue.methods.some((each) => each.name === method_of(use))),
  ];
}

/** Connects everybody who can be, twice: what she watches as objects, and what as heads. */
export async function connect(world) {
  const living = [...world.people.values()].filter((each) => each.alive);
  await each_limited(living, 16, async (person) => {
    person.sockets = { objects: await person.connect(0), head: await person.connect(1) };
  });
}

export async function disconnect(world) {
  await Promise.all([...world.people.values()].flatMap((each) => Object.values(each.sockets ?? {}).map((socket) => socket.close())));
}

/** Runs prepared cells and puts into each what came: `got`, the whole answer as `text`, and what it told without ids as `told`. */
export async function run(cells, world) {
  await each_limited(cells, at_once, (cell) => run_one(cell, world));
  return cells;
}

/** Makes what cells use up: sessions, people, subjects, spaces. Whoever is denied uses up nothing, and takes what is there. */
export async function prepare(cells, world) {
  const doubles = [];
  const rows = cells.map((cell) => {
    const recipe = recipes[cell.use];
    cell.target = world.of.get(cell.object);
    if (recipe.fresh === 'session') return session_rows([(cell.actor = cell.actor.twin())]);
    if (cell.wanted !== 'allow') return '';
    const made = [];
    if (recipe.fresh === 'space' && cell.target) {
      const like = world.space_like(cell.object);
      cell.target = like.target;
      made.push(like.rows);
    }
    if (['person', 'space'].includes(recipe.fresh)) {
      cell.actor = new Person(world.stack, cell.role, cell.membership);
      doubles.push([cell.actor, (cell.target ?? world.of.get('public')).space]);
    }
    if (recipe.subject) {
      const person = world.new_subject();
      made.push(world.subject_rows(cell.target?.space, recipe.subject, person));
      cell.target = { ...cell.target, subjects: { [recipe.subject]: person } };
    }
    if (recipe.second_session) made.push(session_rows([(cell.second = cell.actor.twin())]));
    return made.join('\n');
  });
  const statements = [...rows, world.double_rows(doubles)].filter((each) => each.trim() !== '');
  // At once: who has left must not have been a space's coordination for a moment, which others would be told.
  if (statements.length > 0) await world.stack.sql(`begin;\n${statements.join('\n')}\ncommit;`);
}

async function run_one(cell, world) {
  const recipe = recipes[cell.use];
  const params = recipe.params(cell, world, cell.actor);
  const answer = await ask(cell, recipe, params);
  cell.asked = JSON.stringify(params);
  cell.text = answer.text;
  cell.told = nameless(JSON.stringify(answer.error ?? answer.result));
  cell.got = answer.error ? answer.error.data.kind : recipe.judge ? recipe.judge(answer.result, cell.target) : 'allow';
  if (recipe.level) cell.subscribed = answer.result?.streams[0];
}

/** An answer as it is, but for ids. */
const nameless = (text) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '#');

async function ask({ use, wire, actor }, recipe, params) {
  const method = method_of(use);
  const socket = actor.sockets?.[recipe.level ?? 'objects'];
  if (socket && (recipe.level || recipe.socket || (wire === 'socket' && !recipe.http)))
    return socket.call(method, params).then(
      (result) => ({ result, text: JSON.stringify(result) }),
      (error) => {
        if (!(error instanceof Refused)) throw error;
        return { error: { code: error.code, data: error.data }, text: `${error.message} ${JSON.stringify(error.data)}` };
      },
    );
  // Who cannot sign in gets no socket either; nobody may find in the refusal what an answer would have held.
  if (recipe.level || recipe.socket) return handshake(actor);
  const { json, text } = await actor.post(method, params);
  if (!json || (json.error === undefined) === (json.result === undefined)) throw new Error(`${use} for ${actor.role}/${actor.membership}: ${text}`);
  return { result: json.result, error: json.error && { code: json.error.code, data: json.error.data }, text };
}

async function handshake(actor) {
  try {
    const opened = await actor.connect();
    return { result: { streams: [{}] }, text: '', opened };
  } catch (error) {
    if (!error.message.includes('HTTP 401')) throw error;
    return { error: { code: 401, data: { kind: 'unauthenticated' } }, text: error.message };
  }
}

const place = (cell) => `${cell.use} · ${cell.role} · ${cell.membership} · ${cell.object}`;

/** Cells that came out otherwise than the policy says: told apart by which way. */
export function wrong(cells) {
  const found = { leaks: [], refused: [] };
  for (const cell of cells) {
    if (cell.got === cell.wanted) continue;
    const sentence = `${place(cell)}: ${cell.got} instead of ${cell.wanted}`;
    // Whatever is allowed that should not be, or told in another way than it should be, is a leak.
    (cell.wanted === 'allow' ? found.refused : found.leaks).push(sentence);
  }
  return found;
}

/** Words of the object in an answer that denies it, and of deleted texts in anybody's. */
export function canaries(cells, world) {
  const gone = world.spaces.flatMap((each) => each.gone ?? []);
  return cells.flatMap((cell) => {
    const secrets = cell.got === 'allow' ? gone : [...gone, ...(world.of.get(cell.object)?.secrets ?? [])];
    return secrets.filter((each) => cell.text.includes(each) && !cell.asked.includes(each)).map((each) => `${place(cell)}: the answer holds ${each}`);
  });
}

/** Answers about what is hidden that differ from answers about what does not exist. */
export function distinguishable(cells) {
  const who = (cell) => `${cell.role}/${cell.membership}`;
  const absent = new Map(cells.filter((each) => each.object === 'not existing').map((each) => [who(each), each.told]));
  return cells
    .filter((cell) => ['not_found', 'hidden'].includes(cell.got) && cell.object !== 'not existing' && absent.has(who(cell)))
    .filter((cell) => absent.get(who(cell)) !== cell.told)
    .map((cell) => `${place(cell)}: ${cell.told} is not ${absent.get(who(cell))}`);
}
