// What changes each type of object, and which streams of each kind are watched by whom.
import { Refused } from '../../lib/client.mjs';
import { new_id } from '../../lib/ids.mjs';
import { generators_of_members, places_of_members } from './generators_members.mjs';

/** What a lane wrote and may still change. */
const alive = (lane) => lane.messages.filter((each) => !each.taken_back);

async function post(world, lane) {
  const channel = lane.dice.one_of(world.channels);
  const answered = lane.messages.filter((each) => each.channel === channel);
  const reply_to = answered.length > 0 && lane.dice.chance(0.2) ? lane.dice.one_of(answered).id : undefined;
  const params = { id: new_id(), channel, body: `Text ${lane.dice.below(1e9)}`, reply_to };
  lane.messages.push(await lane.member.rpc('chat.send_message', params));
}

/** Several at once, so that sets form in the service. */
async function burst(world, lane) {
  const channel = lane.dice.one_of(world.channels);
  const bodies = Array.from({ length: 2 + lane.dice.below(6) }, () => `Text ${lane.dice.below(1e9)}`);
  const stored = await Promise.all(bodies.map((body) => lane.member.rpc('chat.send_message', { id: new_id(), channel, body })));
  lane.messages.push(...stored);
}

async function edit(world, lane) {
  const open = alive(lane);
  if (open.length === 0) return post(world, lane);
  const message = lane.dice.one_of(open);
  const body = `Anders ${lane.dice.below(1e9)}`;
  const { id, channel, position } = message;
  return Object.assign(message, await lane.member.rpc('chat.edit_message', { id, channel, position, body }));
}

async function take_back(world, lane) {
  const open = alive(lane);
  if (open.length === 0) return post(world, lane);
  const message = lane.dice.one_of(open);
  message.taken_back = true;
  const { id, channel } = message;
  return lane.member.rpc('chat.delete_message', { id, channel });
}

/** What retention does: the object is gone from its stream. By the database's hand, so that no event tells of it. */
async function vanish(world, lane) {
  const open = alive(lane);
  if (open.length === 0) return post(world, lane);
  const { id, channel } = lane.dice.one_of(open);
  lane.messages = lane.messages.filter((each) => each.id !== id);
  return world.stack.sql(`begin;
    update chat.streams set position = position + 1 where id = '${channel}';
    update chat.changes set gone = true, changed_at = now(), position = (select position from chat.streams where id = '${channel}')
      where stream = '${channel}' and object_id = '${id}';
    delete from chat.messages where id = '${id}';
    commit;`);
}

async function open_channel(world, lane) {
  if (world.opened >= 40) return post(world, lane);
  world.opened += 1;
  const params = { id: new_id(), space: world.space, name: `Kanal ${lane.dice.below(1e9)}`, purpose: `Zweck ${lane.dice.below(1e9)}` };
  return lane.member.rpc('chat.create_channel', params);
}

async function mark(world, lane) {
  const channel = lane.dice.one_of(world.channels);
  return lane.member.rpc('chat.mark_read', { channel, number: 1 + lane.dice.below(120) });
}

/** Somebody is mentioned; an edit or taking back lets it be gone again. */
async function mention(world, lane) {
  const channel = lane.dice.one_of(world.channels);
  const who = world.people[lane.dice.one_of(Object.keys(world.people))].id;
  const body = `Text ${lane.dice.below(1e9)} [@Name](member:${who})`;
  lane.messages.push(await lane.member.rpc('chat.send_message', { id: new_id(), channel, body }));
}

/** What is gone meanwhile cannot be seen any more. */
async function see(world, lane) {
  const { items } = await lane.member.rpc('notify.inbox', { limit: 10 });
  if (items.length === 0) return mention(world, lane);
  return lane.member.rpc('notify.mark_seen', { items: [lane.dice.one_of(items).id] }).catch((error) => {
    if (!(error instanceof Refused) || error.kind !== 'not_found') throw error;
  });
}

/** By type of object: what may happen to it, how often, and in whose lane (everybody's where none is named). */
export const generators = {
  ...generators_of_members,
  message: [
    { weight: 30, run: post },
    { weight: 6, run: burst },
    { weight: 20, run: edit },
    { weight: 8, run: take_back },
    { weight: 1, run: vanish },
  ],
  channel: [{ weight: 4, lanes: ['clara'], run: open_channel }],
  read_mark: [{ weight: 10, run: mark }],
  inbox_item: [
    { weight: 10, run: mention },
    { weight: 6, run: see },
  ],
};

/** By kind of stream: [whose eyes, which stream]; numbered ones are also watched through windows. */
export const places = {
  ...places_of_members,
  channel: { numbered: true, watched: (world) => world.channels.flatMap((channel) => [['anna', channel], ['fred', channel]]) },
  space: { watched: (world) => [['anna', world.space], ['fred', world.space]] },
  member: { watched: (world) => ['anna', 'berta', 'clara'].map((name) => [name, world.people[name].id]) },
  inbox: { watched: (world) => ['anna', 'berta', 'fred'].map((name) => [name, world.people[name].id]) },
};
