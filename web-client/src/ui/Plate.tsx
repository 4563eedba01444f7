// The sign of a space or of a person's place: one to three letters in a frame.
import styles from './Plate.module.css';

/** `quiet` beside people; `hidden` from screen readers where the name stands beside it. */
export function Plate({ letters, quiet = false }: { letters: string; quiet?: boolean }) {
  if (!letters) return null;
  return <span aria-hidden="true" className={quiet ? `${styles['plate']} ${styles['quiet']}` : styles['plate']}>{letters}</span>;
}
