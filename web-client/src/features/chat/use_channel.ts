// A channel's live state in a component: subscribed while shown, older pages on demand.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Message } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { as_error, type RpcError } from '../../lib/rpc/error';
import { messages_of, type StreamState } from '../../lib/streams/reducer';

export interface ChannelState {
  /** null while loading. */
  messages: readonly Message[] | null;
  /** The last number of the channel. */
  last: number;
  error: RpcError | null;
  older: 'none' | 'some' | 'loading' | 'failed';
  load_older: (limit?: number) => Promise<void>;
}

export function useChannel(channel: string): ChannelState {
  const { connection } = useClient();
  const { streams, outbox } = useDesk();
  const stream = `channel:${channel}`;
  const watch = useCallback((watcher: () => void) => streams.watch(stream, watcher), [streams, stream]);
  const state: StreamState | null = useSyncExternalStore(watch, () => streams.state(stream));
  const error = useSyncExternalStore(watch, () => streams.error(stream));
  const [loading, set_loading] = useState<'idle' | 'loading' | 'failed'>('idle');
  const busy = useRef(false);

  useEffect(() => streams.hold(stream, 'objects'), [streams, stream]);

  const messages = useMemo(() => (state ? messages_of(state) : null), [state]);

  useEffect(() => {
    for (const message of messages ?? []) outbox.seen(message.id);
  }, [messages, outbox]);

  const load_older = useCallback(
    async (limit = 50) => {
      if (busy.current) return;
      busy.current = true;
      set_loading('loading');
      try {
        await streams.older(stream, (before) => connection.call('chat.history', { channel, before, limit }));
        set_loading('idle');
      } catch (thrown) {
        as_error(thrown);
        set_loading('failed');
      } finally {
        busy.current = false;
      }
    },
    [connection, streams, stream, channel],
  );

  const more = (state?.from ?? 0) > 1;
  return {
    messages,
    last: state?.number ?? 0,
    error,
    older: !more ? 'none' : loading === 'idle' ? 'some' : loading,
    load_older,
  };
}
