// Writes the history: one JSON line an event, in the order in which they happened to this process.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';

const short = (text) => createHash('sha1').update(text).digest('hex').slice(0, 10);

/** What stands for a text in the history; nothing for no text. */
export const text_mark = (text) => (text ? short(text) : '');

/** What stands for one state of one object: the same for the same members and values, in whatever order they came. */
export function version_of(object) {
  if (object === null || object === undefined) return null;
  const entries = Object.entries(object).filter(([, value]) => value !== null && value !== undefined);
  return short(JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** One state of one object of a stream, as the history keeps it. */
export function brief({ position, type, id, object }) {
  const known = { id, position, version: version_of(object) };
  // What is left unread beyond a mark grows with every message, the mark's position does not.
  if (type === 'read_mark' && object) known.version = version_of({ ...object, unread: undefined });
  if (type !== undefined && type !== 'message') known.of = type;
  if (object?.number !== undefined && known.of === undefined) known.number = object.number;
  if (object?.body !== undefined) known.text = text_mark(object.body);
  return known;
}

/** A message as a method answers it. */
export const brief_message = (object) => brief({ position: object.position, type: 'message', id: object.id, object });

export class History {
  constructor(file) {
    this.file = file;
    this.stream = createWriteStream(file);
    this.begun = process.hrtime.bigint();
    this.count = 0;
  }

  /** Nanoseconds since the beginning. */
  now() {
    return Number(process.hrtime.bigint() - this.begun);
  }

  note(who, gateway, type, f, key, value) {
    const event = { i: this.count++, t_ns: this.now(), process: who, gateway, type, f, key, value };
    this.stream.write(`${JSON.stringify(event)}\n`);
  }

  close() {
    return new Promise((resolve, reject) => this.stream.on('error', reject).end(resolve));
  }
}
