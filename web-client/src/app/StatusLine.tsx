// One quiet line about the connection, above the composer or at the foot of a place.
import { useSyncExternalStore } from 'react';
import { useText } from '../lib/text/catalogue';
import { useDesk } from './client';
import styles from './StatusLine.module.css';
import { useAway } from './use_away';

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
