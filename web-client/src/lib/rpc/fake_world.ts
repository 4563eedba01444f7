// A browser played by the tests of this folder: its clock, its sockets, its answers.
import type { Environment, HttpAnswer, Listener, Socket } from './environment';

export class FakeSocket implements Socket {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason?: string }) => void) | null = null;
  sent: { id: number; method: string; params: unknown }[] = [];
  closed = false;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...frame }) });
  }
  hello() {
    this.say({ method: 'live.hello', params: { server: '0.1.0', least_client: 1, member: 'm', session: 's' } });
  }
}

export class FakeWorld implements Environment {
  time = 0;
  timers: { at: number; then: () => void }[] = [];
  sockets: FakeSocket[] = [];
  opened_at: number[] = [];
  listeners = new Map<string, () => void>();
  is_visible = true;
  luck = 0.5;
  posts: { id: number; method: string; params: unknown }[] = [];
  /** Answers of GET that are read while they come. */
  streams: { path: string; to: Listener; open: boolean }[] = [];
  remembered: string | null = null;
  answer: (method: string) => HttpAnswer | Promise<HttpAnswer> = () => Promise.reject(new Error('away'));

  socket() {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    this.opened_at.push(this.time);
    return socket;
  }
  stream(path: string, to: Listener) {
    const stream = { path, to, open: true };
    this.streams.push(stream);
    return () => void (stream.open = false);
  }
  recall = () => this.remembered;
  remember = (what: string) => void (this.remembered = what);
  clock = () => 1_000_000_000_000 + this.time;
  async post(body: string) {
    const frame = JSON.parse(body);
    this.posts.push(frame);
    return this.answer(frame.method);
  }
  later(ms: number, then: () => void) {
    const timer = { at: this.time + ms, then };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((each) => each !== timer));
  }
  now = () => this.time;
  random = () => this.luck;
  visible = () => this.is_visible;
  listen(what: string, then: () => void) {
    this.listeners.set(what, then);
    return () => void this.listeners.delete(what);
  }
  async pass(ms: number) {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.time = next.at;
      next.then();
      await settle();
    }
    this.time = end;
    await settle();
  }
  get last() {
    return this.sockets.at(-1) as FakeSocket;
  }
  get stream_now() {
    return this.streams.at(-1) as FakeWorld['streams'][number];
  }
  /** The server sends a batch on the newest answer. */
  tell(...frames: object[]) {
    const { open, to } = this.stream_now;
    if (open) to.text(`${frames.map((each) => `data: ${JSON.stringify({ jsonrpc: '2.0', ...each })}\n`).join('')}\n`);
  }
  /** The newest answer ends in good order. */
  finish() {
    const { open, to } = this.stream_now;
    this.stream_now.open = false;
    if (open) to.end(true);
  }
}

export async function settle() {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}
