// Owns the parts that live as long as the page, and those that live as long as a session.
import { createContext, useContext } from 'react';
import { QueryClient } from '@tanstack/react-query';
import type { CurrentSession, Message } from '../protocol/types';
import { Connection } from '../lib/rpc/connection';
import { browser } from '../lib/rpc/environment';
import { RpcError } from '../lib/rpc/error';
import { shelf_for, type Shelf } from '../lib/storage';
import { as_changes, put } from '../lib/streams/reducer';
import { Streams } from '../lib/streams/store';
import { loaders } from '../features/chat/loaders';
import { Outbox } from '../features/chat/outbox';
import { inbox_loaders } from '../features/news/loaders';
import { People } from '../features/spaces/people';
import { UnreadStore } from '../features/spaces/unread_store';
import { SessionStore } from '../features/session/store';

/** What every place of a signed-in member uses. */
export interface Desk {
  session: CurrentSession;
  shelf: Shelf;
  streams: Streams;
  outbox: Outbox;
  people: People;
  unread: UnreadStore;
  close(): void;
}

export interface Client {
  connection: Connection;
  session: SessionStore;
  query: QueryClient;
  /** The parts of the present session; made when first asked for. */
  desk(): Desk;
}

/** The version of this client towards `least_client` of the server's greeting. */
const client_version = 1;

/** One at a time under this name over all tabs; within this tab only where the browser has no locks. */
async function locked(name: string, run: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request(name, run);
  else await run();
}

function make_desk(connection: Connection, session: CurrentSession): Desk {
  const env = browser();
  const streams = new Streams(connection, {
    loaders: { ...loaders(connection), ...inbox_loaders(connection) },
    later: env.later,
    random: env.random,
  });
  const people = new People(connection, { id: session.member, name: session.name, plate: '' });
  const unread = new UnreadStore(streams, session.member);
  const shelf = shelf_for(session.shared_device);
  const on_sent = (message: Message) => {
    streams.update(`channel:${message.channel}`, (state) => put(state, as_changes([message])));
    unread.own(message);
  };
  const outbox = new Outbox({
    member: session.member,
    shelf,
    send: (params) => connection.call('chat.send_message', params),
    link: connection,
    locked,
    sleep: (ms) => new Promise((done) => env.later(ms, () => done())),
    random: env.random,
    on_sent,
  });
  const other_tab = () => {
    outbox.refresh();
    outbox.drain_all();
  };
  window.addEventListener('storage', other_tab);
  const off_hello = connection.on('live.hello', (hello) => {
    // Signed in as somebody else in another tab, or too old for the server: begin anew.
    if (hello.member !== session.member) location.reload();
    else if (hello.least_client > client_version && outbox.waiting() === 0) location.reload();
  });
  return {
    session, shelf, streams, outbox, people, unread,
    close() {
      window.removeEventListener('storage', other_tab);
      off_hello();
      outbox.close();
      unread.close();
      streams.close();
    },
  };
}

/** Makes everything the page needs; nothing is sent yet. */
export function make_client(): Client {
  const connection = new Connection(browser());
  const session = new SessionStore(connection);
  const query = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: 'always',
        retry: (count, error) => error instanceof RpcError && error.passing && count < 5,
        retryDelay: (count, error) =>
          Math.max(Math.min(5_000, 300 * 2 ** count), error instanceof RpcError ? (error.retry_after ?? 0) : 0),
      },
    },
  });
  let desk: Desk | null = null;
  session.watch(() => {
    if (session.state.status === 'in') return;
    desk?.close();
    desk = null;
    query.clear();
  });
  connection.watch((link) => {
    // What came while the line was cut is not known of lists; they are small.
    if (link === 'open') void query.invalidateQueries();
  });
  return {
    connection, session, query,
    desk() {
      if (session.state.status !== 'in') throw new Error('nobody is signed in');
      desk ??= make_desk(connection, session.state.session);
      return desk;
    },
  };
}

const context = createContext<Client | null>(null);
export const ClientProvider = context.Provider;

export function useClient(): Client {
  const client = useContext(context);
  if (!client) throw new Error('outside the client');
  return client;
}

const desk_context = createContext<Desk | null>(null);
export const DeskProvider = desk_context.Provider;

/** The parts of the session, in any place of a signed-in member. */
export function useDesk(): Desk {
  const desk = useContext(desk_context);
  if (!desk) throw new Error('outside a session');
  return desk;
}
