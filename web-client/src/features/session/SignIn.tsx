// The sign-in page.
import { useState, type FormEvent } from 'react';
import { as_error, type RpcError } from '../../lib/rpc/error';
import { useText } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Choice } from '../../ui/Choice';
import { Field } from '../../ui/Field';
import { Problem, Sentence } from '../../ui/States';
import { useChecks } from '../../ui/use_checks';
import { useClient } from '../../app/client';
import { useTitle } from '../../app/title';
import { Arrival } from './Arrival';
import styles from './Arrival.module.css';
import { LanguageLinks } from './LanguageLinks';
import { email_fault } from './rules';
import { useServerStatus } from './status';

type Device = 'shared' | 'own';

/** A phone is one person's; a computer at school is not. */
function likely_device(): Device {
  return matchMedia('(pointer: coarse)').matches ? 'own' : 'shared';
}

/** `ended`: the session ended, not by the reader, and what was written on this device is kept or wiped. */
export function SignIn({ ended }: { ended: 'kept' | 'wiped' | null }) {
  const text = useText();
  const { session } = useClient();
  const status = useServerStatus();
  const [device, set_device] = useState<Device>(likely_device);
  const [error, set_error] = useState<RpcError | null>(null);
  const [busy, set_busy] = useState(false);
  const { wrong, check, form_props } = useChecks({
    email: email_fault,
    password: (value) => value === '' && 'form.password_missing',
  });
  useTitle(text('sign_in.title'));

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    set_error(null);
    if (!check(event.currentTarget)) return;
    const form = new FormData(event.currentTarget);
    set_busy(true);
    try {
      await session.sign_in(String(form.get('email')).trim(), String(form.get('password')), device === 'shared');
    } catch (thrown) {
      set_error(as_error(thrown));
      set_busy(false);
    }
  }

  function problem(found: RpcError): string {
    if (found.kind === 'unauthenticated' || found.kind === 'invalid') return text('sign_in.refused');
    if (found.kind === 'too_many') {
      const minutes = Math.max(1, Math.ceil((found.retry_after ?? 60_000) / 60_000));
      return text('sign_in.too_many', { n: minutes });
    }
    return text(found.kind === 'internal' ? 'state.internal' : 'state.unreachable');
  }

  return (
    <Arrival association={status.data?.association ?? ''}>
      {status.data?.setup_open ? (
        <Sentence title={text('sign_in.setup_title')}>{text('sign_in.setup_open')}</Sentence>
      ) : (
        <form onSubmit={submit} {...form_props}>
          <h1>{text('sign_in.title')}</h1>
          {ended && <p role="status">{text(ended === 'wiped' ? 'sign_in.ended_wiped' : 'sign_in.ended')}</p>}
          <Field
            label={text('sign_in.email')}
            error={wrong.email && text(wrong.email)}
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            required
            maxLength={254}
          />
          <Field
            label={text('sign_in.password')}
            error={wrong.password && text(wrong.password)}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={1024}
          />
          <Choice
            question={text('sign_in.device')}
            value={device}
            onChange={set_device}
            options={[
              { value: 'own', label: text('sign_in.device_own'), hint: text('sign_in.device_own_hint') },
              { value: 'shared', label: text('sign_in.device_shared'), hint: text('sign_in.device_shared_hint') },
            ]}
          />
          {error && <Problem>{problem(error)}</Problem>}
          <Button type="submit" large disabled={busy}>
            {text(busy ? 'sign_in.busy' : 'sign_in.submit')}
          </Button>
          <p className={styles['aside']}>{text('sign_in.forgotten')}</p>
        </form>
      )}
      <LanguageLinks />
    </Arrival>
  );
}
