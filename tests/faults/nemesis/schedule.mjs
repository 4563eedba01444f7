// Which faults come when: made from the seed alone, so that the seed brings the same ones again.

/** Each kind: how often it comes compared with the others, and what it is told. */
const kinds = {
  kill: [12, (c, processes) => ({ target: c.pick(processes), ms: c.whole(20, 1_500) })],
  term: [6, (c, processes) => ({ target: c.pick(processes), ms: c.whole(20, 800) })],
  stop: [7, (c, processes) => ({ target: c.pick(processes), ms: c.whole(200, 2_500) })],
  redis_kill: [4, (c) => ({ target: 'redis', ms: c.whole(50, 2_500) })],
  redis_flush: [2, () => ({ target: 'redis' })],
  redis_throw_out: [3, () => ({ target: 'redis' })],
  redis_tiny_buffer: [3, (c) => ({ target: 'redis', ms: c.whole(500, 3_000) })],
  postgres_stop: [3, (c) => ({ target: 'postgres', ms: c.whole(20, 600) })],
  postgres_terminate: [5, (c) => ({ target: 'postgres', ms: c.whole(100, 600) })],
  postgres_lock: [3, (c) => ({ target: 'postgres', ms: c.whole(150, 1_200) })],
  postgres_full: [3, (c) => ({ target: 'postgres', ms: c.whole(300, 1_500) })],
  net_cut: [5, (c, processes) => ({ target: c.pick([...processes, 'postgres']), share: c.pick([0.3, 1]) })],
  net_reset: [5, (c, processes) => ({ target: c.pick([...processes, 'postgres']), share: c.pick([0.3, 1]) })],
  net_hole: [5, (c, processes) => ({ target: c.pick([...processes, 'postgres']), ms: c.whole(200, 2_500) })],
  net_slice: [5, (c, processes) => ({ target: c.pick([...processes, 'postgres']), bytes: c.whole(200, 4_000) })],
  net_delay: [5, (c, processes) => ({ target: c.pick([...processes, 'postgres']), ms: c.whole(500, 3_000), delay: c.whole(5, 300) })],
  net_acknowledgement: [8, (c, processes) => ({ target: c.pick([...processes, 'postgres']), ms: c.whole(80, 400) })],
};

export const all_kinds = Object.keys(kinds);

/** [{at, kind, target, …}] in order of time; `only` some kinds, of some `targets`, `every` so many milliseconds on average. */
export function schedule(chance, seconds, services, { only = all_kinds, targets, every = 900, first = 800 } = {}) {
  const processes = ['gateway0', 'gateway1', ...[...services].sort().flatMap((name) => [name, `${name}1`])];
  const weights = Object.fromEntries(only.map((kind) => [kind, kinds[kind][0]]));
  const faults = [];
  for (let at = first; at < seconds * 1_000 - 500; at += -Math.log(1 - chance.next()) * every) {
    const kind = chance.weighed(weights);
    const fault = { at: Math.round(at), kind, ...kinds[kind][1](chance, processes) };
    if (targets) fault.target = chance.pick(targets);
    faults.push(fault);
  }
  return faults;
}
