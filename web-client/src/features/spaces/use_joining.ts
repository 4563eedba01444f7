// What one does about being in a space: joining, asking, answering an invitation, leaving.
import { useState } from 'react';
import type { Place, Space } from '../../protocol/types';
import { useClient } from '../../app/client';
import { as_error, type RpcError } from '../../lib/rpc/error';
import type { Key } from '../../lib/text/catalogue';
import { spaces_query } from './queries';

type Stand = Pick<Place, 'standing' | 'role'>;
const outside: Stand = { standing: 'none' };

function reason({ kind }: RpcError): Key {
  if (kind === 'internal') return 'state.internal';
  // Somebody decided meanwhile; the page then shows how it stands now.
  return ['conflict', 'forbidden', 'not_found'].includes(kind) ? 'joining.changed' : 'state.unreachable';
}

function standing_so(space: Space, { standing, role }: Stand): Space {
  const now: Space = { ...space, standing };
  delete now.role;
  return role ? { ...now, role } : now;
}

/** `problem`: why the last attempt did not work, if it did not. */
export function useJoining({ id: space }: Space) {
  const { connection, query } = useClient();
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<Key | null>(null);
  async function ask(work: () => Promise<Stand>) {
    set_busy(true);
    set_problem(null);
    try {
      const stand = await work();
      query.setQueryData(spaces_query(connection).queryKey, (all) => all?.map((each) => (each.id === space ? standing_so(each, stand) : each)));
    } catch (thrown) {
      set_problem(reason(as_error(thrown)));
    }
    set_busy(false);
    // Not waited for: without a network the lists would come late, and nothing could be tried again until then.
    for (const queryKey of [['spaces'], ['channels'], ['members', space]]) void query.invalidateQueries({ queryKey });
  }
  return {
    busy, problem,
    join: (note = '') => ask(() => connection.call('space.join', { space, ...(note ? { note } : {}) })),
    accept: () => ask(() => connection.call('space.accept', { space })),
    decline: () => ask(() => connection.call('space.decline', { space }).then(() => outside)),
    withdraw: () => ask(() => connection.call('space.withdraw', { space }).then(() => outside)),
    leave: () => ask(() => connection.call('space.leave', { space }).then(() => outside)),
  };
}

export type Joining = ReturnType<typeof useJoining>;
