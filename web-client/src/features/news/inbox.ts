// What reached me and I have not seen, live.
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { InboxItem } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { objects_of } from '../../lib/streams/reducer';

/** The items I have not seen, newest first; null until they are loaded. */
export function useUnseen(): readonly InboxItem[] | null {
  const { streams, session } = useDesk();
  const stream = `inbox:${session.member}`;
  const watch = useCallback((watcher: () => void) => streams.watch(stream, watcher), [streams, stream]);
  const state = useSyncExternalStore(watch, () => streams.state(stream));
  useEffect(() => streams.hold(stream, 'objects'), [streams, stream]);
  return useMemo(
    () =>
      state &&
      objects_of<InboxItem>(state, 'inbox_item')
        .filter((item) => !item.seen_at)
        .sort((a, b) => b.number - a.number),
    [state],
  );
}

/** Items of a channel count as seen when their messages are on screen. */
export function useSeeing(channel: string, on_screen: ReadonlySet<string>): void {
  const { connection } = useClient();
  const unseen = useUnseen();
  const seen = (unseen ?? []).filter((item) => item.channel === channel && on_screen.has(item.message)).map((item) => item.id);
  const ids = seen.slice(0, 200).join(' ');
  useEffect(() => {
    // The stream tells what became of it; when this does not arrive, the next look at the channel asks again.
    if (ids) connection.call('notify.mark_seen', { items: ids.split(' ') }).catch(() => undefined);
  }, [connection, ids]);
}
