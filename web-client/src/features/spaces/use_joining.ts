// What one does about being in a space: joining, asking, answering an invitation, leaving.
import { useState } from 'react';
import type { Space } from '../../protocol/types';
import { useClient } from '../../app/client';
import { as_error, type RpcError } from '../../lib/rpc/error';
import type { Key } from '../../lib/text/catalogue';

export interface Joining {
  busy: boolean;
  /** Why the last attempt did not work, if it did not. */
  problem: Key | null;
  join: (note?: string) => void;
  accept: () => void;
  decline: () => void;
  withdraw: () => void;
  leave: () => void;
}

function reason({ kind }: RpcError): Key {
  if (kind === 'internal') return 'state.internal';
  // Somebody decided meanwhile; the page then shows how it stands now.
  return ['conflict', 'forbidden', 'not_found'].includes(kind) ? 'joining.changed' : 'state.unreachable';
}

export function useJoining({ id: space }: Space): Joining {
  const { connection, query } = useClient();
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Key | null>(null);
  async function ask(work: () => Promise<unknown>) {
    set_busy(true);
    set_problem(null);
    try {
      await work();
    } catch (thrown) {
      set_problem(reason(as_error(thrown)));
    }
    await Promise.all([['spaces'], ['channels'], ['members', space]].map((queryKey) => query.invalidateQueries({ queryKey })));
    set_busy(false);
  }
  return {
    busy, problem,
    join: (note) => void ask(() => connection.call('space.join', { space, ...(note ? { note } : {}) })),
    accept: () => void ask(() => connection.call('space.accept', { space })),
    decline: () => void ask(() => connection.call('space.decline', { space })),
    withdraw: () => void ask(() => connection.call('space.withdraw', { space })),
    leave: () => void ask(() => connection.call('space.leave', { space })),
  };
}
