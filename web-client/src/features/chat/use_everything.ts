// Loads all messages of a channel, page by page, as they stand now.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Message } from '../../protocol/types';
import { useClient } from '../../app/client';
import { as_error, type RpcError } from '../../lib/rpc/error';

const page = 200;
/** More than this at once only when asked for. */
export const at_once = 10_000;

export interface Everything {
  /** In order of number, the newest last. */
  messages: readonly Message[];
  state: 'loading' | 'part' | 'all' | 'failed';
  error: RpcError | null;
  load_more: () => void;
}

export function useEverything(channel: string): Everything {
  const { connection } = useClient();
  const [messages, set_messages] = useState<readonly Message[]>([]);
  const [state, set_state] = useState<Everything['state']>('loading');
  const [error, set_error] = useState<RpcError | null>(null);
  const all = useRef<Message[]>([]);
  const run = useRef(0);

  const load = useCallback(async () => {
    const mine = ++run.current;
    set_state('loading');
    set_error(null);
    try {
      for (const most = all.current.length + at_once; ; ) {
        const before = all.current[0]?.number;
        const answer = await connection.call('chat.history', { channel, limit: page, ...(before === undefined ? {} : { before }) });
        // Left meanwhile.
        if (mine !== run.current) return;
        all.current = [...answer.messages, ...all.current];
        set_messages(all.current);
        if (!answer.more) return set_state('all');
        if (all.current.length >= most) return set_state('part');
      }
    } catch (thrown) {
      if (mine !== run.current) return;
      set_error(as_error(thrown));
      set_state('failed');
    }
  }, [connection, channel]);

  useEffect(() => {
    const runs = run;
    all.current = [];
    void load();
    return () => void runs.current++;
  }, [load]);

  return { messages, state, error, load_more: () => void load() };
}
