// Whether the connection has been away long enough to speak of it.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useClient } from './client';

/** A cut shorter than this is nobody's business. */
const patience = 1_500;

/** True when the connection has been away long enough to say so. */
export function useAway(): boolean {
  const { connection } = useClient();
  const link = useSyncExternalStore(
    (watcher) => connection.watch(watcher),
    () => connection.state,
  );
  const online = useSyncExternalStore(
    (watcher) => {
      window.addEventListener('online', watcher);
      window.addEventListener('offline', watcher);
      return () => {
        window.removeEventListener('online', watcher);
        window.removeEventListener('offline', watcher);
      };
    },
    () => navigator.onLine,
  );
  const cut = link !== 'open';
  const [long, set_long] = useState(false);
  useEffect(() => {
    if (!cut) return set_long(false);
    const timer = setTimeout(() => set_long(true), online ? patience : 0);
    return () => clearTimeout(timer);
  }, [cut, online]);
  return cut && long;
}
