// The text of a message, from Markdown.
import { memo, useMemo } from 'react';
import { useDesk } from '../../app/client';
import { to_markup } from '../../lib/markdown';
import styles from './MessageBody.module.css';

interface Props {
  body: string;
  waiting?: boolean;
  /** Somebody went to this message: it stands on the marker. */
  found?: boolean;
}

export const MessageBody = memo(function MessageBody({ body, waiting = false, found = false }: Props) {
  const { session } = useDesk();
  const markup = useMemo(() => ({ __html: to_markup(body, session.member) }), [body, session.member]);
  return (
    <div
      className={[styles['body'], waiting && styles['waiting'], found && styles['found']].filter(Boolean).join(' ')}
      dangerouslySetInnerHTML={markup}
    />
  );
});
