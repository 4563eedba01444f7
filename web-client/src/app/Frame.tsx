// The frame around every place of a member: rail, middle, and on the phone the bar.
import { useEffect, useState } from 'react';
import { Outlet } from '@tanstack/react-router';
import { useMoves } from '../lib/streams/use_moves';
import { useText } from '../lib/text/catalogue';
import { useChannels, useSpaces } from '../features/spaces/queries';
import { Rail } from '../features/spaces/Rail';
import { useUnread } from '../features/spaces/unread_store';
import { BottomBar } from './BottomBar';
import { DeskProvider, useClient, useDesk, type Desk } from './client';
import styles from './Frame.module.css';
import { fetch_ahead } from './parts';
import { show_unread } from './title';

/** Keeps the heads of all joined channels and spaces subscribed, and the counts loaded. */
function useLiveRail(): void {
  const { streams, unread, session } = useDesk();
  const { query } = useClient();
  const { data: spaces } = useSpaces();
  const { data: channels } = useChannels();
  useUnread(unread);

  // How I stand to spaces changed, by whomever: let in, removed, given another role, on another device.
  useMoves(streams, `account:${session.member}`, () => {
    for (const queryKey of [['spaces'], ['channels'], ['members']]) void query.invalidateQueries({ queryKey });
  });

  useEffect(() => {
    if (channels) unread.load(channels);
  }, [channels, unread]);

  const channel_ids = (channels ?? []).map((channel) => channel.id).join(' ');
  const space_ids = (spaces ?? []).filter((space) => space.role).map((space) => space.id).join(' ');
  useEffect(() => {
    // A session may watch 200 streams; what is open and what is mine needs a few of them.
    const names = [
      ...space_ids.split(' ').filter(Boolean).map((id) => `space:${id}`),
      ...channel_ids.split(' ').filter(Boolean).map((id) => `channel:${id}`),
    ].slice(0, 190);
    const off = names.map((name) => streams.hold(name, 'head'));
    return () => off.forEach((each) => each());
  }, [streams, space_ids, channel_ids]);

  useEffect(() => {
    // A space's stream moves when its channels change: the list is asked for anew.
    const seen = new Map<string, number>();
    const off = space_ids.split(' ').filter(Boolean).map((id) =>
      streams.watch(`space:${id}`, () => {
        const position = streams.head(`space:${id}`)?.position ?? 0;
        const before = seen.get(id);
        seen.set(id, position);
        if (before !== undefined && position > before) void query.invalidateQueries({ queryKey: ['channels'] });
      }),
    );
    return () => off.forEach((each) => each());
  }, [streams, query, space_ids]);

  const total = (channels ?? []).reduce((sum, channel) => sum + unread.of(channel.id), 0);
  useEffect(() => show_unread(total), [total]);
  useEffect(() => () => show_unread(0), []);
}

function Inner() {
  const text = useText();
  useLiveRail();
  useEffect(fetch_ahead, []);
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#main">
        {text('frame.skip')}
      </a>
      <Rail />
      <div className={styles['middle']} id="main" tabIndex={-1}>
        <Outlet />
      </div>
      <BottomBar />
    </div>
  );
}

export function Frame() {
  const client = useClient();
  const [desk] = useState<Desk | null>(() => (client.session.state.status === 'in' ? client.desk() : null));
  if (!desk || client.session.state.status !== 'in') return null;
  return (
    <DeskProvider value={desk}>
      <Inner />
    </DeskProvider>
  );
}
