// Knows what the programs in a folder are able to: which settings they know, which services they host, their version.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { program_folder } from './places.mjs';
import { clean_environment } from './process.mjs';

const asked = new Map();

/** {keys: Set of "section.key", services: in the order in which they start, version}. */
export function abilities(folder) {
  if (!asked.has(folder)) {
    const ask = (option) => execFileSync(join(folder, 'verbund-service'), [option], { env: clean_environment() }).toString();
    asked.set(folder, { ...parse(ask('--print-config')), version: ask('--version').trim() });
  }
  return asked.get(folder);
}

function parse(printed) {
  const keys = new Set();
  let section = '';
  for (const line of printed.split('\n')) {
    section = /^\[(\w+)\]/.exec(line)?.[1] ?? section;
    const key = /^(\w+) *=/.exec(line)?.[1];
    if (key) keys.add(`${section}.${key}`);
  }
  const hosted = /\nhost *= *\[([^\]]*)\]/.exec(printed)[1];
  return { keys, services: [...hosted.matchAll(/['"](\w+)['"]/g)].map(([, name]) => name) };
}

/** Settings {section: {key: value}} as the file that these programs read: without the keys that came after them. */
export function settings_file(settings, folder) {
  const [known, present] = [abilities(folder).keys, abilities(program_folder()).keys];
  const text = (value) => (Array.isArray(value) ? `[${value.map(text).join(', ')}]` : JSON.stringify(value));
  const section = ([name, values]) => {
    const fitting = Object.entries(values).filter(([key]) => known.has(`${name}.${key}`) || !present.has(`${name}.${key}`));
    return `[${name}]\n${fitting.map(([key, value]) => `${key} = ${text(value)}\n`).join('')}`;
  };
  return Object.entries(settings).map(section).join('\n');
}
