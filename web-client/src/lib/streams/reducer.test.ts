// Old state + events = fresh state, for every type of object, in random sequences.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../protocol/types';
import { apply, as_changes, extend, messages_of, nothing, objects_of, put, type Change, type StreamState } from './reducer';

/** A small generator, so that a failure names its seed. */
function dice(seed: number) {
  let state = seed >>> 0;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function shuffled<T>(list: readonly T[], roll: (below: number) => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = roll(i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

const channel = 'c';
function message(number: number, position: number, body: string): Message {
  return { id: `m${number}`, channel, number, position, author: 'a', body, sent_at: '2026-01-01T00:00:00.000Z' };
}

/** The server's side: objects, and the log of every change made to them. */
function history(seed: number, length: number) {
  const roll = dice(seed);
  const now = new Map<string, Change>();
  const log: Change[] = [];
  let number = 0;
  for (let position = 1; position <= length; position++) {
    const kind = roll(10);
    const alive = [...now.values()].filter((each) => each.object !== null && each.type === 'message');
    let change: Change;
    if (kind < 5 || alive.length === 0) {
      number++;
      change = { position, type: 'message', id: `m${number}`, object: message(number, position, `text ${position}`) };
    } else if (kind < 7) {
      const old = alive[roll(alive.length)]!.object as Message;
      change = { position, type: 'message', id: old.id, object: { ...old, position, body: `edit ${position}`, edited_at: 'x' } };
    } else if (kind === 7) {
      const old = alive[roll(alive.length)]!.object as Message;
      change = { position, type: 'message', id: old.id, object: null };
    } else if (kind === 8) {
      const id = `k${roll(3)}`;
      change = { position, type: roll(2) ? 'channel' : 'read_mark', id, object: { id, position } };
      const held = now.get(id);
      if (held) change.type = held.type;
    } else change = { position, type: 'something_of_tomorrow', id: `u${roll(3)}`, object: { position } };
    now.set(change.id, change);
    log.push(change);
  }
  return { log, now, number };
}

/** What can be seen of a state. */
function view(state: StreamState) {
  return {
    position: state.position,
    messages: messages_of(state),
    channels: objects_of(state, 'channel').sort(by_text),
    marks: objects_of(state, 'read_mark').sort(by_text),
  };
}
const by_text = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** What somebody sees who comes now: the objects as they are. */
function fresh(now: Map<string, Change>, position: number): StreamState {
  return { ...apply(nothing, [...now.values()]), position };
}

describe('the reducer of streams', () => {
  it('makes of an old state and the events since the fresh state, wherever it was cut', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { log, now } = history(seed, 60);
      const expected = view(fresh(now, 60));
      const roll = dice(seed * 7);
      const cut = roll(60);
      const old = log.slice(0, cut).reduce((state, change) => apply(state, [change]), nothing);
      const replay = log.slice(cut).reduce((state, change) => apply(state, [change]), old);
      expect(view(replay), `seed ${seed}`).toEqual(expected);
      // The same by resuming: only the last state of each changed object is sent.
      const changed = [...now.values()].filter((each) => each.position > cut);
      expect(view(apply(old, changed)), `seed ${seed}, resumed`).toEqual(expected);
    }
  });

  it('is not harmed by duplicates and by any order', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { log, now } = history(seed, 40);
      const roll = dice(seed * 13);
      const twice = shuffled([...log, ...log.filter(() => roll(3) === 0)], roll);
      const state = twice.reduce((present, change) => apply(present, [change]), nothing);
      expect(view(state), `seed ${seed}`).toEqual(view(fresh(now, 40)));
    }
  });

  it('keeps the position of types it does not know, and nothing else of them', () => {
    const state = apply(nothing, [{ position: 9, type: 'vote', id: 'v', object: {} }]);
    expect([state.position, state.objects.size]).toEqual([9, 0]);
  });

  it('does not bring back what is gone, when an older page comes later', () => {
    const gone = apply(nothing, [{ position: 5, type: 'message', id: 'm1', object: null }]);
    expect(messages_of(put(gone, as_changes([message(1, 2, 'old text')])))).toEqual([]);
  });

  it('does not move the position for what was learnt outside the order of events', () => {
    expect(put({ ...nothing, position: 3 }, as_changes([message(4, 9, 'mine')])).position).toBe(3);
  });

  it('shows no message below the window until the page before is loaded, then in its newest state', () => {
    let state: StreamState = { ...nothing, from: 10, position: 20 };
    state = put(state, as_changes([message(10, 10, 'ten')]));
    state = apply(state, [{ position: 21, type: 'message', id: 'm4', object: message(4, 21, 'edited') }]);
    expect(messages_of(state).map((each) => each.number)).toEqual([10]);
    state = extend(state, [message(4, 4, 'before the edit'), message(5, 5, 'five')], true);
    expect(messages_of(state).map((each) => each.body)).toEqual(['edited', 'five', 'ten']);
    expect(state.from).toBe(4);
    expect(extend(state, [message(1, 1, 'one')], false).from).toBe(0);
  });

  it('orders by number, whatever the order of changes', () => {
    const state = apply(nothing, as_changes([message(2, 8, 'b'), message(1, 9, 'a'), message(3, 7, 'c')]));
    expect(messages_of(state).map((each) => each.body)).toEqual(['a', 'b', 'c']);
    expect(state.number).toBe(3);
  });

  it('returns the very same state when nothing changed, so that nothing is drawn', () => {
    const state = apply(nothing, as_changes([message(1, 1, 'a')]));
    expect(apply(state, as_changes([message(1, 1, 'a')]))).toBe(state);
  });
});
