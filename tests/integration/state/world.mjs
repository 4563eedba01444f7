// The people, spaces and channels of one round, and its lanes: members who each do one thing after another.
import { open_channel } from '../../lib/demo.mjs';
import { new_id } from '../../lib/ids.mjs';
import { generators, places } from './generators.mjs';

/** Who acts; what each wrote is hers alone, so that one lane's speed changes nothing of another's choices. */
const actors = ['anna', 'berta', 'clara', 'fred', 'vera'];
/** Who comes to the circle and goes; clara is its coordination. */
const wanderers = ['fred', 'vera'];

export async function make_world(stack, people, dice) {
  const world = { stack, people, dice, wanderers, space: stack.place.spaces.group, circle: new_id(), opened: 0, channels: [] };
  await stack.sql(`insert into members.spaces (id, kind, name, plate, parent, readers, joins)
      values ('${world.circle}', 'working_group', 'Kreis', 'KR', '${stack.place.spaces.association}', 'members', 'request');
    insert into members.memberships (space, member, role) values ('${world.circle}', '${people.clara.id}', 'coordination');`);
  for (let i = 0; i < 2; i++) world.channels.push((await open_channel(people.clara, world.space)).id);
  world.lanes = actors.map((name) => ({ name, member: people[name], dice: dice.fork(), messages: [] }));
  return world;
}

/** Every stream that is watched: {kind, numbered, name, eyes}. */
export function watched_streams(world) {
  return Object.entries(places).flatMap(([kind, { numbered = false, watched }]) =>
    watched(world).map(([eyes, of]) => ({ kind, numbered, name: `${kind}:${of}`, eyes })));
}

/** Who writes in the group; the wanderers only read it. */
const writers = ['anna', 'berta', 'clara'];

/** One random operation in a lane. */
export function act(world, lane) {
  const possible = Object.values(generators).flat().filter(({ lanes = writers }) => lanes.includes(lane.name));
  return lane.dice.weighted(possible).run(world, lane);
}
