// Judges histories that were kept: node tests/faults/check/recheck.mjs FILE…
import { readFileSync } from 'node:fs';
import { check_text, excerpt, last_line } from './check.mjs';

for (const file of process.argv.slice(2)) {
  const report = check_text(readFileSync(file, 'utf8'));
  if (!report.valid) console.log(excerpt(report));
  console.log(`${file}: ${last_line(report, { ops: 1, faults: 0 })}`);
  if (!report.valid) process.exitCode = 1;
}
