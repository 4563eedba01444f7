// Which streams an events socket watches, and how far it has them: what a gateway must know to go on.
import type { LiveLevel } from '../../protocol/types';

interface Watched {
  level: LiveLevel;
  position: number;
}

/** 22 characters for the 16 bytes of an id, so that 200 streams fit into an address. */
function short(id: string): string {
  const bytes = id.replaceAll('-', '').replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').slice(0, 22);
}

function list(entries: [string, Watched][]): string {
  const kinds = new Map<string, string[]>();
  for (const [stream, { position }] of entries) {
    const [kind, id] = stream.split(':') as [string, string];
    kinds.set(kind, [...(kinds.get(kind) ?? []), `${short(id)}@${position}`]);
  }
  return [...kinds].map(([kind, ids]) => `${kind}:${ids.join(',')}`).join(';');
}

/** The server's bound for one session. */
const most = 200;

export class WatchedStreams {
  private readonly streams = new Map<string, Watched>();

  /** Whether these may be watched too. */
  has_room_for(streams: string[]): boolean {
    return this.streams.size + streams.filter((each) => !this.streams.has(each)).length <= most;
  }

  /** Watched from this position on; true when the gateway has to be told. */
  put(stream: string, level: LiveLevel, position: number): boolean {
    const present = this.streams.get(stream);
    this.streams.set(stream, { level, position: Math.max(position, present?.level === level ? present.position : 0) });
    return present?.level !== level;
  }

  remove(stream: string): boolean {
    return this.streams.delete(stream);
  }

  /** Whether this event is wanted and new; it counts as seen then. */
  takes(stream: string, level: LiveLevel, position: number): boolean {
    const present = this.streams.get(stream);
    if (!present || present.level !== level || present.position >= position) return false;
    present.position = position;
    return true;
  }

  level(stream: string): LiveLevel | undefined {
    return this.streams.get(stream)?.level;
  }

  private of(level: LiveLevel): [string, Watched][] {
    return [...this.streams].filter(([, each]) => each.level === level);
  }

  /** The n-th stream of the query, as an error's pointer counts them. */
  nth(n: number): string | undefined {
    return [...this.of('objects'), ...this.of('head')][n]?.[0];
  }

  /** For the address of GET /events. */
  query(): string {
    return `objects=${list(this.of('objects'))}&heads=${list(this.of('head'))}`;
  }
}
