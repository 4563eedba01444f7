// The command: plays runs of two minutes until the time is over, prints what was found, ends with one line and its exit code.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../lib/places.mjs';
import { counters, excerpt, exit_code, last_line } from './check/check.mjs';
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

/** Fewer than these prove nothing. */
const enough = (time) => ({ ops: 25 * time, faults: Math.floor(time / 4) });

const sum = { valid: true, ops: 0, faults: 0, counts: Object.fromEntries(counters.map((each) => [each, 0])) };
let latest = 0;
for (let n = 0; n < rounds; n++) {
  const seed = n === 0 ? first : `${first}.${n}`;
  console.log(`seed ${seed}: node tests/faults/main.mjs --seconds ${round} --profile ${values.profile} --seed ${seed}`);
  const report = await play({ seed, seconds: round, profile: values.profile, folder: values.folder });
  if (!report.valid) console.log(excerpt(report));
  if (rounds > 1) console.log(last_line(report, enough(round)));
  sum.valid &&= report.valid;
  sum.ops += report.ops;
  sum.faults += report.faults;
  latest = Math.max(latest, report.latest_ms);
  for (const each of counters) sum.counts[each] += report.counts[each];
}
console.log(`the last event after a removal came ${Math.round(latest)} ms after it; histories and pictures are in ${values.folder}`);
console.log(last_line(sum, enough(seconds)));
process.exitCode = exit_code(sum, enough(seconds));
