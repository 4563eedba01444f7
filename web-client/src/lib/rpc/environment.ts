// What a connection needs of the browser; tests put a clock and sockets of their own here.
import { passing } from '../storage';

/** The part of a WebSocket that is used. */
export interface Socket {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason?: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface HttpAnswer {
  status: number;
  body: unknown;
}

/** An answer that is read while it comes. */
export interface Listener {
  /** The status was not 200; the error as the body has it. Nothing follows. */
  refused(status: number, error: unknown): void;
  text(piece: string): void;
  /** Not complete: the line broke, or there was none. */
  end(complete: boolean): void;
}

export interface Environment {
  socket(): Socket;
  /** A GET whose answer is read piece by piece; returns how to let go of it, after which nothing is called. */
  stream(path: string, to: Listener): () => void;
  post(body: string, deadline: number): Promise<HttpAnswer>;
  /** Calls back after so many milliseconds; returns how to call it off. */
  later(ms: number, then: () => void): () => void;
  /** Something short that a reload of this tab shall still know. */
  recall(): string | null;
  remember(what: string): void;
  /** Milliseconds of the calendar, for what is remembered. */
  clock(): number;
  /** Monotonic milliseconds. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  visible(): boolean;
  listen(what: 'online' | 'offline' | 'visible', then: () => void): () => void;
}

const remembered = 'way';

/** Reads what a fetch answers; the part of stream() that is the same everywhere. */
export function listen_to(ask: (signal: AbortSignal) => Promise<Response>, to: Listener): () => void {
  const abort = new AbortController();
  const read = async () => {
    const answer = await ask(abort.signal);
    if (answer.status !== 200) {
      const body = (await answer.json().catch(() => null)) as { error?: unknown } | null;
      if (!abort.signal.aborted) to.refused(answer.status, body?.error);
      return;
    }
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (abort.signal.aborted) return;
      if (done) return to.end(true);
      to.text(decoder.decode(value, { stream: true }));
    }
  };
  read().catch(() => {
    if (!abort.signal.aborted) to.end(false);
  });
  return () => abort.abort();
}

/** The real one. */
export function browser(): Environment {
  return {
    socket: () =>
      new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`) as unknown as Socket,
    async post(body, deadline) {
      const answer = await fetch('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        credentials: 'same-origin',
        signal: AbortSignal.timeout(deadline),
      });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    stream: (path, to) =>
      listen_to((signal) => fetch(path, { credentials: 'same-origin', cache: 'no-store', signal }), to),
    recall: () => passing.get(remembered),
    remember: (what) => void (what ? passing.set(remembered, what) : passing.remove(remembered)),
    clock: Date.now,
    later(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    random: Math.random,
    visible: () => document.visibilityState === 'visible',
    listen(what, then) {
      if (what === 'visible') {
        const check = () => document.visibilityState === 'visible' && then();
        document.addEventListener('visibilitychange', check);
        return () => document.removeEventListener('visibilitychange', check);
      }
      window.addEventListener(what, then);
      return () => window.removeEventListener(what, then);
    },
  };
}
