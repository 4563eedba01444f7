// One quiet line about the connection, above the composer or at the foot of a place.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useText } from '../lib/text/catalogue';
import { useClient, useDesk } from './client';
import styles from './StatusLine.module.css';

/** A cut shorter than this is nobody's business. */
const patience = 1_500;

/** True when the connection has been away long enough to say so. */
function useAway(): boolean {
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

export function StatusLine() {
  const text = useText();
  const { outbox } = useDesk();
  const away = useAway();
  const waiting = useSyncExternalStore(outbox.watch, () => outbox.waiting());
  return (
    <div role="status" className={styles['holder']}>
      {away && (
        <p className={styles['status']}>
          <b>{text(navigator.onLine ? 'status.away' : 'status.offline')}</b>
          <span>{text(waiting > 0 ? 'status.waiting' : 'status.nothing_waits', { n: waiting })}</span>
        </p>
      )}
    </div>
  );
}
