// Owns the names of people: asked for in batches, kept as long as the page lives.
import { useSyncExternalStore } from 'react';
import type { MemberCard } from '../../protocol/types';
import type { Connection } from '../../lib/rpc/connection';

const most_at_once = 200;

/** Names and plates by member. */
export class People {
  /** null: asked, and nobody one may see. */
  private readonly cards = new Map<string, MemberCard | null>();
  private readonly asked = new Set<string>();
  private wanted: string[] = [];
  private readonly watchers = new Set<() => void>();

  /** `me` is known by name before anybody was asked, also without a network. */
  constructor(
    private readonly connection: Pick<Connection, 'call'>,
    private readonly me?: MemberCard,
  ) {}

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** The card of a member: undefined until it is known, null when there is none to see. */
  card(id: string): MemberCard | null | undefined {
    const known = this.cards.get(id);
    if (known === undefined && !this.asked.has(id)) this.ask(id);
    return known === undefined && id === this.me?.id ? this.me : known;
  }

  /** Takes cards that came with something else. */
  learn(cards: readonly MemberCard[]): void {
    for (const card of cards) this.cards.set(card.id, card);
    if (cards.length > 0) this.tell();
  }

  private tell(): void {
    for (const watcher of [...this.watchers]) watcher();
  }

  private ask(id: string): void {
    this.asked.add(id);
    this.wanted.push(id);
    // Everybody asked for while one view is drawn goes into one call.
    if (this.wanted.length === 1) setTimeout(() => this.fetch(), 0);
  }

  private fetch(): void {
    const wanted = this.wanted;
    this.wanted = [];
    for (let i = 0; i < wanted.length; i += most_at_once) void this.fetch_some(wanted.slice(i, i + most_at_once));
  }

  private async fetch_some(ids: string[]): Promise<void> {
    try {
      const answer = await this.connection.call('member.cards', { members: ids });
      for (const id of ids) this.cards.set(id, null);
      for (const card of answer.members) this.cards.set(card.id, card);
      this.tell();
    } catch {
      // Asked again when the view next needs them.
      setTimeout(() => {
        for (const id of ids) this.asked.delete(id);
        this.tell();
      }, 2_000);
    }
  }
}

/** One member's card in a component. */
export function useCard(people: People, id: string): MemberCard | null | undefined {
  return useSyncExternalStore(people.watch, () => people.card(id));
}
