// Changing the text of one's own message, in its place.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { useAway } from '../../app/use_away';
import { as_error, RpcError } from '../../lib/rpc/error';
import { as_changes, put } from '../../lib/streams/reducer';
import { useText } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/States';
import { useChannels } from '../spaces/queries';
import styles from './Composer.module.css';
import { useDrafts } from './drafts';
import { length_of, longest } from './length';
import { to_sent, to_written, type Written } from './mentions';
import { Proposals } from './Proposals';
import { useGrowing } from './use_growing';
import { useMentions } from './use_mentions';

export function EditBox({ message, done }: { message: Message; done: () => void }) {
  const text = useText();
  const { connection } = useClient();
  const { streams } = useDesk();
  const area = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const drafts = useDrafts();
  const away = useAway();
  const [kept] = useState(() => drafts.get(message.id));
  const [written, set_written] = useState(() => to_written(kept || message.body));
  const body = to_sent(written);
  const [error, set_error] = useState<RpcError | null>(null);
  const [busy, set_busy] = useState(false);
  useGrowing(area, written.text);
  const { data: channels } = useChannels();
  const space = channels?.find((each) => each.id === message.channel)?.space;
  const mentions = useMentions({ area, channel: message.channel, space, written, write });
  useEffect(() => {
    // Kept from before, nobody asked for it now.
    if (kept) return;
    area.current?.focus();
    const end = area.current?.value.length ?? 0;
    area.current?.setSelectionRange(end, end);
    // Only when the box opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  // The buttons below the text too, which the focus alone does not bring.
  useLayoutEffect(() => {
    if (document.activeElement === area.current || !kept) form.current?.scrollIntoView({ block: 'nearest' });
  }, [body, kept]);
  useEffect(() => {
    if (!away) set_error((before) => (before?.passing ? null : before));
  }, [away]);

  const length = length_of(body);
  const savable = body.trim() !== '' && length <= longest;

  function write(next: Written) {
    set_written(next);
    const now = to_sent(next);
    drafts.set(message.id, now === message.body ? '' : now);
  }

  function leave() {
    drafts.set(message.id, '');
    done();
  }

  async function save() {
    if (!savable || busy) return;
    if (body === message.body) return leave();
    // Known without asking: said at once, not after the call has waited in vain.
    if (away) return set_error(new RpcError('unavailable', 'no connection'));
    set_busy(true);
    set_error(null);
    try {
      // The newest state is what the person sees above the box; on a conflict she is asked to look again.
      const { id, channel, position } = message;
      const changed = await connection.call('chat.edit_message', { id, channel, position, body });
      streams.update(`channel:${channel}`, (state) => put(state, as_changes([changed])));
      leave();
    } catch (thrown) {
      const found = as_error(thrown);
      const current = found.current as Message | undefined;
      if (found.kind === 'conflict' && current?.position)
        streams.update(`channel:${message.channel}`, (state) => put(state, as_changes([current])));
      set_error(found);
      set_busy(false);
    }
  }

  function problem(found: RpcError): string {
    if (found.kind === 'conflict') return text('edit.conflict');
    if (found.kind === 'forbidden' || found.kind === 'not_found') return text('edit.refused');
    return text(found.passing ? 'edit.unreachable' : 'state.internal');
  }

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (mentions.took_key(event)) return;
        if (event.key === 'Escape') leave();
        if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && !matchMedia('(pointer: coarse)').matches) {
          event.preventDefault();
          void save();
        }
      }}
    >
      <div className={styles['frame']}>
        <Proposals mentions={mentions} />
        <textarea
          ref={area}
          rows={1}
          dir="auto"
          aria-label={text('edit.label')}
          value={written.text}
          {...mentions.aria}
          onChange={(event) => write({ ...written, text: event.target.value })}
          onSelect={mentions.look}
          onBlur={mentions.close}
        />
      </div>
      {error && <Problem>{problem(error)}</Problem>}
      <p role="status" className={length > longest ? styles['too_long'] : styles['room']}>
        {length > longest ? text('composer.too_long', { n: length - longest }) : away && !error && text('edit.away')}
      </p>
      <div className={styles['commands']}>
        <Button look="plain" type="submit" disabled={busy || !savable}>
          {text('edit.save')}
        </Button>
        <Button look="plain" onClick={leave}>
          {text('edit.cancel')}
        </Button>
      </div>
    </form>
  );
}
