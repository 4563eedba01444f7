// What the store knows of one stream.
import type { Changed, LiveLevel, StreamState as Answer } from '../../protocol/types';
import type { RpcError } from '../rpc/error';
import { nothing, type StreamState } from './reducer';

export interface Head {
  position: number;
  number: number;
}

/** A stream that somebody holds, or held lately. */
export interface Entry {
  stream: string;
  holds: Record<LiveLevel, number>;
  /** On the present connection. */
  subscribed: LiveLevel | null;
  asking: boolean;
  held_back: Changed[];
  /** How many answers to subscriptions were taken; a page read beside one of them is not to be trusted. */
  answers: number;
  /** Who waits until nothing is asked. */
  waiting: (() => void)[];
  state: StreamState | null;
  head: Head | null;
  error: RpcError | null;
  attempts: number;
  /** When the last holder left; for forgetting. */
  left: number;
}

export function make_entry(stream: string): Entry {
  return {
    stream, holds: { objects: 0, head: 0 }, subscribed: null, asking: false, held_back: [], answers: 0, waiting: [],
    state: null, head: null, error: null, attempts: 0, left: 0,
  };
}

/** What is wanted of a stream by those who hold it. */
export function wanted(entry: Entry): LiveLevel | null {
  if (entry.holds.objects > 0) return 'objects';
  return entry.holds.head > 0 ? 'head' : null;
}

/** The state an answer without a replay begins: its objects are the newest, older ones may exist. */
export function fresh(answer: Answer): StreamState {
  let from = 0;
  if (answer.stream.startsWith('channel:') && answer.objects.length > 0) {
    const numbers = answer.objects.flatMap((each) => {
      const number = (each.object as { number?: number } | null)?.number;
      return typeof number === 'number' ? [number] : [];
    });
    from = numbers.length > 0 ? Math.min(...numbers) : answer.number + 1;
  }
  return { ...nothing, from: from === 1 ? 0 : from };
}
