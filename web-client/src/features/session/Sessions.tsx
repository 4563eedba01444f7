// Where I am signed in, and signing out from afar.
import { useId, useState } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { SessionEntry } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { as_error } from '../../lib/rpc/error';
import type { Connection } from '../../lib/rpc/connection';
import { useMoves } from '../../lib/streams/use_moves';
import { useText } from '../../lib/text/catalogue';
import { moment } from '../../lib/text/dates';
import { AskedTwice } from '../../ui/AskedTwice';
import { Button } from '../../ui/Button';
import { Loading, Problem, Unreachable } from '../../ui/States';
import styles from './Sessions.module.css';

const sessions_query = (connection: Connection) =>
  queryOptions({
    queryKey: ['sessions'],
    queryFn: async () => (await connection.call('session.list', {})).sessions,
  });

/** The list, asked for anew whenever a session of mine comes or goes, on whatever device. */
function useSessions() {
  const { connection, query } = useClient();
  const { streams, session } = useDesk();
  useMoves(streams, [`account:${session.member}`], () => void query.invalidateQueries({ queryKey: ['sessions'] }));
  return useQuery({ ...sessions_query(connection), staleTime: 0 });
}

function useEnding() {
  const { connection, query } = useClient();
  const [busy, set_busy] = useState<string | null>(null);
  const [failed, set_failed] = useState<string | null>(null);
  async function end(which: string, work: () => Promise<unknown>, goes: (entry: SessionEntry) => boolean) {
    set_busy(which);
    set_failed(null);
    // Ended elsewhere in the meantime is what was wanted.
    const done = await work().then(() => true, (thrown: unknown) => as_error(thrown).kind === 'not_found');
    const { queryKey } = sessions_query(connection);
    if (done) query.setQueryData(queryKey, (all) => all?.filter((entry) => !goes(entry)));
    else set_failed(which);
    set_busy(null);
    // Not waited for: without a network the list would come late, and nothing could be tried again until then.
    void query.invalidateQueries({ queryKey });
  }
  return {
    busy, failed,
    one: (id: string) => end(id, () => connection.call('session.end', { session: id }), (entry) => entry.id === id),
    others: () => end('others', () => connection.call('session.end_others', {}), (entry) => entry.kind === 'browser' && !entry.current),
  };
}

function One({ entry, ending }: { entry: SessionEntry; ending: ReturnType<typeof useEnding> }) {
  const text = useText();
  const about = useId();
  const name =
    entry.kind === 'token'
      ? text('sessions.token', { label: entry.label })
      : text(entry.shared_device ? 'sign_in.device_shared' : 'sessions.own');
  const times = { since: moment(new Date(entry.created_at)), seen: moment(new Date(entry.last_seen_at)) };
  return (
    <li className={styles['one']}>
      <span id={about} className={styles['what']}>
        <span dir="auto">{name}</span>
        <small>{text(entry.current ? 'sessions.this' : entry.kind === 'token' ? 'sessions.token_times' : 'sessions.times', times)}</small>
      </span>
      {!entry.current && (
        <Button look="plain" disabled={ending.busy !== null} aria-describedby={about} onClick={() => void ending.one(entry.id)}>
          {text(entry.kind === 'token' ? 'sessions.withdraw' : 'sessions.end')}
        </Button>
      )}
      {ending.failed === entry.id && <Problem>{text('sessions.failed')}</Problem>}
    </li>
  );
}

/** My sessions and my programs' tokens, this one first. */
export function Sessions() {
  const text = useText();
  const title = useId();
  const { data, isError, refetch } = useSessions();
  const ending = useEnding();
  const sorted = [...(data ?? [])].sort((a, b) => Number(b.current) - Number(a.current));
  const elsewhere = sorted.some((each) => each.kind === 'browser' && !each.current);
  return (
    <section className={styles['sessions']} aria-labelledby={title}>
      <h2 id={title}>{text('sessions.title')}</h2>
      {!data && !isError && <Loading lines={2} />}
      {!data && isError && <Unreachable again={() => void refetch()} />}
      <ul className={styles['list']}>
        {sorted.map((entry) => (
          <One key={entry.id} entry={entry} ending={ending} />
        ))}
      </ul>
      {elsewhere && (
        <AskedTwice
          command={text('sessions.others')}
          question={text('sessions.others_question')}
          yes={text('sessions.others_yes')}
          no={text('sessions.others_no')}
          disabled={ending.busy !== null}
          run={ending.others}
        />
      )}
      {ending.failed === 'others' && <Problem>{text('sessions.failed')}</Problem>}
    </section>
  );
}
