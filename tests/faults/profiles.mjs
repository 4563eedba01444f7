// The kinds of load a run may have: who takes part, what they do how often, which faults come.
import { stall, stall_once } from './load/stall.mjs';

const person = { send: 34, burst: 4, edit: 12, delete: 5, page: 14, mark_read: 8, unread: 6, hop: 0.6, leave: 1.2 };
const page = { write: 30, look: 6, older: 8, edit: 8, delete: 4, mark: 10, reload: 1.2, cut: 1, removed: 0.6 };

const usual = {
  people: 4, pages: 2, pace: 40, long: 0.01, weights: person, page_weights: page,
  world: { people: 6, channels: 2 }, extra: stall_once,
};

/** Small enough to be kept as the history that the checker's own test spoils. */
const small = {
  people: 2, pages: 1, pace: 150, long: 0,
  weights: { ...person, edit: 16, delete: 12, leave: 5 }, page_weights: page,
  faults: { every: 2_500, only: ['kill', 'net_reset', 'net_acknowledgement', 'redis_flush'] },
  world: { people: 3, channels: 1 },
};

/** What goes wrong between writing and COMMIT: the way to PostgreSQL, its backends, the service that waits for it. */
const commits = { ...usual, faults: { every: 350, only: ['net_hole', 'net_cut', 'net_reset', 'net_delay', 'net_acknowledgement', 'postgres_terminate'], targets: ['postgres'] } };

/** Many change, and look back, while others do. */
const changes = {
  ...usual, pace: 25, weights: { ...person, edit: 40, page: 4, burst: 1 }, page_weights: { ...page, edit: 30, older: 40, look: 12, reload: 3 },
  faults: { every: 1_500, only: ['net_reset', 'net_delay', 'redis_throw_out'] },
};

/** Many read marks at once: each moves its member's own stream, from either replica. */
const marks = {
  ...usual, people: 6, pages: 0, pace: 6, weights: { send: 20, mark_read: 200 },
  world: { people: 6, channels: 6 }, faults: { every: 1_500, only: ['redis_flush'] },
};

/** Members come and go, and others write all the time where they were. */
const leaving = { ...usual, pages: 0, weights: { ...person, leave: 6, send: 60, hop: 0.1 }, faults: { every: 1_500, only: ['redis_flush'] } };

/** One stands still, everything else is well. */
const flood = { ...usual, people: 1, pages: 1, pace: 60, world: { people: 2, channels: 1 }, faults: { every: 1_500, only: ['redis_flush'] }, extra: stall };

export const profiles = { usual, small, commits, changes, marks, leaving, flood };
