// How notify's methods and streams are used for a cell.
import { shows, spaces, subscribing } from './recipe_parts.mjs';

export const notify = {
  'notify.inbox': { objects: spaces, params: () => ({ limit: 200 }), judge: ({ items }, target) => shows(items.some((each) => each.space === target.space)) },
  // Her own item about the space where she has one, else somebody else's.
  'notify.mark_seen': {
    objects: spaces,
    params: ({ target, actor }, world) => ({ items: [target.items?.get(actor.id) ?? target.items?.values().next().value ?? world.unknown] }),
    judge: ({ items }, target) => shows(items.some((each) => each.space === target.space)),
  },
  ...subscribing('inbox'),
};
