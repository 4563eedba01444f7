// The command: plays runs of two minutes until the time is over, prints what was found, ends with one line and its exit code.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../lib/places.mjs';
import { counters, excerpt, exit_code, last_line } from './check/check.mjs';
import { all_kinds } from './nemesis/schedule.mjs';
import { play } from './run.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string' },
    profile: { type: 'string', default: 'usual' },
    folder: { type: 'string', default: join(root, 'build/test/faults') },
    round: { type: 'string', default: '120' },
  },
});

const seconds = Number(values.seconds);
const round = Math.min(seconds, Number(values.round));
const first = values.seed ?? String(Math.floor(Math.random() * 1e9));
const rounds = Math.max(1, Math.round(seconds / round));

/** Less than this proves nothing: the load, the faults, and in a quarter of an hour at least one of every kind that took effect. */
const enough = (time) => ({ ops: 25 * time, faults: Math.floor(time / 4), kinds: time >= 900 && values.profile === 'usual' ? all_kinds : [] });

const sum = { valid: true, ops: 0, faults: 0, kinds: {}, counts: Object.fromEntries(counters.map((each) => [each, 0])) };
let latest = 0;
for (let n = 0; n < rounds; n++) {
  const seed = n === 0 ? first : `${first}.${n}`;
  console.log(`seed ${seed}: node tests/faults/main.mjs --seconds ${round} --profile ${values.profile} --seed ${seed}`);
  const report = await play({ seed, seconds: round, profile: values.profile, folder: values.folder }).catch((error) => {
    console.log(`the run itself failed, which proves nothing: ${error.stack}`);
    process.exit(2);
  });
  if (!report.valid) console.log(excerpt(report));
  // Of many runs those are kept that have something to show.
  if (report.valid && n < rounds - 1) rmSync(report.file);
  if (rounds > 1) console.log(last_line(report, enough(round)));
  sum.valid &&= report.valid;
  sum.ops += report.ops;
  sum.faults += report.faults;
  for (const [kind, hits] of Object.entries(report.kinds)) sum.kinds[kind] = (sum.kinds[kind] ?? 0) + hits;
  latest = Math.max(latest, report.latest_ms);
  for (const each of counters) sum.counts[each] += report.counts[each];
}
console.log(`faults that took effect: ${Object.entries(sum.kinds).map(([kind, hits]) => `${kind} ${hits}`).join(', ') || 'none'}`);
console.log(`the last event after a removal came ${Math.round(latest)} ms after it; histories and pictures are in ${values.folder}`);
console.log(last_line(sum, enough(seconds)));
process.exitCode = exit_code(sum, enough(seconds));
