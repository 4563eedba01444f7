// The people that could be meant, above the text area.
import { useText } from '../../lib/text/catalogue';
import { Plate } from '../../ui/Plate';
import styles from './Proposals.module.css';
import type { Mentions } from './use_mentions';

export function Proposals({ mentions }: { mentions: Mentions }) {
  const text = useText();
  const { proposed, active, list, option, pick } = mentions;
  return (
    <>
      <p role="status" className="hidden">
        {proposed.length > 0 && text('mentions.found', { n: proposed.length })}
      </p>
      {proposed.length > 0 && (
        <ul id={list} role="listbox" aria-label={text('mentions.label')} className={styles['list']}>
          {proposed.map((card, i) => (
            <li
              key={card.id}
              id={option(i)}
              role="option"
              aria-selected={i === active}
              className={i === active ? styles['active'] : undefined}
              // The text keeps the focus, and on glass its keyboard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(card)}
            >
              <Plate letters={card.plate} quiet />
              <span dir="auto">{card.name}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
