// The bar of the phone: the places that exist. It leaves while one writes.
import { Link } from '@tanstack/react-router';
import { useText } from '../lib/text/catalogue';
import { Icon } from '../ui/Icon';
import styles from './BottomBar.module.css';

export function BottomBar() {
  const text = useText();
  return (
    <nav className={styles['bar']} aria-label={text('frame.bar')}>
      <Link to="/" activeOptions={{ exact: true }} activeProps={{ className: styles['on'] ?? '' }}>
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
