// The page about oneself: who is signed in here, language, colours, signing out.
import { useState, useSyncExternalStore } from 'react';
import { Link } from '@tanstack/react-router';
import { useClient, useDesk } from '../../app/client';
import { StatusLine } from '../../app/StatusLine';
import { useTitle } from '../../app/title';
import { choose_language, language, useText } from '../../lib/text/catalogue';
import { moment } from '../../lib/text/dates';
import { density, scheme, type Preference } from '../../ui/appearance';
import { Button } from '../../ui/Button';
import { Choice, type Choosing } from '../../ui/Choice';
import { Column, Pane } from '../../ui/Pane';
import { PaneHeader } from '../../ui/PaneHeader';
import { Problem } from '../../ui/States';
import styles from './Me.module.css';
import { Sessions } from './Sessions';

function Appearance<T extends string>({ preference, ...rest }: { preference: Preference<T> } & Pick<Choosing<T>, 'question' | 'options'>) {
  const [value, set_value] = useState(preference.value);
  return (
    <Choice
      {...rest}
      value={value}
      onChange={(choice) => {
        preference.choose(choice);
        set_value(choice);
      }}
    />
  );
}

export function Me() {
  const text = useText();
  const { session: store } = useClient();
  const { session, outbox } = useDesk();
  const waiting = useSyncExternalStore(outbox.watch, () => outbox.entries().length);
  const [sure, set_sure] = useState(false);
  const [state, set_state] = useState<'idle' | 'busy' | 'failed'>('idle');
  useTitle(text('me.title'));

  async function sign_out() {
    if (waiting > 0 && !sure) return set_sure(true);
    set_state('busy');
    try {
      await store.sign_out();
    } catch {
      set_state('failed');
    }
  }

  return (
    <Pane scrolls>
      <Column>
        <PaneHeader title={text('me.title')} />
        <div className={styles['me']}>
          <dl>
            <dt>{text('me.name')}</dt>
            <dd dir="auto">{session.name}</dd>
            <dt>{text('sign_in.email')}</dt>
            <dd>{session.email}</dd>
            <dt>{text('me.session')}</dt>
            <dd>
              {text(session.shared_device ? 'me.shared' : 'me.own', { when: moment(new Date(session.expires_at)) })}
            </dd>
          </dl>
          <Choice
            question={text('me.language')}
            value={language()}
            onChange={choose_language}
            options={[
              { value: 'de', label: 'Deutsch' },
              { value: 'en', label: 'English' },
            ]}
          />
          <Appearance
            preference={scheme}
            question={text('me.colours')}
            options={[
              { value: 'device', label: text('me.colours_device') },
              { value: 'light', label: text('me.colours_light') },
              { value: 'dark', label: text('me.colours_dark') },
            ]}
          />
          <Appearance
            preference={density}
            question={text('me.density')}
            options={[
              { value: 'roomy', label: text('me.density_roomy') },
              { value: 'dense', label: text('me.density_dense'), hint: text('me.density_dense_hint') },
            ]}
          />
          <p>
            <Link to="/tastatur">{text('keys.title')}</Link>
          </p>
          <Sessions />
          <div className={styles['leave']}>
            {sure && <Problem>{text('me.waiting', { n: waiting })}</Problem>}
            {state === 'failed' && <Problem>{text('me.sign_out_failed')}</Problem>}
            <Button onClick={() => void sign_out()} disabled={state === 'busy'} look={sure ? 'stop' : 'main'}>
              {text(sure ? 'me.sign_out_anyway' : 'me.sign_out')}
            </Button>
            <p>{text('me.sign_out_hint')}</p>
          </div>
        </div>
        <StatusLine />
      </Column>
    </Pane>
  );
}
