// Goes to one message of the talk, loading what lies between.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Message } from '../../protocol/types';
import type { ChannelState } from './use_channel';

/** So many pages are loaded on the way; further back, everything is shown on a page of its own. */
const most_pages = 10;
const page = 200;

export interface Jump {
  /** The number of the message one went to. */
  found: number | null;
  /** It lies further back than is loaded here. */
  too_far: boolean;
  /** Also to where one went before. */
  to: (number: number) => void;
}

interface Options {
  /** The number that the address names; null: none. */
  wanted: number | null;
  messages: readonly Message[];
  state: Pick<ChannelState, 'older' | 'load_older'>;
  /** Brings the row of a number into view; false when there is none. */
  to_row: (number: number) => boolean;
}

export function useJump({ wanted, messages, state, to_row }: Options): Jump {
  const [target, set_target] = useState(wanted);
  const [found, set_found] = useState<number | null>(null);
  const pages = useRef(0);
  const named = useRef(wanted);
  if (named.current !== wanted) {
    named.current = wanted;
    pages.current = 0;
    set_target(wanted);
  }

  const { older, load_older } = state;
  const oldest = messages[0]?.number ?? Infinity;
  const out_of_pages = older === 'none' || pages.current >= most_pages;
  const too_far = target !== null && oldest > target && out_of_pages && messages.length > 0;
  useEffect(() => {
    if (target === null || messages.length === 0) return;
    if (oldest <= target) {
      if (to_row(target)) set_found(target);
      set_target(null);
    } else if (older === 'some' && pages.current < most_pages) {
      pages.current += 1;
      void load_older(page);
    }
  }, [target, messages.length, oldest, older, load_older, to_row]);

  // The same one for every drawing: each row of the talk gets it, and is drawn again when it changes.
  const to = useCallback((number: number) => {
    pages.current = 0;
    set_target(number);
  }, []);
  return { found, too_far, to };
}
