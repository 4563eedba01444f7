// What is measured, what is wanted of it, and how a run is judged against it.

/** Every figure in the order of the report; `better` says which way is good, `clock` that a busy machine spoils it. */
export const figures = [
  {
    id: 'fanout_one',
    title: 'fan-out CPU per delivery, 1,000 subscribers, one event in flight, against the bare program',
    unit: '×', digits: 2, better: 'less', limit: 1.0, goal: 1.1, gate: 1.3,
  },
  {
    id: 'fanout_sixteen',
    title: 'the same, sixteen events in one PUBLISH',
    unit: '×', digits: 2, better: 'less', limit: 1.0, goal: 1.2, gate: 1.5,
  },
  {
    id: 'idle_memory',
    title: 'memory of the gateway per idle signed-in connection, plain',
    unit: 'kB', digits: 2, better: 'less', limit: 0.23, goal: 2, gate: 6,
  },
  {
    id: 'acknowledged_p50',
    title: 'send → acknowledged after commit, unloaded, p50',
    unit: 'ms', digits: 2, better: 'less', limit: 0.44, goal: 0.8, gate: 1.2, clock: true,
  },
  {
    id: 'durable_rate',
    title: 'durable messages a second end to end, 50 channels',
    unit: '/s', digits: 0, better: 'more', limit: 37000, goal: 16000, gate: 8000, clock: true,
  },
  { id: 'durable_p99', title: 'the same: send → acknowledged, p99', unit: 'ms', digits: 1, better: 'less', goal: 20 },
  {
    id: 'durable_postgres',
    title: 'the same: CPU of PostgreSQL a message',
    unit: 'µs', digits: 1, better: 'less', goal: 35,
  },
  {
    id: 'link_round_trip',
    title: 'gateway ↔ service, CPU of a round trip, 64 outstanding',
    unit: 'µs', digits: 2, better: 'less', limit: 1.5, goal: 4, gate: 6,
  },
];

/** The middle of the values; of two middles the mean. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Joins the lines the programs printed: samples and notes by figure. */
export function collect(lines) {
  const found = new Map();
  for (const line of lines) {
    if (!line.startsWith('{"figure"')) continue;
    const { figure, samples, notes } = JSON.parse(line);
    const all = found.get(figure) ?? { samples: [], notes: {} };
    all.samples.push(...samples);
    for (const [name, values] of Object.entries(notes)) (all.notes[name] ??= []).push(...values);
    found.set(figure, all);
  }
  return found;
}

/**
 * Judges each figure by the median of its samples: "goal", "gate" (goal missed, gate passed or none set) or
 * "MISSED" (the gate, or nothing was measured). In a smoke run gates are twice as wide, and what depends on how busy the
 * machine is must only have been measured.
 */
export function judge(found, wanted = figures, smoke = false) {
  return wanted.map((figure) => {
    const { samples = [], notes = {} } = found.get(figure.id) ?? {};
    if (samples.length === 0 || !samples.every(Number.isFinite)) return { ...figure, notes, verdict: 'MISSED', measured: null };
    const middle = median(samples);
    const reaches = (bound) => (figure.better === 'less' ? middle <= bound : middle >= bound);
    const factor = smoke ? 2 : 1;
    const gate = figure.better === 'less' ? figure.gate * factor : figure.gate / factor;
    const passes = figure.gate === undefined || reaches(gate) || (smoke && figure.clock === true);
    const verdict = reaches(figure.goal) ? 'goal' : passes ? 'gate' : 'MISSED';
    return { ...figure, notes, verdict, measured: { least: Math.min(...samples), middle, most: Math.max(...samples), many: samples.length } };
  });
}

const shown = (figure, value) => (value === undefined ? '–' : value.toLocaleString('en', { minimumFractionDigits: figure.digits, maximumFractionDigits: figure.digits }));

const verdicts = { goal: 'goal reached', gate: 'gate passed', MISSED: 'GATE MISSED' };

/** The table as rows of cells, head first. */
export function table(judged) {
  const rows = [['figure', 'limit', 'measured: min – median – max (runs)', 'goal', 'gate', 'verdict']];
  for (const f of judged) {
    const sign = f.better === 'less' ? '≤' : '≥';
    const m = f.measured;
    rows.push([
      f.title,
      f.limit === undefined ? '–' : `${shown(f, f.limit)} ${f.unit}`,
      m ? `${shown(f, m.least)} – **${shown(f, m.middle)}** – ${shown(f, m.most)} ${f.unit} (${m.many})` : 'nothing measured',
      `${sign} ${shown(f, f.goal)} ${f.unit}`,
      f.gate === undefined ? '–' : `${sign} ${shown(f, f.gate)} ${f.unit}`,
      f.verdict === 'gate' && f.gate === undefined ? 'goal missed' : verdicts[f.verdict],
    ]);
  }
  return rows;
}
