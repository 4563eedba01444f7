// All of a channel on one plain page: for the browser's own search, for reading, for printing.
import { Fragment, memo, useMemo, useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import type { Message } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { StatusLine } from '../../app/StatusLine';
import { useTitle } from '../../app/title';
import { useText } from '../../lib/text/catalogue';
import { clock_time, day, exact, moment } from '../../lib/text/dates';
import { Button } from '../../ui/Button';
import { HomeLink } from '../../ui/HomeLink';
import { DayLine } from '../../ui/Lines';
import { Column, Pane } from '../../ui/Pane';
import { PaneHeader } from '../../ui/PaneHeader';
import { Sentence, Unreachable } from '../../ui/States';
import { useChannelEntry, useSpaceName, useSpaces } from '../spaces/queries';
import { arrange, runs_of, type Run } from './arrange';
import styles from './Everything.module.css';
import { MessageBody } from './MessageBody';
import rows from './MessageRow.module.css';
import { Author, Quote } from './Parts';
import { useEverything } from './use_everything';

const route = getRouteApi('/member/kanal/$channel/alles');

const PlainRun = memo(function PlainRun({ run, by_id }: { run: Run; by_id: ReadonlyMap<string, Message> }) {
  const text = useText();
  return (
    <div className={`${rows['run']} ${styles['run']}`}>
      <Author member={run.author} spoken />
      <div className={rows['lines']}>
        {run.messages.map((message) => (
          <div key={message.id} className={rows['row']}>
            <div className={rows['text']}>
              {message.reply_to && <Quote message={by_id.get(message.reply_to) ?? null} />}
              {message.deleted_at ? <p className={rows['gone']}>{text('message.deleted')}</p> : <MessageBody body={message.body} />}
            </div>
            <time className={rows['time']} dateTime={message.sent_at} title={exact(new Date(message.sent_at))}>
              {clock_time(new Date(message.sent_at))}
            </time>
          </div>
        ))}
      </div>
    </div>
  );
});

export function Everything() {
  const text = useText();
  const name_of = useSpaceName();
  const { session } = useDesk();
  const { channel: id } = route.useParams();
  const { channel } = useChannelEntry(id);
  const { data: spaces } = useSpaces();
  const space = spaces?.find((each) => each.id === channel?.space);
  const { messages, state, error, load_more } = useEverything(id);
  const [begun] = useState(() => new Date());
  const runs = useMemo(() => runs_of(arrange(messages, null, session.member)), [messages, session.member]);
  const by_id = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages]);
  useTitle(channel ? text('everything.title', { channel: channel.name }) : '');

  const missing = error && ['not_found', 'forbidden', 'invalid'].includes(error.kind);
  const when = moment(begun);
  const said = { loading: 'everything.loading', part: 'everything.part', all: 'everything.all' } as const;
  return (
    <Pane scrolls>
      <Column>
        <PaneHeader
          title={missing ? text('channel.missing_title') : channel ? text('everything.title', { channel: channel.name }) : text('everything.open')}
          plate={space?.plate ?? ''}
          about={space && name_of(space)}
          back={`/kanal/${id}`}
        />
        {missing && <Sentence command={<HomeLink />}>{text('channel.missing')}</Sentence>}
        {!missing && (
          <div className={styles['told']}>
            <p role="status">{state !== 'failed' && text(said[state], { n: messages.length, when })}</p>
            {state === 'part' && <Button look="plain" onClick={load_more}>{text('everything.more')}</Button>}
            {(state === 'all' || state === 'part') && messages.length > 0 && (
              <Button look="plain" onClick={() => window.print()}>{text('everything.print')}</Button>
            )}
          </div>
        )}
        {error && !missing && (
          <Unreachable again={load_more}>{messages.length > 0 ? text('everything.failed') : undefined}</Unreachable>
        )}
        {state === 'all' && messages.length === 0 && <Sentence>{text('talk.empty')}</Sentence>}
        {/* Drawn once, when there is all that was asked for: a page that grows at the top could not be read. */}
        {state !== 'loading' &&
          runs.map((run) => (
            <Fragment key={run.messages[0]?.id}>
              {run.day && <DayLine>{day(run.day)}</DayLine>}
              <PlainRun run={run} by_id={by_id} />
            </Fragment>
          ))}
        <StatusLine />
      </Column>
    </Pane>
  );
}
