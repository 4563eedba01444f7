// The reducer of streams: "put the object unless it is older than what I have". Pure.
import { objectTypes } from '../../protocol/methods';
import type { Message } from '../../protocol/types';

/** The new state of one object, as events, subscriptions and loaded pages bring it. */
export interface Change {
  position: number;
  type: string;
  id: string;
  /** null: gone from the stream. */
  object: unknown;
}

export interface StreamState {
  /** Every change up to here is in `objects`, as far as it concerns the window. */
  position: number;
  /** The last number given in the stream. */
  number: number;
  /** The window: objects with numbers from here on are all there. 0: from the beginning. */
  from: number;
  /** Gone objects stay as null, so that an older state cannot bring them back. */
  objects: ReadonlyMap<string, Change>;
}

/** Types of a later server's catalogue only move the position. */
const known = new Set<string>(objectTypes);

export const nothing: StreamState = { position: 0, number: 0, from: 0, objects: new Map() };

/** Puts objects that were learnt outside the order of events: pages of history, answers to own calls. */
export function put(state: StreamState, changes: readonly Change[]): StreamState {
  let objects: Map<string, Change> | null = null;
  let number = state.number;
  for (const change of changes) {
    if (!known.has(change.type)) continue;
    const held = (objects ?? state.objects).get(change.id);
    if (held && held.position >= change.position) continue;
    objects ??= new Map(state.objects);
    objects.set(change.id, { position: change.position, type: change.type, id: change.id, object: change.object });
    if (change.type === 'message' && change.object) number = Math.max(number, (change.object as Message).number);
  }
  return objects ? { ...state, number, objects } : state;
}

/** Applies events, or the answer to a subscription: the position moves on, for unknown types too. */
export function apply(state: StreamState, changes: readonly Change[]): StreamState {
  const next = put(state, changes);
  const position = changes.reduce((most, change) => Math.max(most, change.position), state.position);
  return position === next.position ? next : { ...next, position };
}

/** Messages as changes; each carries its own position. */
export function as_changes(messages: readonly Message[]): Change[] {
  return messages.map((message) => ({ position: message.position, type: 'message', id: message.id, object: message }));
}

/** Forgets messages below the window, which events brought: a resume does not tell what became of them. */
export function trimmed(state: StreamState): StreamState {
  const below = (held: Change) => held.type === 'message' && held.object !== null && (held.object as Message).number < state.from;
  const kept = [...state.objects].filter(([, held]) => !below(held));
  return kept.length === state.objects.size ? state : { ...state, objects: new Map(kept) };
}

/** Adds an older page to the window. */
export function extend(state: StreamState, messages: readonly Message[], more: boolean): StreamState {
  const lowest = messages.reduce((least, message) => Math.min(least, message.number), state.from);
  return { ...put(state, as_changes(messages)), from: more ? lowest : 0 };
}

/** The window's messages in order of number. */
export function messages_of(state: StreamState): Message[] {
  const found: Message[] = [];
  for (const held of state.objects.values()) {
    if (held.type !== 'message' || held.object === null) continue;
    const message = held.object as Message;
    if (message.number >= state.from) found.push(message);
  }
  return found.sort((a, b) => a.number - b.number);
}

/** The objects of one type that are there, in no order. */
export function objects_of<T>(state: StreamState, type: string): T[] {
  const found: T[] = [];
  for (const held of state.objects.values()) if (held.type === type && held.object !== null) found.push(held.object as T);
  return found;
}
