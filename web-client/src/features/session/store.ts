// Owns who is signed in on this page, and tells other tabs when that ends.
import { useSyncExternalStore } from 'react';
import type { CurrentSession } from '../../protocol/types';
import { as_error } from '../../lib/rpc/error';
import type { Connection } from '../../lib/rpc/connection';
import { wipe } from '../../lib/storage';

/** Why there is no session, when it was not the reader who ended it. */
export type Reason = 'expired' | 'revoked' | null;
export type SessionState =
  | { status: 'starting' }
  | { status: 'away' }
  /** `wiped`: what was kept on the device is gone with the session. */
  | { status: 'out'; reason: Reason; wiped: boolean }
  | { status: 'in'; session: CurrentSession };

/** The session of this page. */
export class SessionStore {
  private current: SessionState = { status: 'starting' };
  private readonly watchers = new Set<() => void>();
  private readonly tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('verbund');

  constructor(private readonly connection: Connection) {
    connection.on_ended = (reason) => this.lose(reason);
    if (this.tabs)
      this.tabs.onmessage = (event: MessageEvent<string>) => {
        if (event.data === 'signed_out') void this.leave_nothing();
        // Another tab changed who is signed in: this page's things belong to somebody else now.
        else if (event.data === 'signed_in') location.reload();
      };
  }

  get state(): SessionState {
    return this.current;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private set(next: SessionState): void {
    this.current = next;
    for (const watcher of [...this.watchers]) watcher();
  }

  /** Asks the server who is signed in. */
  async load(): Promise<void> {
    try {
      this.enter(await this.connection.call('session.current', {}));
    } catch (thrown) {
      const error = as_error(thrown);
      this.set(error.kind === 'unauthenticated' ? { status: 'out', reason: null, wiped: false } : { status: 'away' });
    }
  }

  async sign_in(email: string, password: string, shared_device: boolean): Promise<void> {
    this.enter(await this.connection.call('session.sign_in', { email, password, shared_device }));
    this.tabs?.postMessage('signed_in');
  }

  /** Takes over a session that the server just made. */
  enter(session: CurrentSession): void {
    this.set({ status: 'in', session });
    this.connection.start();
  }

  /** Ends the session on the server and removes everything kept on this device. */
  async sign_out(): Promise<void> {
    await this.connection.call('session.sign_out', {}).catch((thrown: unknown) => {
      if (as_error(thrown).kind !== 'unauthenticated') throw thrown;
    });
    this.tabs?.postMessage('signed_out');
    await this.leave_nothing();
  }

  /** The session ended by itself: who comes next at a shared device must find nothing; on an own one what waits is kept. */
  private lose(reason: Reason): void {
    const shared = this.current.status === 'in' && this.current.session.shared_device;
    this.set({ status: 'out', reason, wiped: shared });
    if (shared) void wipe();
  }

  /** Leaves, and what this tab alone holds goes too: no other tab can remove it. */
  private async leave_nothing(): Promise<void> {
    this.connection.stop();
    this.set({ status: 'out', reason: null, wiped: true });
    await wipe();
  }
}

/** The session in a component. */
export function useSessionState(store: SessionStore): SessionState {
  return useSyncExternalStore(store.watch, () => store.state);
}
