// The text of a message, from Markdown.
import { memo, useMemo, type MouseEvent } from 'react';
import { useRouter } from '@tanstack/react-router';
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
  const router = useRouter();
  const markup = useMemo(() => ({ __html: to_markup(body, session.member) }), [body, session.member]);

  /** What leads to a place of this page opens here and not in a window of its own. */
  function follow(event: MouseEvent<HTMLDivElement>) {
    const link = (event.target as HTMLElement).closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.origin !== location.origin) return;
    event.preventDefault();
    void router.navigate({ href: link.pathname + link.search + link.hash });
  }

  return (
    <div
      onClick={follow}
      className={[styles['body'], waiting && styles['waiting'], found && styles['found']].filter(Boolean).join(' ')}
      dangerouslySetInnerHTML={markup}
    />
  );
});
