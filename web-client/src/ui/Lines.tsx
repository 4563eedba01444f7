// Lines that run through the talk: a day between two hairlines, and where the new begins.
import styles from './Lines.module.css';

export function DayLine({ children }: { children: string }) {
  return (
    // No heading: a feed has only articles for screen readers, and text between them.
    <p className={styles['day']}>
      <span>{children}</span>
    </p>
  );
}

export function MarkerLine({ what, how_many, id }: { what: string; how_many: string; id?: string }) {
  return (
    <p className={styles['marker']} id={id}>
      <span>{what}</span>
      <span>{how_many}</span>
    </p>
  );
}
