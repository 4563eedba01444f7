// The checker: a history in, counts out, each of which must be 0; knows nothing of how the history came about.
import { parse, read_model } from './model.mjs';
import { judge_truth, judge_writes } from './messages.mjs';
import { judge_order } from './order.mjs';
import { judge_ends, judge_pages, judge_states, judge_streams } from './streams.mjs';
import { judge_reading, judge_taken_back } from './reading.mjs';
import { judge_removal } from './removal.mjs';
import { judge_rest, judge_unread } from './rest.mjs';

/** Those of the last line first, in its order. */
export const counters = [
  'lost', 'dup', 'reorder', 'silent_gap', 'diverged', 'late_after_removal', 'unread_drift',
  'phantom', 'holes', 'stale_read', 'deleted_text', 'overwritten', 'unasked', 'unclean', 'crashed', 'deadlocks', 'unbounded', 'bad_close',
];

const judges = [
  judge_writes, judge_truth, judge_order, judge_streams, judge_states, judge_pages, judge_ends, judge_reading, judge_taken_back,
  judge_removal, judge_unread, judge_rest,
];

class Report {
  constructor() {
    this.counts = Object.fromEntries(counters.map((each) => [each, 0]));
    this.found = [];
    this.latest_ms = 0;
    this.passed_over = 0;
  }

  /** One violation: which count, what it is, and the lines of the history that show it. */
  add(counter, what, lines) {
    if (!(counter in this.counts)) throw new Error(`there is no counter ${counter}`);
    this.counts[counter] += 1;
    // Enough to choose the smallest from.
    if (this.counts[counter] <= 2_000) this.found.push({ counter, what, lines: [...new Set(lines)].sort((a, b) => a - b) });
  }

  get valid() {
    return Object.values(this.counts).every((count) => count === 0);
  }

  /** The violation that needs the fewest lines to be seen; of those, the one whose lines lie closest together. */
  smallest(counter) {
    const own = this.found.filter((each) => counter === undefined || each.counter === counter);
    const span = ({ lines }) => (lines.length > 1 ? lines.at(-1) - lines[0] : 0);
    return own.sort((a, b) => a.lines.length - b.lines.length || span(a) - span(b))[0];
  }
}

/** Judges events: {valid, counts, found, ops, faults, smallest}. */
export function check_events(events) {
  const model = read_model(events);
  const report = new Report();
  for (const judge of judges) judge(model, report);
  report.ops = model.tries.filter((one) => one.end?.type === 'ok' || one.end?.type === 'fail').length;
  report.faults = model.faults.filter((each) => each.hit > 0).length;
  report.kinds = {};
  for (const { kind, hit } of model.faults) if (hit > 0) report.kinds[kind] = (report.kinds[kind] ?? 0) + 1;
  report.model = model;
  return report;
}

export const check_text = (text) => check_events(parse(text));

/** Below `enough` {ops, faults, kinds of faults} nothing is proved, whatever the counts. */
export const proves_little = ({ ops, faults, kinds }, enough) => ops < enough.ops || faults < enough.faults || (enough.kinds ?? []).some((each) => !kinds[each]);

/** The last line. */
export function last_line(report, enough) {
  const word = !report.valid ? 'false' : proves_little(report, enough) ? 'unknown' : 'true';
  const counts = counters.map((each) => `${each}=${report.counts[each]}`);
  return `valid=${word} ops=${report.ops} faults=${report.faults} ${counts.join(' ')}`;
}

export function exit_code(report, enough) {
  if (!report.valid) return 1;
  return proves_little(report, enough) ? 2 : 0;
}

/** The smallest violation of each kind, with its lines, cut where they are long. */
export function excerpt(report, most = 400) {
  const out = [];
  for (const counter of counters) {
    const one = report.smallest(counter);
    if (!one) continue;
    out.push(`${counter}: ${one.what}`);
    for (const i of one.lines) {
      const line = JSON.stringify(report.model.events[i]);
      out.push(`  ${line.length > most ? `${line.slice(0, most)}…` : line}`);
    }
  }
  return out.join('\n');
}
