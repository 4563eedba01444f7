// One message: name and plate in the margin, text, time; its commands when it is looked at.
import { memo, useId, useState, type PointerEvent } from 'react';
import type { Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { useText } from '../../lib/text/catalogue';
import { clock_time, exact } from '../../lib/text/dates';
import { useCard } from '../spaces/people';
import { DeleteQuestion } from './DeleteQuestion';
import { useDrafts } from './drafts';
import { EditBox } from './EditBox';
import { MessageBody } from './MessageBody';
import { MessageCommands } from './MessageCommands';
import styles from './MessageRow.module.css';
import { Quote } from './Parts';

interface Props {
  message: Message;
  last: number;
  own: boolean;
  /** undefined: no answer; null: what is answered is not loaded. */
  quoted: Message | null | undefined;
  active: boolean;
  /** Reached by Tab; the others by page up and down. */
  in_order: boolean;
  on_active: (id: string | null) => void;
  /** Somebody went to this one. */
  found: boolean;
  on_reply: ((message: Message) => void) | null;
  on_jump: (number: number) => void;
}

/** Where the finger is the usual pointer, a row grows when chosen, and must not for a mouse that passes. */
function hovers({ pointerType }: PointerEvent): boolean {
  return pointerType === 'mouse' && matchMedia('(hover: hover)').matches;
}

export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, last, own, quoted, active, in_order, on_active, found, on_reply, on_jump } = props;
  const text = useText();
  const { people } = useDesk();
  const card = useCard(people, message.author);
  const id = useId();
  const drafts = useDrafts();
  // A change that was begun here and not saved is there again.
  const [doing, set_doing] = useState<'nothing' | 'edit' | 'delete'>(() => (own && on_reply && drafts.get(message.id) ? 'edit' : 'nothing'));
  const when = new Date(message.sent_at);
  const done = () => set_doing('nothing');

  return (
    <article
      className={active ? `${styles['row']} ${styles['active']}` : styles['row']}
      data-key={message.id}
      data-message={message.id}
      data-number={message.number}
      aria-posinset={message.number}
      aria-setsize={last}
      aria-labelledby={`${id}who ${id}when`}
      tabIndex={in_order ? 0 : -1}
      // A finger chooses with the press itself: what grew before it ended would let it land elsewhere.
      onPointerEnter={(event) => hovers(event) && on_active(message.id)}
      onFocus={(event) => event.target.matches(':focus-visible') && on_active(message.id)}
      onClick={() => on_active(message.id)}
    >
      <span className="hidden" id={`${id}who`}>
        {card?.name ?? text('talk.unknown')}
      </span>
      <div className={styles['text']}>
        {quoted !== undefined && <Quote message={quoted} on_jump={on_jump} />}
        {message.deleted_at ? (
          <p className={styles['gone']}>{text('message.deleted')}</p>
        ) : doing === 'edit' ? (
          <EditBox message={message} done={done} />
        ) : (
          <MessageBody body={message.body} found={found} />
        )}
        {message.edited_at && !message.deleted_at && doing !== 'edit' && (
          <p className={styles['edited']} title={exact(new Date(message.edited_at))}>
            {text('message.edited')}
          </p>
        )}
        {doing === 'delete' && <DeleteQuestion message={message} done={done} />}
      </div>
      <time id={`${id}when`} className={styles['time']} dateTime={message.sent_at} title={exact(when)}>
        {clock_time(when)}
      </time>
      {active && !message.deleted_at && doing === 'nothing' && (
        <MessageCommands
          message={message}
          on_reply={on_reply}
          on_edit={own && on_reply ? () => set_doing('edit') : null}
          on_delete={own ? () => set_doing('delete') : null}
        />
      )}
    </article>
  );
});
