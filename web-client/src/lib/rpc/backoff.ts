// Owns how long to wait before the next attempt: full jitter, reset only after calm.

// A server that dies cuts thousands at once; within a fifth of a second they would be too many even to be turned away.
const first = 1_000;
const calm = 30_000;
// Whoever looks at the page is back within five seconds of the server, connecting and resuming included.
const cap_visible = 3_000;
const cap_hidden = 60_000;

/** The waits between attempts to connect. */
export class Backoff {
  private attempts = 0;

  constructor(private readonly random: () => number) {}

  /** A connection that lasted this long has ended. */
  ended(lasted: number): void {
    if (lasted >= calm) this.attempts = 0;
  }

  /** How many milliseconds to wait now. */
  next(visible: boolean): number {
    const most = Math.min(first * 2 ** this.attempts, visible ? cap_visible : cap_hidden);
    if (this.attempts < 20) this.attempts++;
    return this.random() * most;
  }
}
