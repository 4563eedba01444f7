// Percentiles, options of the command line, and how a figure is told and judged.

/** The value that this share of the values does not exceed; NaN of none. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] : NaN;
}

export const spread = (values) => `p50=${ms(percentile(values, 0.5))} p99=${ms(percentile(values, 0.99))} max=${ms(percentile(values, 1))}`;

export const ms = (value) => (Number.isFinite(value) ? `${Math.round(value)}ms` : 'none');

/** --name number, each with its default. */
export function options(defaults) {
  const found = { ...defaults };
  const words = process.argv.slice(2);
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i].replace(/^--/, '');
    if (!(name in defaults) || !/^\d+$/.test(words[i + 1] ?? '')) {
      console.error(`usage: node ${process.argv[1]} ${Object.entries(defaults).map(([key, value]) => `[--${key} ${value}]`).join(' ')}`);
      process.exit(2);
    }
    found[name] = Number(words[i + 1]);
  }
  return found;
}

/** Tells the line and what is wrong with it; the process ends with 1 if anything is. */
export function tell({ line, faults }) {
  console.log(line);
  for (const fault of faults) console.log(`GATE MISSED: ${fault}`);
  if (faults.length) process.exitCode = 1;
}

/** Is this file what was started, not imported? */
export const started = (meta) => process.argv[1] && meta.url === new URL(`file://${process.argv[1]}`).href;
