// Sets what is new like a table of contents: what is meant for me first, then group by group. Pure.
import type { ChannelEntry, Excerpt, InboxItem, Space } from '../../protocol/types';
import { joined } from '../spaces/queries';

/** One line: somebody said something somewhere. */
export interface Line {
  key: string;
  kind: 'mention' | 'channel';
  channel: string;
  space: string;
  author: string;
  /** Markdown; null while it is being loaded. */
  words: string | null;
  at: string;
  /** The message to go to; null: where the new begins. */
  number: number | null;
  /** There is nothing else unread in its channel: who has read this line has read the channel. */
  alone: boolean;
}

export interface Section {
  /** null: what is meant for me. */
  space: Space | null;
  lines: Line[];
}

interface Known {
  unseen: readonly InboxItem[];
  /** The messages that mention me, by id. */
  mentioning: ReadonlyMap<string, Excerpt>;
  fresh: readonly Excerpt[];
  channels: readonly ChannelEntry[];
  /** How much of a channel is unread, as counted here. */
  unread: (channel: string) => number;
}

/** Every line there is now. */
export function lines_of({ unseen, mentioning, fresh, channels, unread }: Known): Line[] {
  const first_of = new Map(fresh.map((each) => [each.channel, each.id]));
  const told = new Set<string>();
  const mentions = unseen.map((item): Line => {
    const { id, channel, space, author, at } = item;
    const alone = unread(channel) === 1 && first_of.get(channel) === item.message;
    if (alone) told.add(channel);
    return { key: id, kind: 'mention', channel, space, author, words: mentioning.get(item.message)?.words ?? null, number: mentioning.get(item.message)?.number ?? null, at, alone };
  });
  const space_of = new Map(channels.map((channel) => [channel.id, channel.space]));
  const of_channels = fresh.flatMap(({ channel, author, words, sent_at }): Line[] => {
    const space = space_of.get(channel);
    if (!space || unread(channel) === 0 || told.has(channel)) return [];
    return [{ key: channel, kind: 'channel', channel, space, author, words, number: null, at: sent_at, alone: true }];
  });
  return [...mentions, ...of_channels];
}

/** Lines under their headings: me first, own regions, the whole association last; within, the newest first. */
export function sections_of(lines: readonly Line[], spaces: readonly Space[]): Section[] {
  const newest = (a: Line, b: Line) => (a.at < b.at ? 1 : -1);
  const mine = { space: null, lines: lines.filter((line) => line.kind === 'mention').sort(newest) };
  const groups = joined(spaces).map((space) => ({
    space,
    lines: lines.filter((line) => line.kind === 'channel' && line.space === space.id).sort(newest),
  }));
  return [mine, ...groups].filter((section) => section.lines.length > 0);
}

/** The time of the oldest line; null when there is none. */
export function since(lines: readonly Line[]): string | null {
  return lines.reduce<string | null>((least, { at }) => (least === null || at < least ? at : least), null);
}

/** The first words as a reader sees them: an excerpt may end within a link. */
export function whole_words(words: string): string {
  return words.replace(/\[[^\]]*$|\[[^\]]*\]\([^)]*$/, '').trimEnd();
}
