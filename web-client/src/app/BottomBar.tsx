// The bar of the phone: the places that exist. It leaves while one writes.
import { Link } from '@tanstack/react-router';
import { useText } from '../lib/text/catalogue';
import { Icon } from '../ui/Icon';
import styles from './BottomBar.module.css';

/** `meant`: how much is meant for the reader. */
export function BottomBar({ meant }: { meant: number }) {
  const text = useText();
  return (
    <nav className={styles['bar']} aria-label={text('frame.bar')}>
      <Link to="/" activeOptions={{ exact: true }} activeProps={{ className: styles['on'] ?? '' }}>
        <Icon name="news" />
        <span>
          {text('rail.for_you')}
          {meant > 0 && (
            <span className={styles['meant']}>
              <span aria-hidden="true">{text('count', { n: meant })}</span>
              <span className="hidden">{text('rail.meant', { n: meant })}</span>
            </span>
          )}
        </span>
      </Link>
      <Link to="/gruppen" activeProps={{ className: styles['on'] ?? '' }}>
        <Icon name="groups" />
        {text('frame.groups')}
      </Link>
      <Link to="/ich" activeProps={{ className: styles['on'] ?? '' }}>
        <Icon name="me" />
        {text('frame.me')}
      </Link>
    </nav>
  );
}
