// The talk of a channel: the list set like minutes, what waits below it, and the line for new ones.
import { Fragment, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Link } from '@tanstack/react-router';
import type { ChannelEntry, Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { useText } from '../../lib/text/catalogue';
import { day, moment } from '../../lib/text/dates';
import { Button } from '../../ui/Button';
import { DayLine, MarkerLine } from '../../ui/Lines';
import { Column } from '../../ui/Pane';
import { Sentence } from '../../ui/States';
import { arrange, continues_run, new_since, runs_of } from './arrange';
import { Announcer } from './Announcer';
import { MessageRow } from './MessageRow';
import { Author } from './Parts';
import rows from './MessageRow.module.css';
import styles from './Talk.module.css';
import type { ChannelState } from './use_channel';
import { useFeedKeys } from './use_feed_keys';
import { useJump } from './use_jump';
import { useMarker } from './use_marker';
import { useScroll } from './use_scroll';
import { WaitingRow } from './WaitingRow';

/** More unread than this above the window are not fetched unasked. */
const far = 400;

interface Props {
  channel: ChannelEntry;
  state: ChannelState;
  messages: readonly Message[];
  read_before: number;
  on_reply: ((message: Message) => void) | null;
  /** The number of the message that the address names; null: none. */
  wanted: number | null;
}

export function Talk({ channel, state, messages, read_before, on_reply, wanted }: Props) {
  const text = useText();
  const { session, outbox } = useDesk();
  const waiting = useSyncExternalStore(outbox.watch, () => outbox.of(channel.id));
  const scroll = useScroll(channel.id, 'new-since');
  const [active, set_active] = useState<string | null>(null);
  const after = useMarker(channel.id, messages, read_before, scroll.at_end, session.member);
  const runs = useMemo(() => runs_of(arrange(messages, after, session.member)), [messages, after, session.member]);
  const by_id = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages]);
  const unsent = waiting.filter((entry) => !by_id.has(entry.id));
  const keys = useFeedKeys(scroll.box);

  // What came below while one reads further up.
  const newest = messages.at(-1)?.number ?? 0;
  const [seen, set_seen] = useState(newest);
  if (scroll.at_end && seen !== newest) set_seen(newest);
  const below = scroll.at_end ? 0 : new_since(messages, seen, session.member);

  // What one writes oneself is always shown.
  const last_unsent = unsent.at(-1)?.id;
  const shown = useRef(last_unsent);
  const { to_end, to_row } = scroll;
  const jump = useJump({ wanted, messages, state, to_row });
  useEffect(() => {
    if (last_unsent && last_unsent !== shown.current) to_end();
    shown.current = last_unsent;
  }, [last_unsent, to_end]);

  const { older, load_older } = state;
  const { on_scroll, box } = scroll;
  const scrolled = useCallback(() => {
    on_scroll();
    if (older === 'some' && (box.current?.scrollTop ?? 1_000) < 600) void load_older();
  }, [on_scroll, box, older, load_older]);
  // A window of few, short messages has nothing to scroll and would never ask for more.
  useEffect(() => {
    const element = box.current;
    if (element && older === 'some' && element.scrollHeight <= element.clientHeight) void load_older();
  }, [box, older, load_older, messages]);

  // The line "new since" lies above the window: fetch what is missing, unless it is very much.
  const oldest = messages[0]?.number ?? 0;
  useEffect(() => {
    const missing = oldest - read_before;
    if (older === 'some' && missing > 0 && missing < far) void load_older(Math.min(missing + 10, 200));
  }, [older, oldest, read_before, load_older]);

  const last_read = messages.findLast((message) => message.number <= (after ?? 0));
  const first_new = messages.find((message) => message.number > (after ?? 0));
  const since = last_read ?? first_new;
  const last_run = runs.at(-1);
  const continues = last_run !== undefined && continues_run(last_run, session.member, new Date());
  const waiting_rows = unsent.map((entry) => (
    <WaitingRow
      key={entry.id}
      entry={entry}
      quoted={entry.reply_to ? (by_id.get(entry.reply_to) ?? null) : undefined}
    />
  ));

  return (
    <div className={styles['holder']}>
      <div ref={scroll.box} className={styles['box']} onScroll={scrolled} {...keys}>
        <div className={styles['inner']}>
          <Column>
            {messages.length > 0 && (
              <p className={styles['older']}>
                {older !== 'none' && (
                  <Button look="plain" disabled={older === 'loading'} onClick={() => void load_older()}>
                    {text(older === 'loading' ? 'talk.loading_older' : older === 'failed' ? 'talk.older_failed' : 'talk.older')}
                  </Button>
                )}
                <Link to="/kanal/$channel/alles" params={{ channel: channel.id }}>
                  {text('everything.open')}
                </Link>
              </p>
            )}
            {jump.too_far && <p role="status">{text('talk.too_far')}</p>}
            {messages.length + unsent.length === 0 && <Sentence>{text('talk.empty')}</Sentence>}
            <div
              // A feed without articles is none.
              {...(runs.length > 0 && { role: 'feed', 'aria-label': text('talk.label', { channel: channel.name }), 'aria-busy': older === 'loading' })}
            >
              {runs.map((run) => (
                <Fragment key={run.messages[0]?.id}>
                  {run.day && <DayLine>{day(run.day)}</DayLine>}
                  {run.marker && since && (
                    <MarkerLine
                      id="new-since"
                      what={text('talk.new_since', { when: moment(new Date(since.sent_at)) })}
                      how_many={text('talk.messages', { n: new_since(messages, after ?? 0, session.member) })}
                    />
                  )}
                  <div className={rows['run']}>
                    <Author member={run.author} />
                    <div className={rows['lines']}>
                      {run.messages.map((message) => (
                        <MessageRow
                          key={message.id}
                          message={message}
                          last={state.last}
                          own={message.author === session.member}
                          quoted={message.reply_to ? (by_id.get(message.reply_to) ?? null) : undefined}
                          active={active === message.id}
                          in_order={message.number === newest}
                          on_active={set_active}
                          found={jump.found === message.number}
                          on_reply={on_reply}
                          on_jump={jump.to}
                        />
                      ))}
                      {continues && run === last_run && waiting_rows}
                    </div>
                  </div>
                </Fragment>
              ))}
            </div>
            {unsent.length > 0 && !continues && (
              <div className={rows['run']}>
                <Author member={session.member} />
                <div className={rows['lines']}>{waiting_rows}</div>
              </div>
            )}
          </Column>
        </div>
      </div>
      {below > 0 && (
        <Column>
          <p className={styles['below']}>
            <Button look="plain" onClick={to_end}>
              {text('talk.below', { n: below })}
            </Button>
          </p>
        </Column>
      )}
      <Announcer messages={messages} me={session.member} />
    </div>
  );
}
