// Every place one can go to by its name, and which of them are meant by what was typed. Pure.
import type { ChannelEntry, Space } from '../protocol/types';
import { begins_so, fold } from '../lib/text/fold';

export interface Place {
  to: string;
  name: string;
  plate: string;
  /** Where it is, in words. */
  within: string;
  unread: number;
}

const most = 12;

interface Known {
  fixed: readonly Place[];
  spaces: readonly Space[];
  channels: readonly ChannelEntry[];
  name_of: (space: Space) => string;
  unread: (channel: string) => number;
}

/** What there is: my places first, then groups and channels in the order they came in. */
export function places_of({ fixed, spaces, channels, name_of, unread }: Known): Place[] {
  const by_id = new Map(spaces.map((space) => [space.id, space]));
  const groups = spaces.map((space) => ({ to: `/gruppe/${space.id}`, name: name_of(space), plate: space.plate, within: '', unread: 0 }));
  const rooms = channels.map((channel): Place => {
    const space = by_id.get(channel.space);
    return { to: `/kanal/${channel.id}`, name: channel.name, plate: space?.plate ?? '', within: space ? name_of(space) : '', unread: unread(channel.id) };
  });
  return [...fixed, ...rooms, ...groups];
}

/** Those that are meant; whose own name begins so first, then those with something unread. */
export function meant_by(typed: string, places: readonly Place[]): Place[] {
  const first = fold(typed.trim());
  const rank = (place: Place) => (first !== '' && fold(place.name).startsWith(first) ? 0 : 2) + (place.unread > 0 ? 0 : 1);
  return places
    .filter((place) => begins_so(`${place.name} ${place.within}`, typed))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, most);
}
