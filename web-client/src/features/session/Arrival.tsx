// The frame of the pages before one is in: the association at the left, the question at the right.
import type { ReactNode } from 'react';
import styles from './Arrival.module.css';

export function Arrival({ association, children }: { association: string; children: ReactNode }) {
  return (
    <div className={styles['arrival']}>
      <header>{association && <p dir="auto">{association}</p>}</header>
      <main>{children}</main>
    </div>
  );
}
