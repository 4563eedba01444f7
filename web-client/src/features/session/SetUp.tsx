// The first administrator's page: makes the association, once.
import { useState, type FormEvent } from 'react';
import { Link } from '@tanstack/react-router';
import { as_error, type RpcError } from '../../lib/rpc/error';
import { useText, type Key } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { PasswordField } from '../../ui/PasswordField';
import { Loading, Problem, Sentence } from '../../ui/States';
import { useChecks } from '../../ui/use_checks';
import { useClient } from '../../app/client';
import { useTitle } from '../../app/title';
import { Arrival } from './Arrival';
import { LanguageLinks } from './LanguageLinks';
import { email_fault, filled, new_password_fault, plate_fault } from './rules';
import { useServerStatus } from './status';

const rules = {
  association: filled,
  plate: plate_fault,
  name: filled,
  email: email_fault,
  password: new_password_fault,
};

/** What the server found wrong with a field, in our words. */
function faults_of(error: RpcError): Partial<Record<keyof typeof rules, Key>> | null {
  if (error.pointer === '/email') return { email: error.kind === 'conflict' ? 'set_up.email_taken' : 'form.bad_email' };
  if (error.kind !== 'invalid') return null;
  if (error.pointer === '/password') return { password: 'form.short_password' };
  if (error.pointer === '/plate') return { plate: 'form.bad_plate' };
  return null;
}

function problem(found: RpcError): Key {
  if (found.kind === 'invalid' && found.pointer && found.pointer !== '/token') return 'set_up.invalid';
  if (['forbidden', 'not_found', 'unauthenticated', 'invalid'].includes(found.kind)) return 'set_up.bad_token';
  if (found.kind === 'conflict') return 'set_up.done_before';
  return found.kind === 'internal' ? 'state.internal' : 'state.unreachable';
}

/** Where to go when there is nothing left to set up. */
function ToSignIn() {
  return <Link to="/anmelden">{useText()('set_up.sign_in')}</Link>;
}

export function SetUp({ token }: { token: string }) {
  const text = useText();
  const status = useServerStatus();
  const [name, set_name] = useState('');
  useTitle(text('set_up.title'));
  // A form for nothing would be found out only at its end. When the server does not answer, the form is shown.
  const closed = status.data?.setup_open === false;
  return (
    <Arrival association={name || (status.data?.association ?? '')}>
      {closed ? (
        <Sentence title={text('set_up.title')} command={<ToSignIn />}>
          {text('set_up.done_before')}
        </Sentence>
      ) : token === '' ? (
        <Sentence title={text('set_up.title')}>{text('set_up.no_token')}</Sentence>
      ) : status.isPending ? (
        <Loading />
      ) : (
        <SetUpForm token={token} on_name={set_name} />
      )}
      <LanguageLinks />
    </Arrival>
  );
}

function SetUpForm({ token, on_name }: { token: string; on_name: (name: string) => void }) {
  const text = useText();
  const { connection, session } = useClient();
  const [error, set_error] = useState<RpcError | null>(null);
  const [busy, set_busy] = useState(false);
  const { wrong, check, show, form_props } = useChecks(rules);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const element = event.currentTarget;
    set_error(null);
    if (busy || !check(element)) return;
    const form = new FormData(element);
    const value = (field: string) => String(form.get(field) ?? '').trim();
    set_busy(true);
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
      const found = as_error(thrown);
      const faults = faults_of(found);
      if (faults) show(element, faults);
      else set_error(found);
      set_busy(false);
    }
  }

  const at = (field: keyof typeof rules) => wrong[field] && text(wrong[field]);
  return (
    <form onSubmit={submit} {...form_props}>
      <h1>{text('set_up.title')}</h1>
      <p>{text('set_up.lead')}</p>
      <Field
        label={text('set_up.association')}
        name="association"
        required
        maxLength={120}
        error={at('association')}
        onChange={(event) => on_name(event.target.value)}
      />
      <Field
        label={text('set_up.plate')}
        hint={text('set_up.plate_hint')}
        error={at('plate')}
        name="plate"
        required
        maxLength={3}
        autoComplete="off"
      />
      <h2>{text('set_up.you')}</h2>
      <Field
        label={text('set_up.name')}
        error={at('name')}
        name="name"
        required
        maxLength={120}
        autoComplete="name"
      />
      <Field
        label={text('sign_in.email')}
        error={at('email')}
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="username"
      />
      <PasswordField
        label={text('sign_in.password')}
        hint={text('set_up.password_hint')}
        error={at('password')}
        name="password"
        required
        maxLength={1024}
        autoComplete="new-password"
      />
      {error && <Problem command={error.kind === 'conflict' && <ToSignIn />}>{text(problem(error))}</Problem>}
      <Button type="submit" large disabled={busy}>
        {text(busy ? 'set_up.busy' : 'set_up.submit')}
      </Button>
    </form>
  );
}
