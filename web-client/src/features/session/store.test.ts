// What is left on a device when a session ends.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection, Ended } from '../../lib/rpc/connection';
import { lasting, passing } from '../../lib/storage';
import type { CurrentSession } from '../../protocol/types';
import { SessionStore } from './store';

/** All tabs of one browser: whoever posts is heard by the others. */
class FakeChannel {
  static all: FakeChannel[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor() {
    FakeChannel.all.push(this);
  }
  postMessage(data: string) {
    for (const other of FakeChannel.all) if (other !== this) other.onmessage?.({ data });
  }
}

function make_tab(shared_device: boolean) {
  const connection = {
    on_ended: null as unknown as (why: Ended) => void,
    start: vi.fn(),
    stop: vi.fn(),
    call: () => Promise.resolve({}),
  };
  const store = new SessionStore(connection as unknown as Connection);
  store.enter({ member: 'm', shared_device } as CurrentSession);
  return { connection, store };
}

beforeEach(() => {
  FakeChannel.all = [];
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  for (const shelf of [lasting, passing]) shelf.set('draft.m.c', 'begun');
});
afterEach(() => vi.unstubAllGlobals());

const kept = () => [lasting.get('draft.m.c'), passing.get('draft.m.c')];

describe('the end of a session', () => {
  it('takes everything with it in a tab that hears of the signing out from another', () => {
    const { store, connection } = make_tab(true);
    new FakeChannel().postMessage('signed_out');
    expect(store.state).toEqual({ status: 'out', reason: null, wiped: true });
    expect(connection.stop).toHaveBeenCalled();
    expect(kept()).toEqual([null, null]);
  });

  it('is told to the other tabs when somebody signs out', async () => {
    const other = make_tab(false);
    await make_tab(false).store.sign_out();
    expect(other.store.state.status).toBe('out');
    expect(kept()).toEqual([null, null]);
  });

  it.each(['expired', 'revoked'] as const)('by itself (%s) leaves nothing on a shared device, and does not claim otherwise', (reason) => {
    const { store, connection } = make_tab(true);
    connection.on_ended(reason);
    expect(store.state).toEqual({ status: 'out', reason, wiped: true });
    expect(kept()).toEqual([null, null]);
  });

  it('by itself keeps what waits on an own device', () => {
    const { store, connection } = make_tab(false);
    connection.on_ended('expired');
    expect(store.state).toEqual({ status: 'out', reason: 'expired', wiped: false });
    expect(kept()).toEqual(['begun', 'begun']);
  });
});
