// Replays real chat logs through real WebSocket clients, several channels at once, and judges what every client holds.
import { parseArgs } from 'node:util';
import { open_channel, sign_in_all } from '../../lib/demo.mjs';
import { start_stack } from '../../lib/stack.mjs';
import { busiest_minute, read_log } from './log.mjs';
import { replay } from './talk.mjs';

const usage = 'usage: replay.mjs [--channels N] [--speed X] [--clients M] [--lines L] FILES…';

/** Replays the files and answers the summary: {line, faults}. */
export async function replay_files(files, { channels = 4, speed = 600, clients = 3, lines = Infinity } = {}) {
  const logs = files.map((file) => read_log(file, lines)).filter((said) => said.length);
  const stack = await start_stack({ gateways: 2 });
  try {
    const members = Object.values(await sign_in_all(stack, 'anna', 'berta', 'clara', 'moni', 'vera'));
    const room = async () => (await open_channel(members[2], stack.place.spaces.group)).id;
    const begun = performance.now();
    const results = [];
    const line_up = async (from) => {
      for (let i = from; i < logs.length; i += channels) results.push(await replay(logs[i], await room(), members, { clients, speed, gateways: 2 }));
    };
    await Promise.all(Array.from({ length: Math.min(channels, logs.length) }, (_, i) => line_up(i)));
    return sum_up(logs, results, { channels, clients, speed, seconds: (performance.now() - begun) / 1_000 });
  } finally {
    await stack.stop();
  }
}

function sum_up(logs, results, { channels, clients, speed, seconds }) {
  const faults = results.flatMap((each) => each.faults);
  const count = (word) => faults.filter((each) => each.startsWith(word)).length;
  const sent = results.flatMap((each) => each.sent);
  const longest = Math.max(...sent.map(({ body }) => [...body].length));
  const times = results.flatMap((each) => each.times).sort((a, b) => a - b);
  const percentile = (p) => times[Math.min(times.length - 1, Math.floor(times.length * p))].toFixed(1);
  const counted = ['lost', 'double', 'phantom', 'changed'].map((word) => `${word}=${count(word)}`);
  const swapped = count('out of order') + count('hole') + count('event');
  const other = faults.length - swapped - ['lost', 'double', 'phantom', 'changed'].reduce((sum, word) => sum + count(word), 0);
  const line =
    `replay: ${logs.length} logs in ${Math.min(channels, logs.length)} channels at once, ${clients} clients each, ${sent.length} lines, ` +
    `busiest minute ${Math.max(...logs.map(busiest_minute))}, longest ${longest} characters, ${speed ? `${speed}×` : 'no pauses'}, ${seconds.toFixed(1)} s: ` +
    `${counted.join(' ')} swapped=${swapped} other=${other}; acknowledged p50 ${percentile(0.5)} p99 ${percentile(0.99)} ms`;
  return { line, faults, lines: sent.length };
}

async function main() {
  const number = { type: 'string' };
  const { values, positionals } = parseArgs({ options: { channels: number, speed: number, clients: number, lines: number }, allowPositionals: true });
  const options = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  if (!positionals.length || Object.values(options).some((each) => !(each >= 0)) || options.channels === 0 || options.clients === 0) {
    console.error(usage);
    process.exit(2);
  }
  const { line, faults } = await replay_files(positionals, options);
  for (const fault of faults.slice(0, 20)) console.error(fault);
  console.log(line);
  process.exit(faults.length ? 1 : 0);
}

if (process.argv[1] && import.meta.url.endsWith('/replay.mjs') && process.argv[1].endsWith('replay.mjs')) await main();
