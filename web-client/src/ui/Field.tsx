// A labelled line of text to fill in, with its hint and its error where they belong.
import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import styles from './Field.module.css';

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** What can be done with the field, below it. */
  command?: ReactNode;
}

export function Field({ label, hint, error, command, ...rest }: Props) {
  const id = useId();
  const described = [hint && `${id}hint`, error && `${id}error`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {hint && <p id={`${id}hint`} className={styles['hint']}>{hint}</p>}
      <input id={id} aria-invalid={error ? true : undefined} aria-describedby={described || undefined} {...rest} />
      {error && <p id={`${id}error`} className={styles['error']}>{error}</p>}
      {command}
    </div>
  );
}
