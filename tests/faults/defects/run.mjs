// Breaks a copy of the tree in one way after another and lets the checker find each: node tests/faults/defects/run.mjs [NAME…]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../lib/places.mjs';
import { defects } from './list.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const home = join(root, 'build/defects');
const tree = join(home, 'tree');
const logs = join(home, 'logs');
const programs = ['verbund-gateway', 'verbund-service', 'verbund-admin'];
/** Chance decides what a run meets: this often a defect may escape before it counts as escaped. */
const tries = 3;

/** The files of the project as they are now, unbroken; what is the same keeps its time, so that little is built anew. */
function copy_tree() {
  mkdirSync(logs, { recursive: true });
  const git = ['-c', `safe.directory=${root}`, '-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', git, { maxBuffer: 1 << 26 }).toString().split('\0').filter((each) => each && existsSync(join(root, each)));
  for (const file of files) {
    const target = join(tree, file);
    const wanted = readFileSync(join(root, file));
    if (existsSync(target) && readFileSync(target).equals(wanted)) continue;
    mkdirSync(dirname(target), { recursive: true });
    execFileSync('cp', ['-p', join(root, file), target]);
    // A file put back must look newer than what was built of its broken form.
    execFileSync('touch', [target]);
  }
  for (const folder of ['tests', 'web-client']) {
    const link = join(tree, folder, 'node_modules');
    if (!existsSync(link)) symlinkSync(join(root, folder, 'node_modules'), link);
  }
}

function run(name, program, words, options = {}) {
  const done = spawnSync(program, words, { cwd: tree, maxBuffer: 1 << 28, ...options });
  writeFileSync(join(logs, `${name}.log`), `${done.stdout}${done.stderr}`);
  return { code: done.status, text: String(done.stdout) };
}

function build(name) {
  const configured = run(`${name}-cmake`, 'cmake', ['--preset', 'release']);
  const built = configured.code === 0 ? run(`${name}-ninja`, 'ninja', ['-C', 'build/release', ...programs]) : configured;
  if (built.code !== 0) throw new Error(`it does not build; see ${join(logs, name)}-*.log`);
}

/** One run of the checker in the copy: its exit code, and its counts by name. */
function play(name, { profile, seconds, seed }, built) {
  const folder = join(home, 'histories', name);
  const words = ['tests/faults/main.mjs', '--seconds', String(seconds), '--profile', profile, '--seed', seed, '--folder', folder];
  const whole = process.env.VERBUND_TEST_BIN ?? join(root, 'build/release/bin');
  const env = { ...process.env, VERBUND_TEST_BIN: built ? join(tree, 'build/release/bin') : whole };
  const { code, text } = run(`${name}-${seed}`, process.execPath, words, { env });
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return { code, line, counts: Object.fromEntries([...line.matchAll(/(\w+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)])) };
}

const needs_build = (patch) => /^\+\+\+ b\/.*\.(cpp|hpp|sql)$/m.test(patch);

/** True when the checker found it by the count that it must be found by. */
function find_out({ patch, what, counter, also = [], profile, seconds }) {
  const text = readFileSync(join(here, `${patch}.patch`), 'utf8');
  const applied = run(`${patch}-patch`, 'patch', ['-p1', '--no-backup-if-mismatch', '--fuzz=0'], { input: text });
  if (applied.code !== 0) throw new Error('its patch does not apply any more');
  try {
    const built = needs_build(text);
    if (built) build(patch);
    for (let n = 1; n <= tries; n++) {
      const { code, line, counts } = play(patch, { profile, seconds, seed: `${patch}-${n}` }, built);
      const found = [counter, ...also].filter((each) => counts[each] > 0);
      console.log(`   ${line}`);
      if (code === 1 && found.length > 0) {
        console.log(`caught ${patch} (${what}): ${found.map((each) => `${each}=${counts[each]}`).join(' ')}`);
        return true;
      }
    }
    return false;
  } finally {
    const back = run(`${patch}-back`, 'patch', ['-p1', '-R', '--no-backup-if-mismatch'], { input: text });
    if (back.code !== 0) rmSync(tree, { recursive: true, force: true });
  }
}

/** The same loads, unbroken, are valid: what catches a defect is the defect. */
function stays_valid(profile) {
  const { code, line } = play('unbroken', { profile, seconds: 20, seed: `unbroken-${profile}` }, false);
  console.log(`   ${profile}, unbroken: ${line}`);
  return code === 0;
}

const wanted = process.argv.slice(2);
const chosen = defects.filter(({ patch }) => wanted.length === 0 || wanted.includes(patch));
let passed = 0;
let failed = 0;
function judge(name, work) {
  let good = false;
  try {
    good = work();
  } catch (error) {
    console.log(`FAILED ${name}: ${error.message}`);
  }
  if (!good) console.log(`FAILED ${name}`);
  if (good) passed += 1;
  else failed += 1;
}

copy_tree();
for (const profile of new Set(chosen.map((each) => each.profile))) judge(`${profile} without a defect is valid`, () => stays_valid(profile));
for (const defect of chosen) {
  copy_tree();
  judge(`${defect.patch} is found out`, () => find_out(defect));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
