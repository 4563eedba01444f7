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

  /** Where every stream that anybody watches stands now: [stream, position]. */
  async positions() {
    const tables = await this.world.stack.rows(`select schemaname as schema from pg_tables where tablename = 'streams'`);
    const union = tables.map(({ schema }) => `select kind || ':' || id as stream, position from ${schema}.streams`).join(' union all ');
    const watched = new Set([...this.watching.keys()].map((each) => each.split(' ')[2]));
    const rows = await this.world.stack.rows(union);
    return rows.filter(({ stream }) => watched.has(stream)).map(({ stream, position }) => [stream, position]);
  }

  /** Compares what everybody got with where the streams stand now: sentences about what is missing, doubled or misdelivered. */
  async judge(positions) {
    const problems = [];
    const jobs = this.sockets.map(async ([person, level, socket]) => {
      for (const [stream, position] of positions) {
        const from = this.watching.get(`${level} ${person.id} ${stream}`);
        if (from === undefined) continue;
        await until(() => this.#reached(socket, level, stream) >= position || position === from, { within: 6_000, what: stream }).catch(() => undefined);
        if (level === 'objects') problems.push(...holes(person, socket, stream, from, position));
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

function holes(person, socket, stream, from, position) {
  const got = socket.changes(stream).map((each) => each.position);
  const wanted = Array.from({ length: position - from }, (_, i) => from + 1 + i);
  return got.join() === wanted.join() ? [] : [`${name(person)}: of ${stream} came ${got.join(' ')} instead of ${from + 1}…${position}`];
}

function last(list, fits) {
  for (let i = list.length - 1; i >= 0; i--) if (fits(list[i])) return list[i];
  return undefined;
}
