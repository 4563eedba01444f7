// Knows the releases that infra/releases lists: their commits, files of theirs from the history, the built one beside this tree.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';

export const releases = readFileSync(join(root, 'infra/releases'), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [version, commit, day] = line.split(' ');
    return { version, commit, day };
  });

export const last_release = releases.at(-1);

function git(...words) {
  return execFileSync('git', ['-C', root, ...words], { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Why nothing of the last release can be read, or false: the value of node:test's option `skip`. */
export function without_history() {
  try {
    git('cat-file', '-e', `${last_release.commit}^{commit}`);
    return false;
  } catch {
    return `SKIPPED: the commit of release ${last_release.version} is not here (a shallow clone?)`;
  }
}

/** A file as the last release had it. */
export const released_file = (path) => git('show', `${last_release.commit}:${path}`);

/** The last release as infra/test built it: {bin, page, source}; undefined when it was not. */
export function built_release() {
  const folder = process.env.VERBUND_TEST_RELEASE;
  return folder && { bin: join(folder, 'bin'), page: join(folder, 'page'), source: join(folder, 'source') };
}
