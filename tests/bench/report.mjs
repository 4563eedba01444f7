// Prints the table of a run and, for a full run, writes docs/performance.md; ends with 1 when a gate is missed.
// usage: node report.mjs RESULTS [--quick] [--write FILE] [--only ID,ID]
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { collect, figures, judge, median, table } from './figures.mjs';

const [results, ...rest] = process.argv.slice(2);
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
const only = option('--only')?.split(',');
const wanted = only ? figures.filter(({ id }) => only.includes(id)) : figures;
const found = collect(readFileSync(results, 'utf8').split('\n'));
const judged = judge(found, wanted, rest.includes('--quick'));
const rows = table(judged);

/** Cells in columns, for the terminal. */
function aligned(lines) {
  const plain = lines.map((cells) => cells.map((cell) => cell.replaceAll('*', '')));
  const widths = plain[0].map((_, column) => Math.max(...plain.map((cells) => [...cells[column]].length)));
  return plain.map((cells) => cells.map((cell, column) => cell + ' '.repeat(widths[column] - [...cell].length)).join('  ').trimEnd()).join('\n');
}
console.log(aligned(rows));
if (rest.includes('--quick')) console.log('A smoke run: few and short; gates are twice as wide, and what depends on the clock is not judged.');

const missed = judged.filter(({ verdict }) => verdict === 'MISSED');
for (const { id } of missed) console.log(`GATE MISSED: ${id}`);

/** Absolute figures behind the ratios and sums, as a sentence each. */
function details() {
  const list = [];
  const note = (figure, name, digits = 2) => {
    const values = found.get(figure)?.notes[name];
    return values?.length ? median(values).toFixed(digits) : '–';
  };
  for (const id of ['fanout_one', 'fanout_sixteen'])
    list.push(`${id}: bare ${note(id, 'bare_us', 3)} µs, gateway ${note(id, 'gateway_us', 3)} µs of CPU a delivery.`);
  list.push(`idle_memory: private dirty pages; by PSS ${note('idle_memory', 'pss_kb')} kB. The gateway itself has ${note('idle_memory', 'gateway_mb_before', 1)} MB before.`);
  list.push(`acknowledged: p99 ${note('acknowledged_p50', 'p99_ms')} ms.`);
  list.push(`durable: p50 ${note('durable_rate', 'p50_ms', 1)} ms; CPU a message: gateway ${note('durable_rate', 'gateway_us', 1)} µs, chat ${note('durable_rate', 'chat_us', 1)} µs, load client ${note('durable_rate', 'client_us', 1)} µs.`);
  list.push(`link: service ${note('link_round_trip', 'service_us')} µs, gateway's end ${note('link_round_trip', 'gateway_us')} µs.`);
  return list.map((line) => `- ${line}`).join('\n');
}

const file = option('--write');
if (file) {
  const before = readFileSync(file, 'utf8');
  const [begin, end] = ['<!-- written by infra/bench: begin -->', '<!-- end -->'];
  if (!before.includes(begin) || !before.includes(end)) throw new Error(`${file} has no place for the figures`);
  const markdown = rows.map((cells) => `| ${cells.join(' | ')} |`);
  markdown.splice(1, 0, '|---|---|---|---|---|---|');
  const machine = `${cpus().length} cores (${cpus()[0].model.replace(/\s+/g, ' ').trim()}), ${Math.round(totalmem() / 2 ** 30)} GB`;
  const part = `${begin}\nMeasured on ${new Date().toISOString().slice(0, 10)}, ${machine}, release build; services, PostgreSQL (fsync on), Redis and the load client together on these cores.\n\n${markdown.join('\n')}\n\n${details()}\n`;
  writeFileSync(file, before.slice(0, before.indexOf(begin)) + part + before.slice(before.indexOf(end)));
}
process.exitCode = missed.length ? 1 : 0;
