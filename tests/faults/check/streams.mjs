// Judges what arrived: every position once and in order, the same state for everybody, and in the end what is true.
import { shown } from './model.mjs';

/**
 * What may be missing between two events: states that were outdated before the later one was sent. A gap is repaired with
 * the present state of each object, so that a position of which nothing is left any more is passed over.
 */
function outdated(model) {
  const places = new Map();
  for (const [stream, object] of shown(model)) {
    const of = stream ?? `channel:${model.writes.get(object.id)?.channel}`;
    places.set(`${of} ${object.position}`, object.id);
  }
  const last = new Set();
  for (const [stream, { value }] of model.truth) {
    for (const { position } of value.objects ?? []) last.add(`${stream} ${position}`);
    for (const position of [...(value.changes ?? []).map(([, each]) => each), ...(value.gone ?? [])]) last.add(`${stream} ${position}`);
  }
  return (stream, position, i) => {
    const place = `${stream} ${position}`;
    if (last.has(place)) return false;
    const write = model.writes.get(places.get(place));
    if (!write) return true;
    return [...write.edits, ...write.deletes].some((one) => one.asked.i < i && !(one.end?.type === 'fail') && !(one.end?.value.position <= position));
  };
}

/** Follows every subscription of every connection. */
export function judge_streams(model, report) {
  const watching = new Map();
  const passed_over = outdated(model);
  for (const { i, process, type, f, key, value } of model.events) {
    const name = `${process} ${key}`;
    if (f === 'cut' || f === 'connect') {
      for (const each of [...watching.keys()]) if (each.startsWith(`${process} `)) watching.delete(each);
    } else if (f === 'closed') watching.delete(name);
    else if (f === 'resume' && type === 'ok') {
      if (value.resync || value.level === 'head') watching.delete(name);
      // Who watched already may have had more than the answer holds; what the answer holds does not come again.
      else watching.set(name, { position: Math.max(value.position, watching.get(name)?.position ?? 0), since: i, last: i });
    } else if (f === 'recv') {
      const at = watching.get(name);
      if (!at) {
        report.add('unasked', `${process} was sent position ${value.position} of ${key}, which she does not watch`, [i]);
        continue;
      }
      for (let missing = at.position + 1; missing < value.position; missing++)
        if (!passed_over(key, missing, i)) report.add('silent_gap', `${process} got position ${value.position} of ${key} without ${missing}`, [at.since, at.last, i]);
      if (value.position > at.position + 1) report.passed_over += 1;
      else if (value.position === at.position) report.add('dup', `${process} got position ${value.position} of ${key} twice`, [at.since, at.last, i]);
      else if (value.position < at.position) report.add('reorder', `${process} got position ${value.position} of ${key} after ${at.position}`, [at.since, at.last, i]);
      Object.assign(at, { position: Math.max(at.position, value.position), last: i });
    }
  }
}

/** One object at one position is one and the same for everybody, and only texts that somebody wrote are ever shown. */
export function judge_states(model, report) {
  const known = new Map();
  const places = new Map();
  const written = new Map();
  for (const { id, sends, edits } of model.writes.values()) {
    const first = sends[0]?.asked.value.text;
    const possible = [...sends.filter((one) => one.asked.value.text === first), ...edits].filter((one) => one.end?.type !== 'fail');
    written.set(id, new Set(possible.map((one) => one.asked.value.text)));
  }
  for (const [stream, object, event] of shown(model)) {
    // The same channel has a read mark in every member's own stream.
    const name = `${object.of ? stream : ''} ${object.id} ${object.position}`;
    const before = known.get(name);
    if (before && before.version !== object.version)
      report.add('diverged', `${object.id} at position ${object.position} is ${before.version} and ${object.version}`, [before.i, event.i]);
    else if (!before) known.set(name, { version: object.version, i: event.i });
    if (object.of || !stream?.startsWith('channel:')) continue;
    const place = `${stream} ${object.position}`;
    const other = places.get(place);
    if (other && other.id !== object.id) report.add('dup', `position ${object.position} of ${stream} is of ${other.id} and of ${object.id}`, [other.i, event.i]);
    else if (!other) places.set(place, { id: object.id, i: event.i });
    if (object.text && !written.get(object.id)?.has(object.text)) report.add('phantom', `${object.id} shows a text that nobody wrote, or that was refused`, [event.i]);
  }
}

/** Pages are in order of number, none missing inside. */
export function judge_pages(model, report) {
  for (const { i, type, f, key, value } of model.events) {
    if (type !== 'ok' || f !== 'page') continue;
    value.objects.forEach((object, at) => {
      const before = value.objects[at - 1];
      if (before && object.number <= before.number) report.add('reorder', `a page of ${key} has number ${object.number} after ${before.number}`, [i]);
      else if (before && object.number > before.number + 1) report.add('holes', `a page of ${key} has number ${object.number} after ${before.number}`, [i]);
    });
  }
}

/** At the end every client, whoever looked all the time and whoever came last, holds what is there. */
export function judge_ends(model, report) {
  const last = new Map();
  for (const event of model.events) if (event.f === 'fresh' && event.type === 'ok' && event.i > model.drained) last.set(`${event.process} ${event.key}`, event);
  const ends = [...model.states, ...last.values()];
  if (ends.length === 0) report.add('diverged', 'no client told what it holds in the end', []);
  for (const { i, process, key, value } of ends) {
    const truth = model.truth.get(key);
    if (!truth) {
      report.add('phantom', `${process} holds ${key}, which is not there`, [i]);
      continue;
    }
    if (value.position !== truth.value.position)
      report.add('diverged', `${process} stands at position ${value.position} of ${key}, the truth at ${truth.value.position}`, [i, truth.i]);
    if (truth.value.objects) compare(process, key, value, truth, i, report);
    if (truth.value.changes) compare_positions(process, key, value, truth, i, report);
  }
}

function compare(process, key, value, truth, i, report) {
  const held = new Map(value.objects.map((each) => [each.id, each]));
  for (const object of truth.value.objects) {
    if (object.number < value.from) continue;
    const own = held.get(object.id);
    held.delete(object.id);
    if (!own) report.add('diverged', `${process} lacks ${object.id}, number ${object.number} of ${key}`, [i, truth.i]);
    else if (own.version !== object.version) report.add('diverged', `${process} holds another state of ${object.id} (position ${own.position}, the truth ${object.position})`, [i, truth.i]);
  }
  for (const { id, number } of held.values()) if (!(number < value.from)) report.add('diverged', `${process} holds ${id}, which is not in ${key}`, [i, truth.i]);
}

function compare_positions(process, key, value, truth, i, report) {
  const held = new Map(value.objects.map((each) => [each.id, each.position]));
  for (const [id, position] of truth.value.changes)
    if (held.get(id) !== position && held.get(id) !== 0) report.add('diverged', `${process} has ${id} of ${key} from position ${held.get(id)}, the truth from ${position}`, [i, truth.i]);
}
