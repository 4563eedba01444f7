// How each use of a method is called for a cell, and how its answer is read: the recipes of all services together.
import { chat } from './recipes_chat.mjs';
import { members } from './recipes_members.mjs';
import { notify } from './recipes_notify.mjs';

/**
 * By use of a method: `objects` it is asked about, `params` for a cell, `judge` where a result may or may not show the
 * object, `http` or `socket` when it goes over one of them only, `fresh` what an allowed call uses up (a session, a person, a
 * space), `subject` whom it decides about, `level` and `stream` of a subscription.
 */
export const recipes = { ...members, ...chat, ...notify };

export const method_of = (use) => use.split(': ')[0];
