// Owns the one line to the server, a WebSocket or what takes its place: calls with deadlines, events, reconnecting.
import { httpOnly, type Events, type Methods } from '../../protocol/methods';
import { Backoff } from './backoff';
import type { Environment, Socket } from './environment';
import { RpcError, to_error } from './error';
import { Ways } from './ways';

export type Link = 'stopped' | 'connecting' | 'open' | 'waiting';
export type Ended = 'expired' | 'revoked';

/** Why the server closed the socket, as far as the client acts on it (docs/protocol.md). */
const closed = { restart: 1012, come_later: 1013, expired: 4401, revoked: 4403, too_slow: 4408 };

const http_only = new Set<string>(httpOnly);
const deadline_default = 10_000;
const connect_deadline = 8_000;
const silence = 25_000;
const probe_deadline = 5_000;
/** Too slow again within this time is no accident: the usual waits hold. */
const too_slow_again = 30_000;
/** What HTTP answers later than this comes from a server that is slow with everything, not from one whose WebSockets are blocked. */
const prompt_answer = 1_500;
const most_sent = 64;
const most_waiting = 256;

interface Call {
  id: number;
  method: string;
  params: unknown;
  resolve: (result: never) => void;
  reject: (error: RpcError) => void;
  off: () => void;
}

/** One connection for the whole page. Before start() every call goes over HTTP. */
export class Connection {
  private link: Link = 'stopped';
  private socket: Socket | null = null;
  private next_id = 1;
  private sent = new Map<number, Call>();
  private waiting: Call[] = [];
  private opened_at = 0;
  private heard_at = 0;
  private too_slow_at = -Infinity;
  private frames = 0;
  private off_timer: () => void = () => undefined;
  private off_heartbeat: () => void = () => undefined;
  private off_trial: () => void = () => undefined;
  private off_listeners: (() => void)[] = [];
  private readonly backoff: Backoff;
  private readonly ways: Ways;
  private readonly watchers = new Set<(link: Link) => void>();
  private readonly handlers = new Map<string, Set<(params: never) => void>>();

  /** Called when the session is over; the connection has stopped by then. */
  on_ended: (why: Ended) => void = () => undefined;

  constructor(private readonly env: Environment) {
    this.backoff = new Backoff(env.random);
    this.ways = new Ways(env);
  }

  get state(): Link {
    return this.link;
  }

  /** Connects and stays connected until stop(). */
  start(): void {
    if (this.link !== 'stopped') return;
    this.off_listeners = [
      this.env.listen('online', () => this.hurry()),
      this.env.listen('visible', () => this.hurry()),
      this.env.listen('offline', () => this.probe(2_000)),
    ];
    this.connect();
  }

  stop(): void {
    for (const off of this.off_listeners) off();
    this.off_listeners = [];
    this.drop();
    this.set('stopped');
    for (const call of this.waiting.splice(0)) this.fail(call, new RpcError('unavailable', 'stopped'));
  }

  watch(watcher: (link: Link) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  on<E extends keyof Events>(event: E, handler: (params: Events[E]) => void): () => void {
    const all = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, all);
    all.add(handler as (params: never) => void);
    return () => all.delete(handler as (params: never) => void);
  }

  /** Calls a method; waits for the connection as long as the deadline (milliseconds) allows. */
  call<M extends keyof Methods>(
    method: M,
    params: Methods[M]['params'],
    deadline = deadline_default,
  ): Promise<Methods[M]['result']> {
    if (this.link === 'stopped' || http_only.has(method)) return this.post(method, params, deadline);
    return new Promise((resolve, reject) => {
      const call: Call = { id: this.next_id++, method, params, resolve, reject, off: () => undefined };
      if (this.waiting.length >= most_waiting) {
        reject(new RpcError('overloaded', 'too many calls wait', { retry_after: 1_000 }));
        return;
      }
      call.off = this.env.later(deadline, () => {
        this.sent.delete(call.id);
        this.waiting = this.waiting.filter((other) => other !== call);
        reject(new RpcError('timeout', `${method} was not answered in time`));
        this.flush();
      });
      this.waiting.push(call);
      this.flush();
    });
  }

