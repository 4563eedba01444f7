// A group as one meets it everywhere: its plate and its name, leading to its page.
import { Link } from '@tanstack/react-router';
import type { Space } from '../../protocol/types';
import { Plate } from '../../ui/Plate';
import { useSpaceName } from './queries';
import styles from './SpaceLink.module.css';

export function SpaceLink({ space, quiet = false }: { space: Space; quiet?: boolean }) {
  const name_of = useSpaceName();
  return (
    <Link to="/gruppe/$space" params={{ space: space.id }} className={styles['link']}>
      <Plate letters={space.plate} quiet={quiet} />
      <span dir="auto">{name_of(space)}</span>
    </Link>
  );
}
