// The lists of spaces, channels and members, as queries that components share.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ChannelEntry, Space } from '../../protocol/types';
import type { Connection } from '../../lib/rpc/connection';
import { useClient, useDesk } from '../../app/client';
import { useText } from '../../lib/text/catalogue';

export const spaces_query = (connection: Connection) =>
  queryOptions({
    queryKey: ['spaces'],
    queryFn: async () => (await connection.call('space.list', {})).spaces,
  });

export const channels_query = (connection: Connection) =>
  queryOptions({
    queryKey: ['channels'],
    queryFn: async () => (await connection.call('chat.list_channels', {})).channels,
  });

/** The channels of one space, also of one that I only read along in. */
export const channels_in_query = (connection: Connection, space: string) =>
  queryOptions({
    queryKey: ['channels', 'of', space],
    queryFn: async () => (await connection.call('chat.list_channels', { space })).channels,
  });

export function useSpaces() {
  return useQuery(spaces_query(useClient().connection));
}

/** The channels of every space I have joined. */
export function useChannels() {
  return useQuery(channels_query(useClient().connection));
}

/** The channels of a space: those I have joined come with the list of mine, the others are asked for. */
export function useChannelsOf(space: Space | undefined) {
  const { connection } = useClient();
  const mine = useChannels();
  const read = useQuery({ ...channels_in_query(connection, space?.id ?? ''), enabled: !!space && reads_along(space) });
  const { data, isPending, isError, refetch } = space && reads_along(space) ? read : mine;
  return { channels: data && space && channels_of(data, space.id), isPending, isError, refetch };
}

/** One channel: of mine, else of the spaces I read along in; null when it is nowhere. */
export function useChannelEntry(id: string) {
  const { connection, query } = useClient();
  const mine = useChannels();
  const spaces = useSpaces();
  const own = mine.data?.find((channel) => channel.id === id);
  const elsewhere = useQuery({
    queryKey: ['channels', 'elsewhere', id],
    enabled: mine.isSuccess && spaces.isSuccess && !own,
    queryFn: async () => {
      for (const space of (spaces.data ?? []).filter(reads_along)) {
        const found = (await query.fetchQuery(channels_in_query(connection, space.id))).find((each) => each.id === id);
        if (found) return found;
      }
      return null;
    },
  });
  const failed = [mine, spaces, elsewhere].find((each) => each.isError);
  return { channel: own ?? elsewhere.data, failed: failed !== undefined, again: () => void failed?.refetch() };
}

/** I may read there though I have not joined. */
export function reads_along(space: Space): boolean {
  return !space.role && (space.readers === 'public' || space.readers === 'members');
}

/** The server judges finally; this decides only whether to offer it. */
export function may_open_channels(space: Space): boolean {
  if (space.archived_at) return false;
  return space.role === 'coordination' || (space.role === 'administration' && space.kind === 'association');
}

/** The association's own space is everybody's; its name stands at the top of the rail already. */
export function useSpaceName(): (space: Space) => string {
  const text = useText();
  const { session } = useDesk();
  return (space) =>
    space.kind === 'association' && space.name === session.association ? text('space.association') : space.name;
}

const order: Record<Space['kind'], number> = { regional_group: 0, working_group: 1, association: 2 };

/** The spaces I have joined: own regions first, the whole association last. */
export function joined(spaces: readonly Space[]): Space[] {
  const collator = new Intl.Collator('de');
  return spaces
    .filter((space) => space.role)
    .sort((a, b) => order[a.kind] - order[b.kind] || collator.compare(a.name, b.name));
}

/** What else there is: spaces I may know and have not joined; those that wait for a word from me first. */
export function others(spaces: readonly Space[]): Space[] {
  const collator = new Intl.Collator('de');
  const rank = ({ standing }: Space) => ['invited', 'applied', 'none'].indexOf(standing);
  return spaces
    .filter((space) => !space.role && !space.archived_at)
    .sort((a, b) => rank(a) - rank(b) || order[a.kind] - order[b.kind] || collator.compare(a.name, b.name));
}

/** The channels of one space, by name. */
export function channels_of(channels: readonly ChannelEntry[], space: string): ChannelEntry[] {
  const collator = new Intl.Collator('de');
  return channels.filter((channel) => channel.space === space).sort((a, b) => collator.compare(a.name, b.name));
}
