// Knows where things are: the project, its programs, its page, the shared data, a temporary folder, a free port.
import { existsSync, mkdtempSync, chmodSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const page = join(root, 'web-client/dist');

/** Data that a clone need not have beside it. */
export const shared_data = join(root, '../shared/data');

/** Why a test that needs data of ../shared cannot run, or false: the value of node:test's option `skip`. */
export function without_shared(...parts) {
  return existsSync(join(shared_data, ...parts)) ? false : `../shared/data/${parts.join('/')} is not here`;
}

/** Where the programs under test are. */
export function program_folder() {
  const { VERBUND_TEST_BIN: bin, VERBUND_TEST_BUILD: build } = process.env;
  const named = bin ? bin : build ? join(resolve(root, build), 'bin') : undefined;
  const folders = named ? [named] : ['build/release/bin', 'build/dev/bin'].map((each) => join(root, each));
  const found = folders.find((each) => existsSync(join(each, 'verbund-gateway')));
  if (!found) throw new Error(`verbund-gateway is not in ${folders.join(' nor in ')}: build it, or run infra/test`);
  return found;
}

export const program = (name) => join(program_folder(), name);

/** A folder that every user may pass through, because PostgreSQL may run as another one. Its path is short: sockets. */
export function temporary_folder() {
  const folder = mkdtempSync('/tmp/vt-');
  chmodSync(folder, 0o711);
  return folder;
}

/** A port of loopback that nobody has, below those that the kernel gives to outgoing connections. */
export async function free_port() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const free = await new Promise((found) => {
      const server = createServer();
      server.on('error', () => found(false));
      server.listen(port, '127.0.0.1', () => server.close(() => found(true)));
    });
    if (free) return port;
  }
}

/** Debian keeps PostgreSQL's programs out of PATH. */
export function postgres_program(name) {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).filter((each) => existsSync(join(base, each, 'bin', name))) : [];
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1);
  return newest ? join(base, newest, 'bin', name) : name;
}
