// What recipes have in common: the objects that are asked about, and subscribing to a kind of stream.
import { objects } from './axes.mjs';

/** Only messages are ever deleted: spaces and channels stay. */
export const spaces = objects.filter((each) => each !== 'deleted');
export const own = ['own', "another's", 'not existing'];
export const nothing = ['nothing'];

/** 'allow' when the object is in the answer, else 'hidden'. */
export const shows = (found) => (found ? 'allow' : 'hidden');

/** Kinds of streams that are one person's alone. */
const personal = ['member', 'account', 'inbox'];

/** The two uses of live.subscribe for a kind of stream. */
export function subscribing(kind) {
  const stream = personal.includes(kind)
    ? ({ object }, world, actor) => `${kind}:${{ own: actor.id, "another's": world.keeper.id, 'not existing': world.unknown }[object]}`
    : ({ object }, world) => `${kind}:${kind === 'channel' ? world.of.get(object).channel : world.of.get(object).space}`;
  const recipe = (level) => ({
    objects: personal.includes(kind) ? own : spaces, level, stream,
    params: (cell, world, actor) => ({ streams: [{ stream: stream(cell, world, actor), level }] }),
  });
  return { [`live.subscribe: ${kind}, objects`]: recipe('objects'), [`live.subscribe: ${kind}, head`]: recipe('head') };
}
