// What is new, as queries: the first unread of each channel, and the messages that mention me.
import { useEffect, useMemo, useRef, useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Excerpt } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { useChannels, useSpaces } from '../spaces/queries';
import { useUnread } from '../spaces/unread_store';
import { lines_of, type Line } from './arrange';
import { useUnseen } from './inbox';

/** Not for every message that comes: once they pause. */
const pause = 1_000;
const most_mentions = 100;
/** What came to me is waited for so long; without it the rest is shown. */
const inbox_patience = 1_500;

export interface News {
  /** null while loading. */
  lines: readonly Line[] | null;
  failed: boolean;
  again: () => void;
}

export function useNews(): News {
  const { connection } = useClient();
  const unread = useUnread(useDesk().unread);
  const spaces = useSpaces();
  const channels = useChannels();
  const unseen = useUnseen();

  const fresh = useQuery({
    queryKey: ['news'],
    refetchOnMount: 'always',
    queryFn: async () => (await connection.call('chat.new_messages', {})).messages,
  });
  // Which channels have something new, and from where: when that changes, their first words do too.
  const standing = (channels.data ?? []).map(({ id }) => `${id}${unread.of(id) > 0 ? (unread.read(id) ?? '') : ''}`).join(' ');
  const known = useRef(standing);
  const { refetch } = fresh;
  useEffect(() => {
    if (known.current === standing) return;
    const timer = setTimeout(() => {
      known.current = standing;
      void refetch();
    }, pause);
    return () => clearTimeout(timer);
  }, [standing, refetch]);

  const ids = (unseen ?? []).slice(0, most_mentions).map((item) => item.message).sort();
  const mentioning = useQuery({
    queryKey: ['news', 'mentions', ids.join(' ')],
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async () => (await connection.call('chat.excerpts', { messages: ids })).messages,
  });
  const by_id = useMemo(() => new Map((mentioning.data ?? []).map((each): [string, Excerpt] => [each.id, each])), [mentioning.data]);

  const [waits, set_waits] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => set_waits(false), inbox_patience);
    return () => clearTimeout(timer);
  }, []);

  // All at once, so that nothing has to be announced that was there from the beginning.
  const counted = channels.data?.every(({ id }) => unread.read(id) !== null);
  const ready = fresh.data && channels.data && spaces.data && counted && (unseen !== null || !waits);
  const queries = [fresh, channels, spaces];
  return {
    lines: ready
      ? lines_of({ unseen: unseen ?? [], mentioning: by_id, fresh: fresh.data, channels: channels.data, unread: (id) => unread.of(id) })
      : null,
    failed: !ready && queries.some((each) => each.isError),
    again: () => queries.forEach((each) => each.isError && void each.refetch()),
  };
}
