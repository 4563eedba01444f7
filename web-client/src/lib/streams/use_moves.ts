// Tells when a stream moves that is asked for by a list rather than shown itself.
import { useEffect, useRef } from 'react';
import type { Streams } from './store';

/** Calls `then` whenever the stream stands elsewhere than before; where it first stands is no move. */
export function useMoves(streams: Streams, stream: string, then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    let before = streams.head(stream)?.position;
    const off_watch = streams.watch(stream, () => {
      const position = streams.head(stream)?.position;
      if (before !== undefined && position !== before) latest.current();
      before = position;
    });
    const off_hold = streams.hold(stream, 'head');
    return () => {
      off_watch();
      off_hold();
    };
  }, [streams, stream]);
}
