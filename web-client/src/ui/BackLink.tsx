// Back, on the phone: where one came from, or the place above when one came from outside.
import { Link, useRouter } from '@tanstack/react-router';
import { useText } from '../lib/text/catalogue';
import { Icon } from './Icon';
import styles from './BackLink.module.css';

export function BackLink({ to }: { to: string }) {
  const text = useText();
  const router = useRouter();
  return (
    <Link
      to={to}
      className={styles['back']}
      aria-label={text('frame.back')}
      onClick={(event) => {
        if (!router.history.canGoBack() || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        router.history.back();
      }}
    >
      <Icon name="back" />
    </Link>
  );
}
