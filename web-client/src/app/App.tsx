// The page as a whole: waits until it is known who is signed in, then shows the place of the address.
import { useEffect, useRef, useState } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useSessionState, type SessionState } from '../features/session/store';
import { useText } from '../lib/text/catalogue';
import { Button } from '../ui/Button';
import { Column } from '../ui/Pane';
import { Loading, Sentence } from '../ui/States';
import { ClientProvider, type Client } from './client';
import { make_router } from './router';

/** The server is away before anything is known: say so, and go on trying. */
function Away({ again }: { again: () => void }) {
  const text = useText();
  useEffect(() => {
    const timer = setInterval(again, 3_000);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <Column>
      <Sentence title={text('state.unreachable_title')} command={<Button onClick={again}>{text('state.again')}</Button>}>
        {text('state.unreachable')}
      </Sentence>
    </Column>
  );
}

/** The places; made when it is known who is signed in, and asked again when that changes. */
function Places({ client, state }: { client: Client; state: SessionState }) {
  const [router] = useState(() => make_router(client));
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== state) void router.invalidate();
    before.current = state;
  }, [router, state]);
  return <RouterProvider router={router} />;
}

export function App({ client }: { client: Client }) {
  const state = useSessionState(client.session);
  const [load] = useState(() => () => void client.session.load());

  return (
    <ClientProvider value={client}>
      <QueryClientProvider client={client.query}>
        {state.status === 'starting' && (
          <Column>
            <Loading />
          </Column>
        )}
        {state.status === 'away' && <Away again={load} />}
        {(state.status === 'in' || state.status === 'out') && <Places client={client} state={state} />}
      </QueryClientProvider>
    </ClientProvider>
  );
}
