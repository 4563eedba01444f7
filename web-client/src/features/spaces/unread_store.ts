// Keeps the unread counts of all channels of the member true, from lists, heads and read marks.
import { useSyncExternalStore } from 'react';
import type { ChannelEntry, Message, ReadMark } from '../../protocol/types';
import { objects_of } from '../../lib/streams/reducer';
import type { Streams } from '../../lib/streams/store';
import { counted, marked, moved, unread, wrote, type Count } from './unread';

/** Unread counts by channel. */
export class UnreadStore {
  private counts = new Map<string, Count>();
  private readonly watchers = new Set<() => void>();
  private readonly off: (() => void)[];
  private version = 0;

  constructor(
    private readonly streams: Streams,
    private readonly member: string,
  ) {
    const mine = `member:${member}`;
    this.off = [
      streams.hold(mine, 'objects'),
      streams.watch(mine, () => this.take_marks()),
      streams.watch('', () => this.take_heads()),
    ];
  }

  close(): void {
    for (const off of this.off) off();
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Grows with every change, for components that show several counts. */
  readonly revision = (): number => this.version;

  of(channel: string): number {
    const count = this.counts.get(channel);
    return count ? unread(count) : 0;
  }

  /** Up to which number the channel is read; null while unknown. */
  read(channel: string): number | null {
    return this.counts.get(channel)?.read ?? null;
  }

  /** The last number of the channel; null while unknown. */
  last(channel: string): number | null {
    return this.counts.get(channel)?.last ?? null;
  }

  /** Takes the server's own counts over. */
  load(entries: readonly ChannelEntry[]): void {
    this.change(() => {
      for (const entry of entries) this.counts.set(entry.id, counted(entry));
    });
    this.take_heads();
    this.take_marks();
  }

  /** A message of the member's own was stored. */
  own(message: Message): void {
    if (message.author === this.member) this.update(message.channel, (count) => wrote(count, message.number));
  }

  mark(mark: ReadMark): void {
    this.update(mark.channel, (count) => marked(count, mark));
  }

  private take_marks(): void {
    const state = this.streams.state(`member:${this.member}`);
    if (state) for (const mark of objects_of<ReadMark>(state, 'read_mark')) this.mark(mark);
  }

  private take_heads(): void {
    for (const channel of [...this.counts.keys()]) {
      const head = this.streams.head(`channel:${channel}`);
      if (head) this.update(channel, (count) => moved(count, head.number));
    }
  }

  private update(channel: string, change: (count: Count) => Count): void {
    const count = this.counts.get(channel);
    if (!count) return;
    const next = change(count);
    if (unread(next) === unread(count) && next.read === count.read && next.last === count.last && next.mine === count.mine) return;
    this.change(() => this.counts.set(channel, next));
  }

  private change(run: () => void): void {
    run();
    this.version++;
    for (const watcher of [...this.watchers]) watcher();
  }
}

/** Draws the component again when any count changes. */
export function useUnread(store: UnreadStore): UnreadStore {
  useSyncExternalStore(store.watch, store.revision);
  return store;
}
