// A row of a list of places: plate, name, and how much is unread.
import { Link } from '@tanstack/react-router';
import { useText } from '../lib/text/catalogue';
import { Plate } from './Plate';
import styles from './Row.module.css';

interface Props {
  to: string;
  name: string;
  plate?: string;
  unread?: number;
  /** How many are meant for the reader; stands on the marker, in place of what is unread. */
  meant?: number;
  /** A row below the one of its group. */
  sub?: boolean;
  /** Takes part in the choice of places; the chosen one is marked. */
  exact?: boolean;
}

export function Row({ to, name, plate = '', unread = 0, meant = 0, sub = false, exact = true }: Props) {
  const text = useText();
  const names = [styles['row'], sub && styles['sub'], unread > 0 && styles['unread']].filter(Boolean).join(' ');
  return (
    <Link to={to} className={names} activeOptions={{ exact }} activeProps={{ className: styles['on'] ?? '' }}>
      <Plate letters={plate} />
      <span dir="auto" className={styles['name']}>{name}</span>
      {meant > 0 && (
        <span className={`${styles['number']} ${styles['meant']}`}>
          <span aria-hidden="true">{text('count', { n: meant })}</span>
          <span className="hidden">{text('rail.meant', { n: meant })}</span>
        </span>
      )}
      {unread > 0 && meant === 0 && (
        <span className={styles['number']}>
          <span aria-hidden="true">{text('count', { n: unread })}</span>
          <span className="hidden">{text('rail.unread', { n: unread })}</span>
        </span>
      )}
    </Link>
  );
}
