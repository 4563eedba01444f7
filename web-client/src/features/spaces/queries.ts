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

export function useSpaces() {
  return useQuery(spaces_query(useClient().connection));
}

/** The channels of every space I have joined. */
export function useChannels() {
  return useQuery(channels_query(useClient().connection));
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

/** The channels of one space, by name. */
export function channels_of(channels: readonly ChannelEntry[], space: string): ChannelEntry[] {
  const collator = new Intl.Collator('de');
  return channels.filter((channel) => channel.space === space).sort((a, b) => collator.compare(a.name, b.name));
}
