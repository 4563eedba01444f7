// Parts that sent and waiting messages share: who writes, and what is answered.
import type { Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { to_line } from '../../lib/markdown';
import { useText } from '../../lib/text/catalogue';
import { Plate } from '../../ui/Plate';
import { useCard } from '../spaces/people';
import styles from './MessageRow.module.css';

/** Name and plate in the margin; `spoken` where the messages do not tell screen readers their author themselves. */
export function Author({ member, spoken = false }: { member: string; spoken?: boolean }) {
  const text = useText();
  const card = useCard(useDesk().people, member);
  return (
    <div className={styles['who']} aria-hidden={!spoken}>
      <b dir="auto">{card === null ? text('talk.unknown') : (card?.name ?? '')}</b>
      <Plate letters={card?.plate ?? ''} quiet />
    </div>
  );
}

/** The first words of what is answered; pressed, it leads there. */
export function Quote({ message, on_jump }: { message: Message | null; on_jump?: (number: number) => void }) {
  const text = useText();
  if (!message || message.deleted_at)
    return <p className={styles['quote']}>{text(message ? 'message.quote_deleted' : 'message.quote_far')}</p>;
  return <Quoted message={message} on_jump={on_jump} />;
}

function Quoted({ message, on_jump }: { message: Message; on_jump: ((number: number) => void) | undefined }) {
  const text = useText();
  const { people } = useDesk();
  const card = useCard(people, message.author);
  const words = `${card ? `${card.name}: ` : ''}${to_line(message.body)}`;
  if (!on_jump)
    return (
      <p className={styles['quote']} dir="auto">
        {words}
      </p>
    );
  return (
    <button type="button" className={styles['quote']} dir="auto" title={text('message.quote_go')} onClick={() => on_jump(message.number)}>
      {words}
    </button>
  );
}
