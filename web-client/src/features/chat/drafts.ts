// Keeps what is begun and not sent, per channel, and what is changed and not saved, per message, on this device.
import { useMemo } from 'react';
import { useDesk } from '../../app/client';
import type { Shelf } from '../../lib/storage';

/** The drafts of one member. */
export class Drafts {
  constructor(
    private readonly shelf: Shelf,
    private readonly member: string,
  ) {}

  /** `of`: the channel written to, or the message being changed. */
  private key(of: string): string {
    return `draft.${this.member}.${of}`;
  }

  get(of: string): string {
    return this.shelf.get(this.key(of)) ?? '';
  }

  set(of: string, text: string): void {
    if (text.trim() === '') this.shelf.remove(this.key(of));
    else this.shelf.set(this.key(of), text);
  }
}

/** The drafts of whoever is signed in. */
export function useDrafts(): Drafts {
  const { session, shelf } = useDesk();
  return useMemo(() => new Drafts(shelf, session.member), [shelf, session.member]);
}
