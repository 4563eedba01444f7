// Going somewhere by typing a part of its name.
import { useId, useState, type KeyboardEvent } from 'react';
import { Link, useRouter } from '@tanstack/react-router';
import { useText } from '../lib/text/catalogue';
import { useChannels, useSpaceName, useSpaces } from '../features/spaces/queries';
import { Dialog } from '../ui/Dialog';
import { pick_id, Picks, step_to } from '../ui/Picks';
import { Plate } from '../ui/Plate';
import { useDesk } from './client';
import { meant_by, places_of, type Place } from './places';
import styles from './Switcher.module.css';

export function Switcher({ on_close }: { on_close: () => void }) {
  const text = useText();
  const router = useRouter();
  const name_of = useSpaceName();
  const { unread, session } = useDesk();
  const { data: spaces = [] } = useSpaces();
  const { data: channels = [] } = useChannels();
  const [typed, set_typed] = useState('');
  const [active, set_active] = useState(0);
  const list = useId();

  const here = (to: string, name: string): Place => ({ to, name, plate: '', within: '', unread: 0 });
  const fixed = [here('/', text('news.title')), here('/gruppen', text('rail.all_groups')), here('/ich', `${text('me.title')} (${session.name})`)];
  const found = meant_by(typed, places_of({ fixed, spaces, channels, name_of, unread: (id) => unread.of(id) }));
  const at = Math.min(active, Math.max(0, found.length - 1));

  function go(place: Place | undefined) {
    if (!place) return;
    on_close();
    void router.navigate({ to: place.to });
  }

  function key(event: KeyboardEvent) {
    const next = step_to(event.key, at, found.length);
    if (next !== null) set_active(next);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(found[at]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog label={text('switcher.label')} on_close={on_close}>
      <input
        autoFocus
        type="text"
        role="combobox"
        className={styles['field']}
        aria-label={text('switcher.field')}
        placeholder={text('switcher.field')}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? pick_id(list, at) : undefined}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          set_typed(event.target.value);
          set_active(0);
        }}
        onKeyDown={key}
      />
      <div className={styles['list']}>
        <Picks id={list} label={text('switcher.label')} items={found} key_of={(place) => place.to} active={at} on_pick={go}>
          {(place) => (
            <>
              <Plate letters={place.plate} quiet />
              <span className={styles['words']}>
                <span dir="auto">{place.name}</span>
                <small dir="auto">{place.within}</small>
              </span>
              {place.unread > 0 && <span className={styles['count']}>{text('groups.unread', { n: place.unread })}</span>}
            </>
          )}
        </Picks>
      </div>
      <p role="status" className={styles['foot']}>
        {found.length === 0 ? text('switcher.none') : <span className="hidden">{text('switcher.found', { n: found.length })}</span>}
      </p>
      <p className={styles['foot']}>
        <Link to="/tastatur" onClick={on_close}>{text('keys.title')}</Link>
      </p>
    </Dialog>
  );
}
