// The people that could be meant, above the text area.
import { useText } from '../../lib/text/catalogue';
import { Picks } from '../../ui/Picks';
import { Plate } from '../../ui/Plate';
import styles from './Proposals.module.css';
import type { Mentions } from './use_mentions';

export function Proposals({ mentions }: { mentions: Mentions }) {
  const text = useText();
  const { proposed, active, list, pick } = mentions;
  return (
    <>
      <p role="status" className="hidden">
        {proposed.length > 0 && text('mentions.found', { n: proposed.length })}
      </p>
      {proposed.length > 0 && (
        <div className={styles['above']}>
          <Picks id={list} label={text('mentions.label')} items={proposed} key_of={(card) => card.id} active={active} on_pick={pick}>
            {(card) => (
              <>
                <Plate letters={card.plate} quiet />
                <span dir="auto">{card.name}</span>
              </>
            )}
          </Picks>
        </div>
      )}
    </>
  );
}
