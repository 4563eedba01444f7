// Owns what was written and is not acknowledged yet: kept through a reload, sent in order, repeated with the same id.
import type { Message, SendMessage } from '../../protocol/types';
import { as_error, type Kind, type RpcError } from '../../lib/rpc/error';
import type { Link } from '../../lib/rpc/connection';
import type { Shelf } from '../../lib/storage';
import { uuid7 } from '../../lib/uuid';

export interface Entry {
  id: string;
  channel: string;
  body: string;
  reply_to?: string;
  made_at: string;
  /** Set when the server said no: it does not go out by itself any more. */
  failed?: Kind;
}

export interface Parts {
  member: string;
  shelf: Shelf;
  send: (params: SendMessage) => Promise<Message>;
  link: { readonly state: Link; watch(watcher: (link: Link) => void): () => void };
  /** Runs one thing at a time under this name, over all tabs. */
  locked: (name: string, run: () => Promise<void>) => Promise<void>;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  /** Told of every message that the server has stored. */
  on_sent: (message: Message) => void;
}

const least_pause = 500;
const most_pause = 3_000;

/** The unacknowledged messages of one member on this device. */
export class Outbox {
  private all: Entry[] = [];
  private by_channel = new Map<string, Entry[]>();
  private readonly draining = new Set<string>();
  private readonly watchers = new Set<() => void>();
  private readonly off: () => void;
  private closed = false;
  /** The session has ended: nothing is sent before the next connection. */
  private halted = false;

  constructor(private readonly parts: Parts) {
    this.refresh();
    this.off = parts.link.watch((link) => {
      this.halted = false;
      if (link === 'open') this.drain_all();
    });
    this.drain_all();
  }

  close(): void {
    this.closed = true;
    this.off();
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Everything, in the order of writing. */
  entries(): readonly Entry[] {
    return this.all;
  }

  of(channel: string): readonly Entry[] {
    return this.by_channel.get(channel) ?? none;
  }

  /** How many go out by themselves. */
  waiting(): number {
    return this.all.filter((entry) => !entry.failed).length;
  }

  /** Takes a message over; it is kept before anything is sent. */
  add(channel: string, body: string, reply_to?: string): Entry {
    const entry: Entry = {
      id: uuid7(), channel, body, made_at: new Date().toISOString(), ...(reply_to ? { reply_to } : {}),
    };
    this.keep(entry);
    this.refresh();
    void this.drain(channel);
    return entry;
  }

  /** Sends a failed one again, with the same id. */
  retry(id: string): void {
    const entry = this.all.find((each) => each.id === id);
    if (!entry) return;
    const again = { ...entry };
    delete again.failed;
    this.keep(again);
    this.refresh();
    void this.drain(entry.channel);
  }

  discard(id: string): void {
    this.parts.shelf.remove(this.key(id));
    this.refresh();
  }

  /** A message with this id came by event: the server has it, whatever became of the answer. */
  seen(id: string): void {
    if (this.all.some((entry) => entry.id === id)) this.discard(id);
  }

  /** Reads again what is kept: another tab may have changed it. */
  refresh(): void {
    const found: Entry[] = [];
    for (const key of this.parts.shelf.keys(this.key(''))) {
      const entry = parse(this.parts.shelf.get(key));
      if (entry) found.push(entry);
    }
    found.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.all = found;
    this.by_channel = new Map();
    for (const entry of found) this.by_channel.set(entry.channel, [...this.of(entry.channel), entry]);
    for (const watcher of [...this.watchers]) watcher();
  }

  /** Starts sending whatever waits. */
  drain_all(): void {
    for (const channel of this.by_channel.keys()) void this.drain(channel);
  }

  private key(id: string): string {
    return `outbox.${this.parts.member}.${id}`;
  }

  private keep(entry: Entry): void {
    this.parts.shelf.set(this.key(entry.id), JSON.stringify(entry));
  }

  private next(channel: string): Entry | undefined {
    if (this.closed || this.halted || this.parts.link.state !== 'open') return undefined;
    this.refresh();
    return this.of(channel).find((entry) => !entry.failed);
  }

  private async drain(channel: string): Promise<void> {
    if (this.draining.has(channel) || !this.next(channel)) return;
    this.draining.add(channel);
    try {
      await this.parts.locked(`verbund.outbox.${this.parts.member}.${channel}`, () => this.send_waiting(channel));
    } finally {
      this.draining.delete(channel);
    }
    // One that came between the last look and the end of the lock.
    if (this.next(channel)) void this.drain(channel);
  }

  /** One after another: the next goes out when the one before is acknowledged. */
  private async send_waiting(channel: string): Promise<void> {
    let failures = 0;
    for (let entry = this.next(channel); entry; entry = this.next(channel)) {
      try {
        const { id, body, reply_to } = entry;
        const message = await this.parts.send({ id, channel, body, ...(reply_to ? { reply_to } : {}) });
        failures = 0;
        this.parts.on_sent(message);
        this.discard(id);
      } catch (thrown) {
        const error = as_error(thrown);
        if (error.kind === 'unauthenticated') this.halted = true;
        else if (error.passing) await this.parts.sleep(this.pause(error, failures++));
        else this.fail(entry, error.kind);
      }
    }
  }

  private fail(entry: Entry, kind: Kind): void {
    // Discarded meanwhile in another tab, or already seen: nothing to mark.
    if (this.parts.shelf.get(this.key(entry.id)) === null) return;
    this.keep({ ...entry, failed: kind });
    this.refresh();
  }

  private pause(error: RpcError, failures: number): number {
    const most = Math.min(most_pause, least_pause * 2 ** failures);
    const jittered = most * (0.5 + this.parts.random() / 2);
    return Math.max(jittered, error.retry_after ?? 0);
  }
}

const none: readonly Entry[] = [];

function parse(kept: string | null): Entry | null {
  try {
    const entry = JSON.parse(kept ?? 'null') as Entry | null;
    return entry && typeof entry.id === 'string' && typeof entry.body === 'string' ? entry : null;
  } catch {
    return null;
  }
}
