// Chooses the way to the server: a WebSocket where it gets through, else events over HTTP; tries again hourly.
import type { Environment, Socket } from './environment';
import { EventsSocket, type EventsMemory } from './events_socket';

export type Way = 'socket' | 'events';

/** Handshakes refused one after another, while HTTP works. */
const most_refused = 2;
/** Lines that broke within a minute and a half, while HTTP works. */
const most_cut = 3;
const short_life = 90_000;
const again_after = 3_600_000;

export class Ways implements EventsMemory {
  way: Way = 'socket';
  held_back = false;
  private refused = 0;
  private cut = 0;
  /** A WebSocket has got through since the page was opened. */
  private proved = false;
  private failed_at = -Infinity;

  constructor(private readonly env: Environment) {
    // A reload need not find out again.
    const [way, held_back, since] = (env.recall() ?? '').split(' ');
    const ago = env.clock() - Number(since);
    if (way !== 'events' || !(ago >= 0 && ago < again_after)) return;
    this.way = 'events';
    this.held_back = held_back === 'true';
    this.failed_at = env.now() - ago;
  }

  open(): Socket {
    if (this.way === 'events' && this.wait() === 0) {
      // One refusal is enough to go back.
      Object.assign(this, { way: 'socket', held_back: false, refused: most_refused - 1, cut: 0 });
    }
    return this.way === 'socket' ? this.env.socket() : new EventsSocket(this.env, this);
  }

  /** How long until a WebSocket is tried again, while there is none. */
  wait(): number {
    return Math.max(0, this.failed_at + again_after - this.env.now());
  }

  /** A WebSocket that was tried beside the events did not get through. */
  still_blocked(): void {
    this.failed_at = this.env.now();
    this.note();
  }

  learn_held_back(): void {
    this.held_back = true;
    this.note();
  }

  /** A WebSocket gets through. */
  through(): void {
    if (this.way === 'events') this.env.remember('');
    Object.assign(this, { way: 'socket', held_back: false, refused: 0, proved: true });
  }

  /** A handshake was answered, if only by word to come later: nothing on the way blocks it. */
  answered(): void {
    Object.assign(this, { refused: 0, proved: true });
  }

  /**
   * Whether something on the way may have cut a line that broke after so long. One that lived longer was not cut by it: a
   * server that dies cuts thousands at once, and none of their pages shall ask over HTTP on top of coming back.
   */
  wonders(lasted: number): boolean {
    if (lasted < short_life) return true;
    this.cut = 0;
    return false;
  }

  /** The WebSocket broke although HTTP works: `lasted` since its greeting, null without one; true: another way now. */
  broke(lasted: number | null, silent: boolean): boolean {
    if (this.way === 'events') return false;
    // Nobody waits eight seconds twice to learn it; but where one got through before, silence is rather a server with too much to do.
    if (lasted === null) this.refused += silent && !this.proved ? most_refused : 1;
    else this.cut += 1;
    if (this.refused < most_refused && this.cut < most_cut) return false;
    Object.assign(this, { way: 'events', refused: 0, cut: 0 });
    this.still_blocked();
    return true;
  }

  /**
   * Tries a WebSocket beside the events when it is time again; hands it over with the first thing it said. Returns how
   * to call it off.
   */
  try_again(patience: number, through: (socket: Socket, first: unknown) => void): () => void {
    let socket: Socket | null = null;
    let off = this.env.later(this.wait(), () => {
      const trial = this.env.socket();
      socket = trial;
      const blocked = () => {
        stop();
        this.still_blocked();
        off = this.try_again(patience, through);
      };
      off = this.env.later(patience, blocked);
      trial.onclose = blocked;
      trial.onmessage = ({ data }) => {
        off();
        socket = null;
        this.through();
        through(trial, data);
      };
    });
    const stop = () => {
      off();
      if (!socket) return;
      socket.onclose = socket.onmessage = null;
      socket.close();
      socket = null;
    };
    return stop;
  }

  /** Keeps what was learnt for a reload of this tab. */
  private note(): void {
    this.env.remember(`${this.way} ${this.held_back} ${this.env.clock() - (this.env.now() - this.failed_at)}`);
  }
}
