// Loads a member's inbox anew when it is too far behind for a replay.
import type { Connection } from '../../lib/rpc/connection';
import type { Loader } from '../../lib/streams/store';

/** What is older is looked up page by page, by whoever wants to. */
const newest = 100;

/** The loaders of the streams that notify owns. */
export function inbox_loaders(connection: Pick<Connection, 'call'>): Record<string, Loader> {
  return {
    async inbox() {
      const { items } = await connection.call('notify.inbox', { limit: newest });
      // Position 0: any state that comes by event is newer.
      return { changes: items.map((item) => ({ position: 0, type: 'inbox_item', id: item.id, object: item })), from: 0 };
    },
  };
}
