// The middle pane of a place, and the column its content stands in.
import type { ReactNode } from 'react';
import styles from './Pane.module.css';

/** `scrolls`: the pane scrolls as a whole; otherwise its content does that itself. */
export function Pane({ children, scrolls = false }: { children: ReactNode; scrolls?: boolean }) {
  return <main className={scrolls ? `${styles['pane']} ${styles['scrolls']}` : styles['pane']}>{children}</main>;
}

export function Column({ children }: { children: ReactNode }) {
  return <div className={styles['column']}>{children}</div>;
}

/** Takes the height that is left, so that what stands below it does not move when it is filled. */
export function Filling({ children }: { children: ReactNode }) {
  return <div className={styles['filling']}>{children}</div>;
}
