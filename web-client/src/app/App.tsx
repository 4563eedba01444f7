// The page as a whole: waits until it is known who is signed in, then shows the place of the address.
import { useEffect, useState } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useSessionState } from '../features/session/store';
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

export function App({ client }: { client: Client }) {
  const state = useSessionState(client.session);
  const [router] = useState(() => make_router(client));
  const [load] = useState(() => () => void client.session.load());
  useEffect(() => {
    void router.invalidate();
  }, [router, state]);

  return (
    <ClientProvider value={client}>
      <QueryClientProvider client={client.query}>
        {state.status === 'starting' && (
          <Column>
            <Loading />
          </Column>
        )}
        {state.status === 'away' && <Away again={load} />}
        {(state.status === 'in' || state.status === 'out') && <RouterProvider router={router} />}
      </QueryClientProvider>
    </ClientProvider>
  );
}
