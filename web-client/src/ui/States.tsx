// What a place says while it has nothing to show: loading, empty, failed, refused, missing.
import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../lib/text/catalogue';
import { Button } from './Button';
import styles from './States.module.css';

/** Still lines after 200 ms, a sentence after 5 s. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const text = useText();
  const [stage, set_stage] = useState(0);
  useEffect(() => {
    const timers = [setTimeout(() => set_stage(1), 200), setTimeout(() => set_stage(2), 5_000)];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className={styles['loading']} aria-busy="true">
      {stage > 0 && Array.from({ length: lines }, (_, i) => <span key={i} aria-hidden="true" />)}
      <p role="status">{stage === 2 ? text('state.slow') : ''}</p>
    </div>
  );
}

/** A sentence, and what can be done about it. */
export function Sentence({ title, children, command }: { title?: string; children: ReactNode; command?: ReactNode }) {
  return (
    <div className={styles['sentence']}>
      {title && <h1>{title}</h1>}
      <p>{children}</p>
      {command}
    </div>
  );
}

/** An error where it arose. */
export function Problem({ children, command }: { children: ReactNode; command?: ReactNode }) {
  return (
    <div className={styles['problem']} role="alert">
      <p>{children}</p>
      {command}
    </div>
  );
}

/** A list or place that did not come from the server, and asking again. */
export function Unreachable({ again, children }: { again: () => void; children?: ReactNode }) {
  const text = useText();
  return (
    <div className={styles['unreachable']}>
      <Problem
        command={
          <Button look="plain" onClick={again}>
            {text('state.again')}
          </Button>
        }
      >
        {children ?? text('state.unreachable')}
      </Problem>
    </div>
  );
}
