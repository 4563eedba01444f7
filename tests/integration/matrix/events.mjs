// Who got which events: everybody who may watch a stream all of its changes, everybody else nothing.
import { until } from '../../lib/wait.mjs';
import { expected } from './judge.mjs';

/** The streams that people subscribed to, with where each stood: filled from the cells of live.subscribe. */
export class Audience {
  constructor(world) {
    this.world = world;
    this.watching = new Map();
  }

  take(cells, stream_of) {
    for (const cell of cells) {
      if (cell.got !== 'allow' || !cell.subscribed) continue;
      this.watching.set(`${cell.level} ${cell.actor.id} ${stream_of(cell)}`, cell.subscribed.position);
    }
  }

  get sockets() {
    return [...this.world.people.values()].filter((each) => each.alive).flatMap((each) => Object.entries(each.sockets).map(([level, socket]) => [each, level, socket]));
  }

  /** How many events anybody has got so far. */
  get heard() {
    return this.sockets.reduce((sum, [, , socket]) => sum + socket.events.length, 0);
  }

  /** Where every stream that anybody watches stands now, and at which positions its objects are: [stream, position, changes]. */
  async positions() {
    const tables = await this.world.stack.rows(`select schemaname as schema from pg_tables where tablename = 'streams'`);
    const of_chat = 'select s.kind, c.stream as id, c.position from chat.changes c join chat.streams s on s.id = c.stream';
    const of = ({ schema }) => (schema === 'chat' ? of_chat : `select stream_kind as kind, stream_id as id, position from ${schema}.changes`);
    const rows = await this.world.stack.rows(tables.map(({ schema }) => `select kind || ':' || id as stream, position from ${schema}.streams`).join(' union all '));
    const changes = await this.world.stack.rows(`select kind || ':' || id as stream, array_agg(position order by position) as all from (${tables.map(of).join(' union all ')}) c group by 1`);
    const by_stream = new Map(changes.map((each) => [each.stream, each.all]));
    const watched = new Set([...this.watching.keys()].map((each) => each.split(' ')[2]));
    return rows.filter(({ stream }) => watched.has(stream)).map(({ stream, position }) => [stream, position, by_stream.get(stream) ?? []]);
  }

  /** Compares what everybody got with where the streams stand now: sentences about what is missing, doubled or misdelivered. */
  async judge(positions, patience = 6_000) {
    const problems = [];
    const jobs = this.sockets.map(async ([person, level, socket]) => {
      const own = positions.map((each) => [...each, this.watching.get(`${level} ${person.id} ${each[0]}`)]).filter(([, , , from]) => from !== undefined);
      for (const [stream, position, , from] of own)
        await until(() => this.#reached(socket, level, stream) >= position || position === from, { within: patience, what: stream }).catch(() => undefined);
      const got = by_stream(socket.events);
      for (const [stream, position, changes, from] of own) {
        if (level === 'objects') problems.push(...holes(person, stream, got.get(stream) ?? [], changes.filter((each) => each > from)));
        else if (position > from && this.#reached(socket, level, stream) !== position) problems.push(`${name(person)}: no head of ${stream} at ${position}`);
      }
      for (const { method, params } of socket.events) {
        const stream = params.stream ?? method;
        if (!this.watching.has(`${level} ${person.id} ${stream}`)) problems.push(`${name(person)}: ${method} of ${stream} at level ${level}`);
      }
    });
    await Promise.all(jobs);
    return problems;
  }

  #reached(socket, level, stream) {
    const wanted = level === 'objects' ? 'live.changed' : 'live.head';
    return last(socket.events, (each) => each.method === wanted && each.params.stream === stream)?.params.position ?? 0;
  }

  /** Words of spaces in the frames of who may not read them. */
  canaries() {
    const found = [];
    for (const [person, level, socket] of this.sockets) {
      const frames = JSON.stringify(socket.events);
      for (const { object, secrets } of this.world.spaces) {
        if (expected({ use: 'chat.history', role: person.role, membership: person.membership, object }) === 'allow') continue;
        const seen = secrets.find((each) => frames.includes(each));
        if (seen) found.push(`${name(person)}: an event at level ${level} holds ${seen} of ${object}`);
      }
    }
    return found;
  }
}

const name = (person) => `${person.role} · ${person.membership}`;

/** The positions of the changes somebody got, in order of arrival, by stream. */
function by_stream(events) {
  const got = new Map();
  for (const { method, params } of events) {
    if (method !== 'live.changed') continue;
    if (!got.has(params.stream)) got.set(params.stream, []);
    got.get(params.stream).push(params.position);
  }
  return got;
}

/** Every object's latest change came; what an object was before may have been left out, but nothing twice or out of order. */
function holes(person, stream, got, wanted) {
  const missing = wanted.filter((each) => !got.includes(each));
  const unordered = got.filter((each, i) => i > 0 && each <= got[i - 1]);
  if (missing.length + unordered.length === 0) return [];
  return [`${name(person)}: of ${stream} came ${got.join(' ')}, without ${missing.join(' ')}, out of order ${unordered.join(' ')}`];
}

function last(list, fits) {
  for (let i = list.length - 1; i >= 0; i--) if (fits(list[i])) return list[i];
  return undefined;
}
