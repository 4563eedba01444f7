// The earlier release's own integration tests, as they were, while an upgrade is under way.
import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { program_folder, root } from '../lib/places.mjs';
import { release, skip } from './upgrade.mjs';

/** What they ask of schema, rights and streams; what only concerns HTTP and frames has no other release in it. */
const files = ['messages', 'live', 'rights', 'revocation', 'session', 'channels', 'gateways', 'crash'];

const folders = [];
/** A folder of programs, each from the release before or from now. */
function programs(from) {
  const folder = mkdtempSync('/tmp/vt-programs-');
  folders.push(folder);
  for (const [name, source] of Object.entries(from)) symlinkSync(join(source, name), join(folder, name));
  return folder;
}
after(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })));

/** Runs one file of tests against these programs: what it printed, failures first. */
function run(file, bin) {
  const packages = join(release.source, 'tests/node_modules');
  if (!existsSync(packages)) symlinkSync(join(root, 'tests/node_modules'), packages);
  mkdirSync(join(release.source, 'web-client/dist'), { recursive: true });
  const environment = { ...process.env, VERBUND_TEST_BIN: bin, NODE_TEST_CONTEXT: undefined };
  const words = ['--test', '--test-reporter=tap', join(release.source, `tests/integration/${file}.test.mjs`)];
  return new Promise((resolve) =>
    execFile(process.execPath, words, { env: environment, cwd: release.source, maxBuffer: 1 << 26, timeout: 180_000 }, (error, said) => resolve({ failed: Boolean(error), said })),
  );
}

const failures = (said) => said.split('\n').filter((line) => /^\s*not ok|^\s*(error|expected|actual):/.test(line)).map((line) => line.trim());

describe('the programs of the release before on the present schema', { skip }, () => {
  for (const file of files)
    it(`pass their own tests of ${file}`, async () => {
      const now = program_folder();
      const { bin } = release;
      const { failed, said } = await run(file, programs({ 'verbund-gateway': bin, 'verbund-service': bin, 'verbund-admin': now }));
      assert.ok(!failed && /^# pass [1-9]/m.test(said), failures(said).join('\n') || said.slice(-2_000));
    });
});
