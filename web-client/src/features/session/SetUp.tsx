// The first administrator's page: makes the association, once.
import { useState, type FormEvent } from 'react';
import { as_error, type RpcError } from '../../lib/rpc/error';
import { useText, type Key } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem, Sentence } from '../../ui/States';
import { useClient } from '../../app/client';
import { useTitle } from '../../app/title';
import { Arrival } from './Arrival';
import { LanguageLinks } from './LanguageLinks';

const field_error: Record<string, Key> = {
  '/email': 'set_up.bad_email',
  '/password': 'set_up.bad_password',
  '/plate': 'set_up.bad_plate',
};

export function SetUp({ token }: { token: string }) {
  const text = useText();
  const { connection, session } = useClient();
  const [error, set_error] = useState<RpcError | null>(null);
  const [busy, set_busy] = useState(false);
  const [name, set_name] = useState('');
  useTitle(text('set_up.title'));

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (field: string) => String(form.get(field) ?? '').trim();
    set_busy(true);
    set_error(null);
    try {
      session.enter(
        await connection.call('server.set_up', {
          token,
          association: value('association'),
          plate: value('plate'),
          name: value('name'),
          email: value('email'),
          password: String(form.get('password')),
        }),
      );
    } catch (thrown) {
      set_error(as_error(thrown));
      set_busy(false);
    }
  }

  const at = (pointer: string) => {
    const key = field_error[pointer];
    return error?.kind === 'invalid' && error.pointer === pointer && key ? text(key) : undefined;
  };
  function problem(found: RpcError): string {
    if (found.kind === 'invalid' && found.pointer && found.pointer !== '/token') return text('set_up.invalid');
    if (['forbidden', 'not_found', 'unauthenticated', 'invalid'].includes(found.kind)) return text('set_up.bad_token');
    if (found.kind === 'conflict') return text('set_up.done_before');
    return text(found.kind === 'internal' ? 'state.internal' : 'state.unreachable');
  }

  return (
    <Arrival association={name}>
      {token === '' ? (
        <Sentence title={text('set_up.title')}>{text('set_up.no_token')}</Sentence>
      ) : (
        <form onSubmit={submit}>
          <h1>{text('set_up.title')}</h1>
          <p>{text('set_up.lead')}</p>
          <Field
            label={text('set_up.association')}
            name="association"
            required
            maxLength={120}
            onChange={(event) => set_name(event.target.value)}
          />
          <Field
            label={text('set_up.plate')}
            hint={text('set_up.plate_hint')}
            error={at('/plate')}
            name="plate"
            required
            maxLength={3}
            autoComplete="off"
          />
          <h2>{text('set_up.you')}</h2>
          <Field label={text('set_up.name')} name="name" required maxLength={120} autoComplete="name" />
          <Field
            label={text('sign_in.email')}
            error={at('/email')}
            name="email"
            type="email"
            required
            maxLength={254}
            autoComplete="username"
          />
          <Field
            label={text('sign_in.password')}
            hint={text('set_up.password_hint')}
            error={at('/password')}
            name="password"
            type="password"
            required
            minLength={12}
            maxLength={1024}
            autoComplete="new-password"
          />
          {error && <Problem>{problem(error)}</Problem>}
          <Button type="submit" large disabled={busy}>
            {text(busy ? 'set_up.busy' : 'set_up.submit')}
          </Button>
        </form>
      )}
      <LanguageLinks />
    </Arrival>
  );
}
