// The text of a message, from Markdown.
import { memo, useMemo } from 'react';
import { to_markup } from '../../lib/markdown';
import styles from './MessageBody.module.css';

export const MessageBody = memo(function MessageBody({ body, waiting = false }: { body: string; waiting?: boolean }) {
  const markup = useMemo(() => ({ __html: to_markup(body) }), [body]);
  return (
    <div
      className={waiting ? `${styles['body']} ${styles['waiting']}` : styles['body']}
      dangerouslySetInnerHTML={markup}
    />
  );
});
