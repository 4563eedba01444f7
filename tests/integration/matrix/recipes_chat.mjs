// How chat's methods and streams are used for a cell.
import { new_id } from '../../lib/ids.mjs';
import { objects } from './axes.mjs';
import { nothing, shows, spaces, subscribing } from './recipe_parts.mjs';

const channel = ({ target }) => ({ channel: target.channel });

export const chat = {
  'chat.list_channels': { objects: spaces, params: ({ target }) => ({ space: target.space }) },
  'chat.list_channels: of mine': { objects: spaces, params: () => ({}), judge: ({ channels }, target) => shows(channels.some((each) => each.id === target.channel)) },
  'chat.create_channel': { objects: spaces, params: ({ target }) => ({ id: new_id(), space: target.space, name: 'Neuer Kanal' }) },
  'chat.send_message': { objects: spaces, params: (cell) => ({ id: new_id(), ...channel(cell), body: 'Neuer Text' }) },
  'chat.edit_message': {
    objects,
    params: (cell, world) => {
      const { id, position } = world.message(cell, 'edit');
      return { id, ...channel(cell), position, body: 'Anderer Text' };
    },
  },
  'chat.delete_message': { objects, params: (cell, world) => ({ id: world.message(cell, 'take back').id, ...channel(cell) }) },
  'chat.history': { objects, params: channel },
  'chat.new_messages': { objects: spaces, params: () => ({}), judge: ({ messages }, target) => shows(messages.some((each) => each.channel === target.channel)) },
  'chat.excerpts': {
    objects: spaces, params: ({ target }, world) => ({ messages: [(target.messages.get(world.keeper)?.[0] ?? { id: world.unknown }).id] }),
    judge: ({ messages }, target) => shows(messages.some((each) => each.channel === target.channel)),
  },
  'chat.mark_read': { objects: spaces, params: (cell) => ({ ...channel(cell), number: 1 }) },
  ...subscribing('channel'),
  ...subscribing('space'),
  ...subscribing('member'),
  'live.unsubscribe': { objects: nothing, socket: true, params: () => ({ streams: [] }) },
};
