// Opening a channel: a command that unfolds to a short form in its place.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Channel, ChannelEntry, Space } from '../../protocol/types';
import { useClient } from '../../app/client';
import { as_error, type RpcError } from '../../lib/rpc/error';
import { useText, type Key } from '../../lib/text/catalogue';
import { uuid7 } from '../../lib/uuid';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/States';
import { useChecks } from '../../ui/use_checks';
import styles from './OpenChannel.module.css';
import { channels_query } from './queries';

/** A channel just made, as the list of channels will tell it. */
const as_entry = (channel: Channel): ChannelEntry => ({ ...channel, last_number: 0, read_number: 0, unread: 0, may_write: true });

function reason(error: RpcError): Key {
  if (error.kind === 'conflict') return 'open_channel.exists';
  if (error.kind === 'forbidden' || error.kind === 'not_found') return 'open_channel.forbidden';
  if (error.kind === 'invalid') return error.pointer === '/space' ? 'open_channel.full' : 'open_channel.invalid';
  return error.kind === 'internal' ? 'state.internal' : 'open_channel.unreachable';
}

function ChannelForm({ space, close }: { space: Space; close: () => void }) {
  const text = useText();
  const { connection, query } = useClient();
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  // The same id for every repetition: whether an unanswered call opened the channel is not known here.
  const [id] = useState(uuid7);
  const [error, set_error] = useState<RpcError | null>(null);
  const [busy, set_busy] = useState(false);
  const { wrong, check, form_props } = useChecks({ name: (value) => value.trim() === '' && 'open_channel.name_missing' });
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || !check(event.currentTarget)) return;
    const values = new FormData(event.currentTarget);
    const [name = '', purpose = ''] = ['name', 'purpose'].map((field) => String(values.get(field)).trim());
    set_busy(true);
    set_error(null);
    try {
      const made = await connection.call('chat.create_channel', { id, space: space.id, name, purpose });
      const { queryKey } = channels_query(connection);
      query.setQueryData(queryKey, (all) => all && [...all.filter((each) => each.id !== id), as_entry(made)]);
      void query.invalidateQueries({ queryKey });
      await navigate({ to: '/kanal/$channel', params: { channel: id } });
    } catch (thrown) {
      const found = as_error(thrown);
      // An attempt that was not answered had succeeded, and the form was changed since: the channel must be in the list.
      if (found.kind === 'conflict') void query.invalidateQueries({ queryKey: ['channels'] });
      set_error(found);
      set_busy(false);
    }
  }

  return (
    <form ref={form} className={styles['form']} aria-labelledby="open-channel" onSubmit={submit} {...form_props}>
      <h3 id="open-channel">{text('open_channel.title')}</h3>
      <Field
        label={text('open_channel.name')}
        hint={text('open_channel.name_hint')}
        error={wrong.name && text(wrong.name)}
        name="name"
        required
        maxLength={80}
        autoComplete="off"
        dir="auto"
      />
      <Field label={text('open_channel.purpose')} name="purpose" maxLength={250} autoComplete="off" dir="auto" />
      {error && (
        <Problem
          command={
            error.kind === 'conflict' && (
              <Link to="/kanal/$channel" params={{ channel: id }}>
                {text('open_channel.go')}
              </Link>
            )
          }
        >
          {text(reason(error))}
        </Problem>
      )}
      <div className={styles['commands']}>
        <Button type="submit" disabled={busy}>
          {text(busy ? 'open_channel.busy' : 'open_channel.submit')}
        </Button>
        <Button look="plain" onClick={close}>
          {text('open_channel.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** `may`: whether to offer it. What was begun stays open without the right: nothing entered is lost, and the server says why. */
export function OpenChannel({ space, may }: { space: Space; may: boolean }) {
  const text = useText();
  const [open, set_open] = useState(false);
  if (!may && !open) return null;
  if (open) return <ChannelForm space={space} close={() => set_open(false)} />;
  return (
    <p className={styles['command']}>
      <Button look="plain" onClick={() => set_open(true)}>
        {text('open_channel.title')}
      </Button>
    </p>
  );
}
