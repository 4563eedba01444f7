// The head of a pane: back on the phone, plate, title, one line about it.
import type { ReactNode } from 'react';
import { BackLink } from './BackLink';
import { Plate } from './Plate';
import styles from './PaneHeader.module.css';

interface Props {
  title: string;
  plate?: string;
  about?: ReactNode;
  /** The address to go back to on the phone; absent for the places of the bottom bar. */
  back?: string;
}

export function PaneHeader({ title, plate = '', about, back }: Props) {
  return (
    <header className={styles['head']}>
      {back && <BackLink to={back} />}
      <Plate letters={plate} />
      <h1 dir="auto">{title}</h1>
      {about && <p dir="auto">{about}</p>}
    </header>
  );
}
