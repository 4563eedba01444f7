// The page of a group: what it is, its channels, its people.
import { Fragment, useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Space } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { StatusLine } from '../../app/StatusLine';
import { useTitle } from '../../app/title';
import { useText } from '../../lib/text/catalogue';
import { day } from '../../lib/text/dates';
import { Button } from '../../ui/Button';
import { HomeLink } from '../../ui/HomeLink';
import { Column, Pane } from '../../ui/Pane';
import { PaneHeader } from '../../ui/PaneHeader';
import { Plate } from '../../ui/Plate';
import { Loading, Sentence, Unreachable } from '../../ui/States';
import { ChannelRows } from './ChannelRows';
import styles from './Group.module.css';
import { Joining, Leaving } from './Joining';
import { OpenChannel } from './OpenChannel';
import { may_open_channels, reads_along, useChannelsOf, useSpaceName, useSpaces } from './queries';

const route = getRouteApi('/member/gruppe/$space');

/** The people of a space, a page at a time; shown once somebody asks for more than the first. */
function Members({ space }: { space: Space }) {
  const text = useText();
  const { connection } = useClient();
  const { people } = useDesk();
  const [shown, set_shown] = useState(50);
  const pages = useInfiniteQuery({
    queryKey: ['members', space.id],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => {
      const page = await connection.call('space.members', {
        space: space.id,
        limit: 200,
        ...(pageParam ? { after: pageParam } : {}),
      });
      people.learn(page.members);
      return page;
    },
    getNextPageParam: (page) => (page.more ? page.members.at(-1)?.id : undefined),
  });
  const all = pages.data?.pages.flatMap((page) => page.members) ?? [];
  const more = all.length > shown || pages.hasNextPage;

  function show_more() {
    set_shown(shown + 200);
    if (all.length < shown + 200 && pages.hasNextPage) void pages.fetchNextPage();
  }

  return (
    <section aria-labelledby="members" className={styles['members']}>
      <h2 id="members">{text('group.members', { n: space.member_count })}</h2>
      {pages.isPending && <Loading lines={4} />}
      {pages.isError && <Unreachable again={() => void pages.refetch()} />}
      <ul>
        {all.slice(0, shown).map((member) => (
          <li key={member.id}>
            <Plate letters={member.plate} quiet />
            <span dir="auto">{member.name}</span>
            {member.role && member.role !== 'member' && <small>{text(`role.${member.role}`)}</small>}
          </li>
        ))}
      </ul>
      {more && (
        <Button look="plain" onClick={show_more} disabled={pages.isFetchingNextPage}>
          {text('group.more_members')}
        </Button>
      )}
    </section>
  );
}

/** The channels of a space, and opening one for those who may. */
function Channels({ space }: { space: Space }) {
  const text = useText();
  const { channels, isPending, isError, refetch } = useChannelsOf(space);
  const may_open = may_open_channels(space);
  return (
    <section aria-labelledby="channels" className={styles['channels']}>
      <h2 id="channels">{text('group.channels')}</h2>
      {isPending && <Loading lines={4} />}
      {isError && !channels && <Unreachable again={() => void refetch()} />}
      {channels?.length === 0 && <p>{text(may_open ? 'group.no_channels_yours' : 'group.no_channels')}</p>}
      {channels && <ChannelRows channels={channels} />}
      <OpenChannel space={space} may={may_open} />
    </section>
  );
}

export function Group() {
  const text = useText();
  const name_of = useSpaceName();
  const { space: id } = route.useParams();
  const spaces = useSpaces();
  const space = spaces.data?.find((each) => each.id === id);
  useTitle(space ? name_of(space) : '');

  if (!space)
    return (
      <Pane scrolls>
        <Column>
          <PaneHeader title={spaces.isPending ? '' : text('group.missing_title')} back="/gruppen" />
          {spaces.isPending ? (
            <Loading />
          ) : (
            <Sentence command={<HomeLink />}>{text(spaces.isError ? 'state.unreachable' : 'group.missing')}</Sentence>
          )}
          <StatusLine />
        </Column>
      </Pane>
    );

  const along = reads_along(space);
  return (
    <Pane scrolls>
      <Column>
        <PaneHeader
          title={name_of(space)}
          plate={space.plate}
          about={`${text(`space.${space.kind}`)} · ${text(`readers.${space.readers}`)}`}
          back="/gruppen"
        />
        {space.archived_at && <Sentence>{text('group.archived', { when: day(new Date(space.archived_at)) })}</Sentence>}
        {!space.role && <Joining space={space} />}
        {(space.role || along) && (
          <Fragment key={space.id}>
            <Channels space={space} />
            <Members space={space} />
            {space.role && space.kind !== 'association' && <Leaving space={space} />}
          </Fragment>
        )}
        <StatusLine />
      </Column>
    </Pane>
  );
}
