// Owns how much is unread per channel, between the server's own counts: never counted up on a push.
import type { ChannelEntry, ReadMark } from '../../protocol/types';

/** What is known of one channel. */
export interface Count {
  last: number;
  read: number;
  /** How many beyond `read` do not count: own and deleted ones, as the server told. */
  aside: number;
  /** The last number there was when the server counted. */
  counted: number;
  /** Own numbers beyond that; they are not unread to me. */
  mine: readonly number[];
}

export const most = 1_000;

/** As the list of channels tells it. */
export function counted(entry: ChannelEntry): Count {
  const beyond = entry.last_number - entry.read_number;
  const aside = entry.unread >= most ? 0 : Math.max(0, beyond - entry.unread);
  return { last: entry.last_number, read: entry.read_number, aside, counted: entry.last_number, mine: [] };
}

/** The stream has reached a number. */
export function moved(count: Count, last: number): Count {
  return last > count.last ? { ...count, last } : count;
}

/** A read mark came, from here or from another device; a mark never goes back. */
export function marked(count: Count, mark: ReadMark): Count {
  if (mark.number <= count.read) return count;
  // A service of 0.1.0 does not say up to which number it has counted.
  const counted_to = (mark.last_number as number | undefined) ?? Math.max(count.last, mark.number);
  const aside = mark.unread >= most ? 0 : Math.max(0, counted_to - mark.number - mark.unread);
  const mine = count.mine.filter((each) => each > counted_to);
  return { last: Math.max(count.last, counted_to), read: mark.number, aside, counted: counted_to, mine };
}

/** A message of my own got this number. */
export function wrote(count: Count, number: number): Count {
  if (number <= count.counted || number <= count.read || count.mine.includes(number)) return count;
  return { ...count, mine: [...count.mine, number] };
}

/** What to show. */
export function unread(count: Count): number {
  const mine = count.mine.filter((each) => each > count.read).length;
  return Math.min(most, Math.max(0, count.last - count.read - count.aside - mine));
}
