// Where "new since" stands, and telling the server what was read.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Message } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';

/** At most so often a mark is sent. */
const pause = 1_000;
const again = 4_000;

function watch_attention(watcher: () => void): () => void {
  const events: [EventTarget, string][] = [
    [window, 'focus'],
    [window, 'blur'],
    [document, 'visibilitychange'],
  ];
  for (const [target, name] of events) target.addEventListener(name, watcher);
  return () => {
    for (const [target, name] of events) target.removeEventListener(name, watcher);
  };
}

/** The page is looked at. */
function useAttention(): boolean {
  return useSyncExternalStore(watch_attention, () => document.visibilityState === 'visible' && document.hasFocus());
}

/** The number after which the line stands; null for no line. */
export function useMarker(
  channel: string,
  messages: readonly Message[],
  read_before: number,
  at_end: boolean,
  me: string,
): number | null {
  const { connection } = useClient();
  const { unread } = useDesk();
  const attention = useAttention();
  const newest = messages.at(-1)?.number ?? 0;
  const [after, set_after] = useState<number | null>(newest > read_before ? read_before : null);
  const marked = useRef(read_before);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  // Everything was read, one looked away, and something came: the line moves there.
  const last = messages.at(-1);
  const everything_read = marked.current;
  if (!attention && last && last.author !== me && newest > everything_read && (after ?? -1) < everything_read)
    set_after(everything_read);

  const wanted = useRef(0);
  wanted.current = attention && at_end ? newest : 0;
  useEffect(() => {
    const send = () => {
      timer.current = null;
      const number = wanted.current;
      if (number <= marked.current) return;
      connection
        .call('chat.mark_read', { channel, number })
        .then((mark) => {
          marked.current = Math.max(marked.current, mark.number);
          unread.mark(mark);
        })
        .catch(() => {
          timer.current ??= setTimeout(send, again);
        });
    };
    // Not put off by the next message: in a busy channel there is always a next one.
    if (attention && at_end && newest > marked.current) timer.current ??= setTimeout(send, pause);
  }, [attention, at_end, newest, channel, connection, unread]);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  return after;
}
