// "Für dich": what is new over all my spaces, in one column, with an end.
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useClient, useDesk } from '../../app/client';
import { StatusLine } from '../../app/StatusLine';
import { useTitle } from '../../app/title';
import { useText } from '../../lib/text/catalogue';
import { moment } from '../../lib/text/dates';
import { Button } from '../../ui/Button';
import { Column, Pane } from '../../ui/Pane';
import { PaneHeader } from '../../ui/PaneHeader';
import { Loading, Sentence, Unreachable } from '../../ui/States';
import { joined, useChannels, useSpaceName, useSpaces } from '../spaces/queries';
import { SpaceLink } from '../spaces/SpaceLink';
import { useUnread } from '../spaces/unread_store';
import { sections_of, since, type Line, type Section } from './arrange';
import styles from './News.module.css';
import { NewsLine } from './NewsLine';
import { useNews } from './queries';
import { useReading } from './use_reading';

/** Tells the server that a line was read. */
function useCommit(): (line: Line) => Promise<void> {
  const { connection } = useClient();
  const { unread } = useDesk();
  return async (line) => {
    if (line.kind === 'mention') await connection.call('notify.mark_seen', { items: [line.key] });
    if (!line.alone) return;
    const number = unread.last(line.channel);
    if (number !== null) unread.mark(await connection.call('chat.mark_read', { channel: line.channel, number }));
  };
}

/** The lines on screen: those there were when one looked, so that nothing moves under the eyes. */
function useStill(lines: readonly Line[] | null) {
  const [shown, set_shown] = useState<readonly Line[] | null>(null);
  const first = !shown || shown.length === 0;
  if (lines && first && lines.length > 0) set_shown(lines);
  const base = (first ? lines : shown) ?? [];
  const now = new Map((lines ?? []).map((line) => [line.key, line]));
  const keys = new Set(base.map((line) => line.key));
  return {
    // The words of a message may come later than the line itself.
    shown: base.map((line) => (line.words === null ? (now.get(line.key) ?? line) : line)),
    still_new: (line: Line) => now.has(line.key),
    more: (lines ?? []).filter((line) => !keys.has(line.key)).length,
    renew: () => set_shown(lines),
  };
}

function Heading({ section, on_read }: { section: Section; on_read: (() => void) | null }) {
  const text = useText();
  const { space } = section;
  return (
    <div className={styles['heading']}>
      <h2 id={`news-${space?.id ?? 'mine'}`}>
        {space ? <SpaceLink space={space} /> : text('news.to_you')}
      </h2>
      {on_read && (
        <Button look="plain" aria-describedby={`news-${space?.id ?? 'mine'}`} onClick={on_read}>
          {text('news.read_all')}
        </Button>
      )}
    </div>
  );
}

function Nothing() {
  const text = useText();
  const { data: spaces } = useSpaces();
  const groups = <Link to="/gruppen">{text('news.to_groups')}</Link>;
  if (joined(spaces ?? []).length === 0) return <Sentence command={groups}>{text('news.no_groups')}</Sentence>;
  return <Sentence command={groups}>{text('news.nothing')}</Sentence>;
}

export function News() {
  const text = useText();
  const name_of = useSpaceName();
  const { session, unread: store } = useDesk();
  const unread = useUnread(store);
  const news = useNews();
  const { data: spaces = [] } = useSpaces();
  const { data: channels = [] } = useChannels();
  const still = useStill(news.lines);
  const reading = useReading(useCommit());
  useTitle(text('news.title'));

  const begin = since(still.shown);
  const sections = sections_of(still.shown, spaces);
  const mark_of = (line: Line) => reading.marked.get(line.key)?.mark ?? (still.still_new(line) ? undefined : 'read');
  const open_of = (section: Section) => section.lines.filter((line) => mark_of(line) === undefined);

  function where(line: Line): string {
    const channel = channels.find((each) => each.id === line.channel)?.name ?? '';
    const space = spaces.find((each) => each.id === line.space);
    if (line.kind === 'mention') return text('news.in', { channel, space: space ? name_of(space) : '' });
    const n = unread.of(line.channel);
    return n > 0 ? text('news.channel', { channel, n }) : channel;
  }

  return (
    <Pane scrolls>
      <Column>
        <p className={styles['association']} dir="auto">{session.association}</p>
        <PaneHeader title={text('news.title')} about={begin && text('news.since', { when: moment(new Date(begin)) })} />
        {!news.lines && !news.failed && <Loading />}
        {news.failed && <Unreachable again={news.again} />}
        <p role="status" className={styles['more']}>
          {still.more > 0 && (
            <Button look="plain" onClick={still.renew}>
              {text('news.more', { n: still.more })}
            </Button>
          )}
        </p>
        {sections.map((section) => (
          <section key={section.space?.id ?? 'mine'} aria-labelledby={`news-${section.space?.id ?? 'mine'}`} className={styles['section']}>
            <Heading section={section} on_read={open_of(section).length > 1 ? () => reading.read(open_of(section)) : null} />
            <ul>
              {section.lines.map((line) => (
                <NewsLine
                  key={line.key}
                  line={line}
                  where={where(line)}
                  mark={mark_of(line)}
                  on_read={() => reading.read([line])}
                  on_undo={() => reading.undo(line.key)}
                />
              ))}
            </ul>
          </section>
        ))}
        {news.lines && sections.length === 0 && <Nothing />}
        {begin && <p className={styles['end']}>{text('news.all_since', { when: moment(new Date(begin)) })}</p>}
        <StatusLine />
      </Column>
    </Pane>
  );
}
