// Parts that sent and waiting messages share: who writes, and what is answered.
import type { Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { to_line } from '../../lib/markdown';
import { useText } from '../../lib/text/catalogue';
import { Plate } from '../../ui/Plate';
import { useCard } from '../spaces/people';
import styles from './MessageRow.module.css';

/** Name and plate in the margin; each message tells screen readers its author itself. */
export function Author({ member }: { member: string }) {
  const text = useText();
  const card = useCard(useDesk().people, member);
  return (
    <div className={styles['who']} aria-hidden="true">
      <b dir="auto">{card === null ? text('talk.unknown') : (card?.name ?? '')}</b>
      <Plate letters={card?.plate ?? ''} quiet />
    </div>
  );
}

/** The first words of what is answered. */
export function Quote({ message }: { message: Message | null }) {
  const text = useText();
  if (!message || message.deleted_at)
    return <p className={styles['quote']}>{text(message ? 'message.quote_deleted' : 'message.quote_far')}</p>;
  return <Quoted message={message} />;
}

function Quoted({ message }: { message: Message }) {
  const { people } = useDesk();
  const card = useCard(people, message.author);
  return (
    <p className={styles['quote']} dir="auto">
      {card ? `${card.name}: ` : ''}
      {to_line(message.body)}
    </p>
  );
}
