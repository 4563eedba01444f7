// The sign-in page.
import { useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { as_error, type RpcError } from '../../lib/rpc/error';
import { useText } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Choice } from '../../ui/Choice';
import { Field } from '../../ui/Field';
import { Problem, Sentence } from '../../ui/States';
import { useClient } from '../../app/client';
import { useTitle } from '../../app/title';
import { Arrival } from './Arrival';
import { LanguageLinks } from './LanguageLinks';
import type { Reason } from './store';

type Device = 'shared' | 'own';

/** A phone is one person's; a computer at school is not. */
function likely_device(): Device {
  return matchMedia('(pointer: coarse)').matches ? 'own' : 'shared';
}

export function SignIn({ reason }: { reason: Reason }) {
  const text = useText();
  const { connection, session } = useClient();
  const status = useQuery({
    queryKey: ['server.status'],
    queryFn: () => connection.call('server.status', {}),
    staleTime: 60_000,
  });
  const [device, set_device] = useState<Device>(likely_device);
  const [error, set_error] = useState<RpcError | null>(null);
  const [busy, set_busy] = useState(false);
  useTitle(text('sign_in.title'));

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    set_busy(true);
    set_error(null);
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
        <form onSubmit={submit}>
          <h1>{text('sign_in.title')}</h1>
          {reason && <p role="status">{text(reason === 'expired' ? 'sign_in.expired' : 'sign_in.revoked')}</p>}
          <Field
            label={text('sign_in.email')}
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            required
            maxLength={254}
          />
          <Field
            label={text('sign_in.password')}
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
        </form>
      )}
      <LanguageLinks />
    </Arrival>
  );
}
