// The text of a message, from Markdown.
import { memo, useMemo } from 'react';
import { useDesk } from '../../app/client';
import { to_markup } from '../../lib/markdown';
import styles from './MessageBody.module.css';

export const MessageBody = memo(function MessageBody({ body, waiting = false }: { body: string; waiting?: boolean }) {
  const { session } = useDesk();
  const markup = useMemo(() => ({ __html: to_markup(body, session.member) }), [body, session.member]);
  return (
    <div
      className={waiting ? `${styles['body']} ${styles['waiting']}` : styles['body']}
      dangerouslySetInnerHTML={markup}
    />
  );
});
