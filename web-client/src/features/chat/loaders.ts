// Loads streams anew when they are too far behind for a replay.
import type { Connection } from '../../lib/rpc/connection';
import { as_changes } from '../../lib/streams/reducer';
import type { Loader } from '../../lib/streams/store';

const page = 200;
const most_pages = 5;

/** The loaders of the streams that chat owns. */
export function loaders(connection: Pick<Connection, 'call'>): Record<string, Loader> {
  return {
    /** The window from `from` on, at least the newest page, at most a thousand messages. */
    async channel(channel, from) {
      const messages = [];
      let before: number | undefined;
      for (let pages = 0; pages < most_pages; pages++) {
        const limit = pages === 0 ? 50 : page;
        const answer = await connection.call('chat.history', { channel, limit, ...(before ? { before } : {}) });
        messages.unshift(...answer.messages);
        before = answer.messages[0]?.number;
        if (!answer.more || before === undefined) return { changes: as_changes(messages), from: 0 };
        if (before <= from) break;
      }
      return { changes: as_changes(messages), from: before ?? 0 };
    },
    async member() {
      const { channels } = await connection.call('chat.list_channels', {});
      const changes = channels.map((each) => ({
        // Position 0: any mark that comes by event is newer.
        position: 0,
        type: 'read_mark',
        id: each.id,
        object: { channel: each.id, number: each.read_number, unread: each.unread, last_number: each.last_number },
      }));
      return { changes, from: 0 };
    },
    async space(space) {
      const { channels } = await connection.call('chat.list_channels', { space });
      const changes = channels.map(({ id, name, purpose, created_at }) => ({
        position: 0,
        type: 'channel',
        id,
        object: { id, space, name, purpose, created_at },
      }));
      return { changes, from: 0 };
    },
  };
}
