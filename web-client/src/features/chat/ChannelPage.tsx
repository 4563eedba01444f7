// The page of a channel: head, talk, composer.
import { useEffect, useMemo, useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import type { ChannelEntry, Message, Space } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { StatusLine } from '../../app/StatusLine';
import { useTitle } from '../../app/title';
import type { RpcError } from '../../lib/rpc/error';
import { useText } from '../../lib/text/catalogue';
import { HomeLink } from '../../ui/HomeLink';
import { Column, Filling, Pane } from '../../ui/Pane';
import { PaneHeader } from '../../ui/PaneHeader';
import { Loading, Sentence, Unreachable } from '../../ui/States';
import { useSeeing } from '../news/inbox';
import { useChannelEntry, useChannels, useSpaceName, useSpaces } from '../spaces/queries';
import { Composer } from './Composer';
import { Talk } from './Talk';
import { useChannel } from './use_channel';

const route = getRouteApi('/member/kanal/$channel');

/** The number that an address names; null when it is none. */
const number_in = (text: string | undefined) => (text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

function Refused({ error }: { error: RpcError }) {
  const text = useText();
  const missing = ['not_found', 'forbidden', 'invalid'].includes(error.kind);
  return (
    <Column>
      <Sentence title={missing ? text('channel.missing_title') : text('state.failed')} command={missing && <HomeLink />}>
        {text(missing ? 'channel.missing' : 'state.internal')}
      </Sentence>
    </Column>
  );
}

function Open({ channel, space, wanted }: { channel: ChannelEntry; space: Space | undefined; wanted: number | null }) {
  const text = useText();
  const { unread } = useDesk();
  const state = useChannel(channel.id);
  const [reply, set_reply] = useState<Message | null>(null);
  useSeeing(channel.id, useMemo(() => new Set((state.messages ?? []).map((message) => message.id)), [state.messages]));
  // What was read when the channel was opened; the line "new since" stands there until it is left.
  const [read_before] = useState(() => unread.read(channel.id) ?? channel.read_number);

  if (state.error) return <Refused error={state.error} />;
  return (
    <>
      {state.messages === null ? (
        <Filling>
          <Column>
            <Loading />
          </Column>
        </Filling>
      ) : (
        <Talk
          channel={channel}
          state={state}
          messages={state.messages}
          read_before={read_before}
          on_reply={channel.may_write ? set_reply : null}
          wanted={wanted}
        />
      )}
      <Column>
        <StatusLine />
        {channel.may_write ? (
          <Composer channel={channel} readers={space?.member_count} reply={reply} end_reply={() => set_reply(null)} />
        ) : (
          <Sentence>{text('channel.read_only')}</Sentence>
        )}
      </Column>
    </>
  );
}

export function ChannelPage() {
  const text = useText();
  const name_of = useSpaceName();
  const { channel: id } = route.useParams();
  const { nachricht } = route.useSearch();
  const { unread } = useDesk();
  const channels = useChannels();
  const spaces = useSpaces();
  const { channel, failed, again } = useChannelEntry(id);
  const space = spaces.data?.find((each) => each.id === channel?.space);
  useTitle(channel ? (space ? `${channel.name} – ${name_of(space)}` : channel.name) : '');
  useEffect(() => {
    if (channels.data && unread.read(id) === null) unread.load(channels.data);
  }, [channels.data, unread, id]);

  const about = channel && [
    space && name_of(space),
    space && text('channel.readers', { n: space.member_count }),
    channel.purpose,
  ];
  return (
    <Pane>
      <Column>
        <PaneHeader
          title={channel?.name ?? (channel === null ? text('channel.missing_title') : '')}
          plate={space?.plate ?? ''}
          about={about?.filter(Boolean).join(' · ')}
          back={space ? `/gruppe/${space.id}` : '/gruppen'}
        />
      </Column>
      {channel && <Open key={channel.id} channel={channel} space={space} wanted={number_in(nachricht)} />}
      {!channel && (
        <Column>
          {channel === undefined && !failed && <Loading />}
          {channel === undefined && failed && <Unreachable again={again} />}
          {channel === null && <Sentence command={<HomeLink />}>{text('channel.missing')}</Sentence>}
          <StatusLine />
        </Column>
      )}
    </Pane>
  );
}
