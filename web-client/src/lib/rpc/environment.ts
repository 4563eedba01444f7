// What a connection needs of the browser; tests put a clock and sockets of their own here.

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

export interface Environment {
  socket(): Socket;
  post(body: string, deadline: number): Promise<HttpAnswer>;
  /** Calls back after so many milliseconds; returns how to call it off. */
  later(ms: number, then: () => void): () => void;
  /** Monotonic milliseconds. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  visible(): boolean;
  listen(what: 'online' | 'offline' | 'visible', then: () => void): () => void;
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
