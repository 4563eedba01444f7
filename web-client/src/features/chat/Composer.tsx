// Where one writes: keeps the draft, sends through the outbox.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ChannelEntry, Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { useText } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Composer.module.css';
import { useDrafts } from './drafts';
import { length_of, longest } from './length';
import { to_sent, to_written, type Written } from './mentions';
import { Quote } from './Parts';
import { Proposals } from './Proposals';
import { useGrowing } from './use_growing';
import { useMentions } from './use_mentions';

/** From here on the room that is left is shown. */
const near_the_end = longest - 500;

interface Props {
  channel: ChannelEntry;
  readers: number | undefined;
  reply: Message | null;
  end_reply: () => void;
}

export function Composer({ channel, readers, reply, end_reply }: Props) {
  const text = useText();
  const { outbox } = useDesk();
  const drafts = useDrafts();
  const [written, set_written] = useState(() => to_written(drafts.get(channel.id)));
  const body = to_sent(written);
  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, written.text);
  const mentions = useMentions({ area, channel: channel.id, space: channel.space, written, write });
  useEffect(() => {
    // With a real keyboard one can write at once; on glass it would throw up the keyboard unasked.
    if (!matchMedia('(pointer: coarse)').matches) area.current?.focus();
  }, []);
  useEffect(() => {
    if (reply) area.current?.focus();
  }, [reply]);

  const length = length_of(body);
  const sendable = body.trim() !== '' && length <= longest;

  function write(next: Written) {
    set_written(next);
    drafts.set(channel.id, to_sent(next));
  }

  function send() {
    if (!sendable) return area.current?.focus();
    outbox.add(channel.id, body, reply?.id);
    write({ text: '', named: {} });
    mentions.close();
    end_reply();
    area.current?.focus();
  }

  function key(event: KeyboardEvent) {
    if (mentions.took_key(event)) return;
    if (event.key === 'Escape' && reply) end_reply();
    // With a keyboard of glass, Enter makes a line: there is a button for sending.
    const sends = event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing;
    if (!sends || matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    send();
  }

  const place = text(readers === undefined ? 'composer.place' : 'composer.place_readers', {
    channel: channel.name,
    n: readers ?? 0,
  });
  const narrow = matchMedia('(max-width: 719px)').matches;
  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {reply && (
        <div className={styles['reply']}>
          <Quote message={reply} />
          <button type="button" aria-label={text('composer.end_reply')} onClick={end_reply}>
            <Icon name="close" />
          </button>
        </div>
      )}
      <div className={styles['frame']}>
        <Proposals mentions={mentions} />
        <textarea
          ref={area}
          rows={1}
          dir="auto"
          aria-label={place}
          placeholder={narrow ? text('composer.place', { channel: channel.name }) : place}
          value={written.text}
          enterKeyHint="enter"
          {...mentions.aria}
          onChange={(event) => write({ ...written, text: event.target.value })}
          onSelect={mentions.look}
          onBlur={mentions.close}
          onKeyDown={key}
        />
        {/* The text keeps the focus: otherwise the phone's bar comes back under the finger and the press is lost. */}
        <Button type="submit" aria-disabled={!sendable} onMouseDown={(event) => event.preventDefault()}>
          {text('composer.send')}
        </Button>
      </div>
      {length > near_the_end && (
        <p role="status" className={length > longest ? styles['too_long'] : styles['room']}>
          {text(length > longest ? 'composer.too_long' : 'composer.room', { n: Math.abs(longest - length) })}
        </p>
      )}
    </form>
  );
}
