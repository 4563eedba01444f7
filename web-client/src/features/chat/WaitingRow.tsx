// A message of one's own that the server does not have yet: it waits, or it failed.
import { useId } from 'react';
import type { Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { useText, type Key } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { MessageBody } from './MessageBody';
import styles from './MessageRow.module.css';
import type { Entry } from './outbox';
import { Quote } from './Parts';

const reasons: Record<string, Key> = {
  invalid: 'waiting.invalid',
  forbidden: 'waiting.forbidden',
  not_found: 'waiting.not_found',
  conflict: 'waiting.conflict',
};

interface Props {
  entry: Entry;
  quoted: Message | null | undefined;
}

export function WaitingRow({ entry, quoted }: Props) {
  const text = useText();
  const { session, outbox } = useDesk();
  const id = useId();
  return (
    <article
      className={styles['row']}
      data-key={entry.id}
      aria-labelledby={`${id}who ${id}state`}
      data-waiting={entry.id}
      tabIndex={-1}
    >
      <span className="hidden" id={`${id}who`}>
        {session.name}
      </span>
      <div className={styles['text']}>
        {quoted !== undefined && <Quote message={quoted} />}
        <MessageBody body={entry.body} waiting />
        {entry.failed && (
          <div role="alert">
            <p className={styles['failed']}>{text(reasons[entry.failed] ?? 'waiting.failed')}</p>
            <div className={styles['commands']}>
              <Button look="plain" onClick={() => outbox.retry(entry.id)}>
                {text('waiting.again')}
              </Button>
              <Button look="plain" onClick={() => outbox.discard(entry.id)}>
                {text('waiting.discard')}
              </Button>
            </div>
          </div>
        )}
      </div>
      <span id={`${id}state`} className={entry.failed ? `${styles['time']} ${styles['failed']}` : styles['time']}>
        {text(entry.failed ? 'waiting.state_failed' : 'waiting.state')}
      </span>
    </article>
  );
}
