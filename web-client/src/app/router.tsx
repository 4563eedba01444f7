// Every address of the page.
import { lazy, Suspense, type ComponentType } from 'react';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { SignIn } from '../features/session/SignIn';
import { News } from '../features/news/News';
import { Column } from '../ui/Pane';
import { Loading } from '../ui/States';
import { Broken } from './Broken';
import type { Client } from './client';
import { Frame } from './Frame';
import { inside } from './inside';
import { NotFound } from './NotFound';

interface Context {
  client: Client;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound });

/** A place whose code is fetched when it is opened, unless it is there already (parts.ts). */
function on_demand(load: () => Promise<{ default: ComponentType }>) {
  const Place = lazy(load);
  return function OnDemand() {
    return (
      <Suspense
        fallback={
          <Column>
            <Loading />
          </Column>
        }
      >
        <Place />
      </Suspense>
    );
  };
}

const sign_in = createRoute({
  getParentRoute: () => root,
  path: '/anmelden',
  validateSearch: (search: Record<string, unknown>): { weiter?: string } =>
    typeof search['weiter'] === 'string' ? { weiter: search['weiter'] } : {},
  beforeLoad: ({ context, search }) => {
    if (context.client.session.state.status === 'in') throw redirect({ href: inside(search.weiter), replace: true });
  },
  component: function SignInRoute() {
    const { client } = root.useRouteContext();
    const { state } = client.session;
    return <SignIn ended={state.status === 'out' && state.reason ? (state.wiped ? 'wiped' : 'kept') : null} />;
  },
});

const set_up = createRoute({
  getParentRoute: () => root,
  path: '/einrichten',
  validateSearch: (search: Record<string, unknown>): { token: string } => ({ token: String(search['token'] ?? '') }),
  beforeLoad: ({ context }) => {
    if (context.client.session.state.status === 'in') throw redirect({ to: '/', replace: true });
  },
  component: on_demand(() => import('../features/session/SetUpRoute').then((part) => ({ default: part.SetUpRoute }))),
});

const member = createRoute({
  getParentRoute: () => root,
  id: 'member',
  beforeLoad: ({ context, location }) => {
    if (context.client.session.state.status === 'in') return;
    // Whoever signs out leaves from /ich; the next one need not begin there.
    const weiter = ['/', '/ich'].includes(location.href) ? {} : { weiter: location.href };
    throw redirect({ to: '/anmelden', search: weiter, replace: true });
  },
  component: Frame,
});

const news = createRoute({ getParentRoute: () => member, path: '/', component: News });
const groups = createRoute({
  getParentRoute: () => member,
  path: '/gruppen',
  component: on_demand(() => import('../features/spaces/Groups').then((part) => ({ default: part.Groups }))),
});
const group = createRoute({
  getParentRoute: () => member,
  path: '/gruppe/$space',
  component: on_demand(() => import('../features/spaces/Group').then((part) => ({ default: part.Group }))),
});
const channel = createRoute({
  getParentRoute: () => member,
  path: '/kanal/$channel',
  // The number of the message to go to.
  validateSearch: (search: Record<string, unknown>): { nachricht?: string } =>
    typeof search['nachricht'] === 'string' ? { nachricht: search['nachricht'] } : {},
  component: on_demand(() => import('../features/chat/ChannelPage').then((part) => ({ default: part.ChannelPage }))),
});
const everything = createRoute({
  getParentRoute: () => member,
  path: '/kanal/$channel/alles',
  component: on_demand(() => import('../features/chat/Everything').then((part) => ({ default: part.Everything }))),
});
const me = createRoute({
  getParentRoute: () => member,
  path: '/ich',
  component: on_demand(() => import('../features/session/Me').then((part) => ({ default: part.Me }))),
});

const keys = createRoute({
  getParentRoute: () => member,
  path: '/tastatur',
  component: on_demand(() => import('./Keys').then((part) => ({ default: part.Keys }))),
});

const tree = root.addChildren([sign_in, set_up, member.addChildren([news, groups, group, channel, everything, me, keys])]);

export function make_router(client: Client) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: Broken,
    // Plain text in addresses: a token of digits must not become a number.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString();
      return text ? `?${text}` : '';
    },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof make_router>;
  }
}