  private async post<M extends keyof Methods>(method: M, params: Methods[M]['params'], deadline: number) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: this.next_id++, method, params });
    let answer;
    try {
      answer = await this.env.post(body, deadline);
    } catch {
      throw new RpcError('unavailable', 'the server cannot be reached');
    }
    const reply = (answer.body ?? {}) as { result?: Methods[M]['result']; error?: unknown };
    if (reply.error !== undefined) throw to_error(reply.error);
    if (answer.status !== 200 || reply.result === undefined)
      throw new RpcError(answer.status >= 500 ? 'unavailable' : 'internal', `HTTP ${answer.status}`);
    return reply.result;
  }

  private set(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    for (const watcher of [...this.watchers]) watcher(link);
  }

  private connect(): void {
    this.off_timer();
    this.set('connecting');
    this.take(this.ways.open());
    this.off_timer = this.env.later(connect_deadline, () => this.lost(1006, '', true));
  }

  private take(socket: Socket): void {
    this.socket = socket;
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = (event) => this.lost(event.code, event.reason);
  }

  /** A WebSocket gets through again: it takes the place of the events between two calls. */
  private change_over(socket: Socket, first: unknown): void {
    if (this.sent.size > 0) {
      socket.onclose = () => (this.off_trial = this.ways.try_again(connect_deadline, (...found) => this.change_over(...found)));
      const off = this.env.later(100, () => this.change_over(socket, first));
      this.off_trial = () => {
        off();
        socket.onclose = null;
        socket.close();
      };
      return;
    }
    this.off_trial = () => undefined;
    this.drop();
    this.set('connecting');
    this.take(socket);
    this.receive(first);
  }

  /** Lets go of the socket without waiting for its farewell; unanswered calls fail. */
  private drop(): void {
    this.off_timer();
    this.off_heartbeat();
    this.off_trial();
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
    const cut = [...this.sent.values()];
    this.sent.clear();
    for (const call of cut) this.fail(call, new RpcError('unavailable', 'the connection was lost'));
  }

  private fail(call: Call, error: RpcError): void {
    call.off();
    call.reject(error);
  }

  private lost(code: number, reason = '', silent = false): void {
    const lasted = this.link === 'open' ? this.env.now() - this.opened_at : null;
    if (lasted !== null) this.backoff.ended(lasted);
    this.drop();
    if (code === closed.expired || code === closed.revoked) {
      this.stop();
      this.on_ended(code === closed.expired ? 'expired' : 'revoked');
      return;
    }
    this.set('waiting');
    const jittered = this.backoff.next(this.env.visible());
    let wait = jittered;
    if (code === closed.too_slow) {
      if (this.env.now() - this.too_slow_at >= too_slow_again) wait = this.env.random() * 1_000;
      this.too_slow_at = this.env.now();
    }
    if (code === closed.restart) wait = this.env.random() * 2_000;
    if (code === closed.come_later) {
      this.ways.answered();
      wait = this.hinted(reason) * (0.9 + 0.2 * this.env.random());
    }
    this.off_timer = this.env.later(wait, () => this.connect());
    if (code !== closed.come_later && (lasted === null || (code === 1006 && this.ways.wonders(lasted)))) void this.look_into(lasted, silent);
  }

  /** After how many milliseconds the server would like to be asked again; it says so when too many come at once. */
  private hinted(reason: string): number {
    return Math.min(60_000, Number(/^retry_after=(\d{1,6})$/.exec(reason)?.[1] ?? 3_000));
  }

  /** A refused handshake says nothing to a page; only HTTP can tell that the session has ended, or what else is wrong. */
  private async look_into(lasted: number | null, silent: boolean): Promise<void> {
    const asked_at = this.env.now();
    try {
      await this.post('session.current', {}, 5_000);
      if (silent && this.env.now() - asked_at > prompt_answer) return;
      if (this.link !== 'stopped' && this.ways.broke(lasted, silent)) this.hurry();
    } catch (error) {
      if (this.link === 'stopped' || !(error instanceof RpcError) || error.kind !== 'unauthenticated') return;
      this.stop();
      this.on_ended('expired');
    }
  }

  /** The network or the reader is back: do not wait any longer. */
  private hurry(): void {
    if (this.link === 'waiting') this.connect();
    else if (this.link === 'open' && this.env.now() - this.heard_at > 5_000) this.probe(2_000);
  }

  private receive(data: unknown): void {
    this.heard_at = this.env.now();
    this.frames++;
    let frame: { id?: number; method?: string; params?: unknown; result?: unknown; error?: unknown };
    try {
      frame = JSON.parse(String(data));
    } catch {
      this.lost(1002);
      return;
    }
    if (frame.method !== undefined) {
      if (frame.method === 'live.hello') this.greeted();
      for (const handler of [...(this.handlers.get(frame.method) ?? [])]) handler(frame.params as never);
      return;
    }
    const call = this.sent.get(frame.id ?? -1);
    if (!call) return;
    this.sent.delete(call.id);
    call.off();
    if (frame.error !== undefined) call.reject(to_error(frame.error));
    else call.resolve(frame.result as never);
    this.flush();
  }

  private greeted(): void {
    this.off_timer();
    this.opened_at = this.env.now();
    this.set('open');
    if (this.ways.way === 'socket') this.ways.through();
    else this.off_trial = this.ways.try_again(connect_deadline, (...found) => this.change_over(...found));
    this.beat();
    this.flush();
  }

  private flush(): void {
    while (this.link === 'open' && this.socket && this.waiting.length > 0 && this.sent.size < most_sent) {
      const call = this.waiting.shift() as Call;
      this.sent.set(call.id, call);
      this.socket.send(
        JSON.stringify({ jsonrpc: '2.0', id: call.id, method: call.method, params: call.params }),
      );
    }
  }

  /** Looks whether anything was heard; timers may come late, so it goes by the clock. */
  private beat(): void {
    this.off_heartbeat();
    const left = Math.max(0, silence - (this.env.now() - this.heard_at));
    this.off_heartbeat = this.env.later(left, () => {
      if (this.env.now() - this.heard_at >= silence) this.probe(probe_deadline);
      else this.beat();
    });
  }

  /** Sends a cheap request; no word within the deadline means that the line is dead. */
  private probe(deadline: number): void {
    const socket = this.socket;
    if (this.link !== 'open' || !socket) return;
    const before = this.frames;
    this.call('live.unsubscribe', { streams: [] }, deadline).catch(() => undefined);
    this.off_heartbeat();
    this.off_heartbeat = this.env.later(deadline, () => {
      if (this.socket !== socket) return;
      if (this.frames > before) this.beat();
      else this.lost(1006);
    });
  }
}
