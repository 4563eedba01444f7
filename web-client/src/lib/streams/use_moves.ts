// Tells when streams move whose objects are asked for as lists rather than shown themselves.
import { useEffect, useRef } from 'react';
import type { Streams } from './store';

/** Calls `then` whenever one of these streams, which somebody holds, stands elsewhere than before; where it first stands is no move. */
export function useMoves(streams: Streams, names: readonly string[], then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  const all = names.join(' ');
  useEffect(() => {
    const off = all.split(' ').filter(Boolean).map((name) => {
      let before = streams.head(name)?.position;
      return streams.watch(name, () => {
        const position = streams.head(name)?.position;
        if (before !== undefined && position !== before) latest.current();
        before = position;
      });
    });
    return () => off.forEach((each) => each());
  }, [streams, all]);
}
