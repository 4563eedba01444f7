// Keeps what is begun and not sent, per channel, on this device.
import type { Shelf } from '../../lib/storage';

/** The drafts of one member. */
export class Drafts {
  constructor(
    private readonly shelf: Shelf,
    private readonly member: string,
  ) {}

  private key(channel: string): string {
    return `draft.${this.member}.${channel}`;
  }

  get(channel: string): string {
    return this.shelf.get(this.key(channel)) ?? '';
  }

  set(channel: string, text: string): void {
    if (text.trim() === '') this.shelf.remove(this.key(channel));
    else this.shelf.set(this.key(channel), text);
  }
}
