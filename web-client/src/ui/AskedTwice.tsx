// A command that is asked about once more in its own place before it is done.
import { useId, useState } from 'react';
import { Button } from './Button';
import styles from './AskedTwice.module.css';

interface Props {
  /** What the command is called at first. */
  command: string;
  /** What happens, as a question; then the words for doing it and for leaving it. */
  question: string;
  yes: string;
  no: string;
  disabled: boolean;
  /** Done, or tried: the question goes when it settles. */
  run: () => Promise<void>;
}

export function AskedTwice({ command, question, yes, no, disabled, run }: Props) {
  const about = useId();
  const [sure, set_sure] = useState(false);
  return (
    <div className={styles['asked']}>
      {sure && <p id={about}>{question}</p>}
      <div className={styles['commands']}>
        {/* One button with two faces, so that it keeps the focus. */}
        <Button
          look={sure ? 'stop' : 'plain'}
          disabled={disabled}
          aria-describedby={sure ? about : undefined}
          onClick={() => (sure ? void run().then(() => set_sure(false)) : set_sure(true))}
        >
          {sure ? yes : command}
        </Button>
        {sure && (
          <Button look="plain" disabled={disabled} onClick={() => set_sure(false)}>
            {no}
          </Button>
        )}
      </div>
    </div>
  );
}
