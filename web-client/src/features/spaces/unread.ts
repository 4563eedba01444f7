// Owns how much is unread per channel, between the server's own counts: never counted up on a push.
import type { ChannelEntry, ReadMark } from '../../protocol/types';

/** What is known of one channel. */
export interface Count {
  last: number;
  read: number;
  /** How many beyond `read` do not count: own and deleted ones, as the server told. */
  aside: number;
  /** The highest own number already set aside here. */
  own: number;
}

export const most = 1_000;

/** As the list of channels tells it. */
export function counted(entry: ChannelEntry): Count {
  const beyond = entry.last_number - entry.read_number;
  const aside = entry.unread >= most ? 0 : Math.max(0, beyond - entry.unread);
  return { last: entry.last_number, read: entry.read_number, aside, own: entry.last_number };
}

/** The stream has reached a number. */
export function moved(count: Count, last: number): Count {
  return last > count.last ? { ...count, last } : count;
}

/** A read mark came, from here or from another device; a mark never goes back. */
export function marked(count: Count, mark: ReadMark): Count {
  if (mark.number <= count.read) return count;
  const last = Math.max(count.last, mark.number);
  const aside = mark.unread >= most ? 0 : Math.max(0, last - mark.number - mark.unread);
  return { last, read: mark.number, aside, own: Math.max(count.own, last) };
}

/** A message of my own got this number; it is not unread to me. */
export function wrote(count: Count, number: number): Count {
  if (number <= count.own || number <= count.read) return count;
  return { ...count, own: number, aside: count.aside + 1 };
}

/** What to show. */
export function unread(count: Count): number {
  return Math.min(most, Math.max(0, count.last - count.read - count.aside));
}
