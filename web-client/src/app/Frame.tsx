// The frame around every place of a member: rail, middle, and on the phone the bar.
import { useEffect, useState } from 'react';
import { Outlet } from '@tanstack/react-router';
import { useMoves } from '../lib/streams/use_moves';
import { useText } from '../lib/text/catalogue';
import { useChannels, useSpaces } from '../features/spaces/queries';
import { useUnseen } from '../features/news/inbox';
import { Rail } from '../features/spaces/Rail';
import { useUnread } from '../features/spaces/unread_store';
import { BottomBar } from './BottomBar';
import { DeskProvider, useClient, useDesk, type Desk } from './client';
import styles from './Frame.module.css';
import { fetch_ahead } from './parts';
import { show_unread } from './title';
import { Switcher } from './Switcher';
import { useSwitcher } from './use_switcher';

/** Keeps the heads of all joined channels and spaces subscribed, and the counts loaded. */
function useLiveRail(): void {
  const { streams, unread, session } = useDesk();
  const { query } = useClient();
  const { data: spaces } = useSpaces();
  const { data: channels } = useChannels();
  useUnread(unread);

  useEffect(() => {
    if (channels) unread.load(channels);
  }, [channels, unread]);

  const mine = `account:${session.member}`;
  const of_spaces = (spaces ?? []).filter((space) => space.role).map((space) => `space:${space.id}`);
  // A session may watch 200 streams; what is open and what is mine needs a few of them.
  const names = [mine, ...of_spaces, ...(channels ?? []).map((channel) => `channel:${channel.id}`)].slice(0, 190).join(' ');
  useEffect(() => {
    const off = names.split(' ').map((name) => streams.hold(name, 'head'));
    return () => off.forEach((each) => each());
  }, [streams, names]);

  const ask_anew = (...keys: string[]) => keys.forEach((key) => void query.invalidateQueries({ queryKey: [key] }));
  // How I stand to spaces changed, by whomever: let in, removed, given another role, on another device.
  useMoves(streams, [mine], () => ask_anew('spaces', 'channels'));
  // A space's stream moves when its channels change.
  useMoves(streams, of_spaces, () => ask_anew('channels'));

  const total = (channels ?? []).reduce((sum, channel) => sum + unread.of(channel.id), 0);
  useEffect(() => show_unread(total), [total]);
  useEffect(() => () => show_unread(0), []);
}

function Inner() {
  const text = useText();
  useLiveRail();
  const meant = useUnseen()?.length ?? 0;
  const switcher = useSwitcher();
  useEffect(fetch_ahead, []);
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#main">
        {text('frame.skip')}
      </a>
      <Rail meant={meant} on_switch={switcher.show} />
      <div className={styles['middle']} id="main" tabIndex={-1}>
        <Outlet />
      </div>
      <BottomBar meant={meant} />
      {switcher.open && <Switcher on_close={switcher.hide} />}
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
