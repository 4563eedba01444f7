// Where the processor's time goes: seconds used so far by each process of a stack, its database and its load.
import { readdirSync, readFileSync } from 'node:fs';

const ticks_a_second = 100;

function used_by(pid) {
  try {
    // The name in parentheses may hold spaces; what follows it does not.
    const rest = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return (Number(rest[11]) + Number(rest[12])) / ticks_a_second;
  } catch {
    return 0;
  }
}

/** How a process calls itself; a backend of PostgreSQL names its database. */
function title_of(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function backends_of(database) {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && title_of(pid).match(/^postgres: .*/)?.[0].includes(` ${database} `));
}

/** {name: seconds of CPU since it began}; `load` are pids of the processes that make the load. */
export function cpu_seconds(stack, load) {
  const found = { database: 0, load: 0 };
  for (const [name, child] of stack.children) if (child.running) found[name] = used_by(child.pid);
  for (const pid of backends_of(stack.postgres.name)) found.database += used_by(pid);
  for (const pid of load) found.load += used_by(pid);
  return found;
}

/** What was used between two of them, the greatest first, as words. */
export function cpu_between(before, after) {
  return Object.entries(after)
    .map(([name, seconds]) => [name, seconds - (before[name] ?? 0)])
    .filter(([, seconds]) => seconds > 0.05)
    .sort((a, b) => b[1] - a[1])
    .map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`)
    .join(', ');
}
