// One line of what is new: who, first words, where, time; read with one command, and that taken back with the next.
import { useEffect, useId, useRef } from 'react';
import { Link } from '@tanstack/react-router';
import { useDesk } from '../../app/client';
import { to_line } from '../../lib/markdown';
import { useText } from '../../lib/text/catalogue';
import { exact, short_moment } from '../../lib/text/dates';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/States';
import { useCard } from '../spaces/people';
import { whole_words, type Line } from './arrange';
import styles from './News.module.css';
import type { Mark } from './use_reading';

interface Props {
  line: Line;
  /** Where it was said, in words. */
  where: string;
  mark: Mark | undefined;
  on_read: () => void;
  on_undo: () => void;
}

export function NewsLine({ line, where, mark, on_read, on_undo }: Props) {
  const text = useText();
  const card = useCard(useDesk().people, line.author);
  const id = useId();
  const command = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  const when = new Date(line.at);
  const done = mark === 'undoable' || mark === 'read';

  // The button that was pressed is gone: the one in its place takes the focus, else the line.
  useEffect(() => {
    if (!pressed.current) return;
    pressed.current = false;
    command.current?.querySelector('button')?.focus();
  }, [mark]);
  const press = (run: () => void) => () => {
    pressed.current = true;
    run();
  };

  return (
    <li className={done ? `${styles['item']} ${styles['done']}` : styles['item']}>
      <div className={styles['what']}>
        <Link id={id} to="/kanal/$channel" params={{ channel: line.channel }} search={line.number === null ? {} : { nachricht: String(line.number) }}>
          <b dir="auto">{card === null ? text('talk.unknown') : (card?.name ?? '…')}</b>{' '}
          <span dir="auto" className={styles['words']}>{line.words === null ? '…' : to_line(whole_words(line.words))}</span>
        </Link>
        <small>
          {line.kind === 'mention' && <mark>{text('news.mention')}</mark>} <span dir="auto">{where}</span>
        </small>
        {mark === 'failed' && <Problem>{text('news.failed')}</Problem>}
      </div>
      <time dateTime={line.at} title={exact(when)}>
        {short_moment(when)}
      </time>
      <div ref={command} className={styles['command']}>
        {mark === 'undoable' && (
          <Button look="plain" aria-describedby={id} onClick={press(on_undo)}>
            {text('news.undo')}
          </Button>
        )}
        {mark === 'read' && <span>{text('news.is_read')}</span>}
        {!done && (
          <Button look="plain" aria-describedby={id} onClick={press(on_read)}>
            {text('news.read')}
          </Button>
        )}
      </div>
    </li>
  );
}
