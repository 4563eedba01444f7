// The checker's own test: it finds nothing in a valid history of a real run, and in each spoilt copy what was spoilt.
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { check_events, counters, excerpt, exit_code, last_line } from './check/check.mjs';
import { draw } from './check/picture.mjs';
import { parse } from './check/model.mjs';
import { corruptions, spoilt } from './corruptions.mjs';
import { root } from '../lib/places.mjs';
import { defects } from './defects/list.mjs';
import { profiles } from './profiles.mjs';
import { all_kinds, schedule } from './nemesis/schedule.mjs';
import { Chance } from './random.mjs';

const text = readFileSync(new URL('./fixtures/valid.jsonl', import.meta.url), 'utf8');
const events = parse(text);
const little = { ops: 100, faults: 2 };

describe('the checker', () => {
  it('finds nothing in a valid history', () => {
    const report = check_events(events);
    assert.deepEqual([report.valid, report.found], [true, []]);
    assert.match(last_line(report, little), /^valid=true ops=\d+ faults=\d+ lost=0 dup=0 reorder=0 silent_gap=0 diverged=0 late_after_removal=0 unread_drift=0 /);
    assert.equal(exit_code(report, little), 0);
  });

  for (const [what, counter, spoil] of corruptions)
    it(`finds that ${what}: ${counter}`, () => {
      const report = check_events(spoilt(events, spoil));
      assert.ok(report.counts[counter] > 0, `${counter} is 0; found: ${JSON.stringify(report.counts)}`);
      assert.equal(exit_code(report, little), 1);
      assert.match(last_line(report, little), /^valid=false/);
      assert.ok(excerpt(report).includes(`${counter}: ${report.smallest(counter).what}`));
    });

  it('has a spoilt history for every count', () => {
    const spoilt_counts = new Set(corruptions.map(([, counter]) => counter));
    assert.deepEqual(counters.filter((each) => !spoilt_counts.has(each)), []);
    assert.ok(corruptions.length >= 20);
  });

  it('shows the fewest lines that prove it, each as it stands in the history', () => {
    const [, counter, spoil] = corruptions.find(([what]) => what.startsWith('an event is missing'));
    const report = check_events(spoilt(events, spoil));
    const { lines } = report.smallest(counter);
    assert.ok(lines.length <= 3);
    const shown = excerpt(report, 1e6).split('\n').filter((line) => line.startsWith('  ')).map((line) => JSON.parse(line).i);
    for (const line of lines) assert.ok(shown.includes(line));
  });

  it('does not call valid what proves too little', () => {
    const report = check_events(events);
    for (const enough of [{ ops: 1e9, faults: 0 }, { ops: 0, faults: 1e9 }, { ops: 0, faults: 0, kinds: ['flood of frogs'] }]) {
      assert.match(last_line(report, enough), /^valid=unknown/);
      assert.equal(exit_code(report, enough), 2);
    }
  });

  it('refuses what is no history', () => {
    assert.throws(() => parse(text.replace('"i":5,', '"i":7,')));
    assert.throws(() => parse(`${text}{"i":`));
  });
});

describe('the picture', () => {
  it('shows every fault and the latency of requests', () => {
    const { model } = check_events(events);
    const svg = draw(model);
    assert.equal(svg.split('<title>').length - 1, model.faults.filter((each) => each.kind !== 'lag').length);
    assert.ok(svg.includes('<path d="M') && svg.endsWith('</svg>\n'));
  });
});

describe('the defects that must be found out', () => {
  const folder = new URL('./defects/', import.meta.url);
  it('are at least eight, each a patch that applies to the present tree and a count that catches it', () => {
    const files = readdirSync(folder).filter((each) => each.endsWith('.patch')).sort();
    assert.deepEqual(files, defects.map(({ patch }) => `${patch}.patch`).sort());
    assert.ok(files.length >= 8);
    for (const { patch, counter, profile } of defects) {
      assert.ok(counters.includes(counter) && profile in profiles);
      const { status, stdout } = spawnSync('patch', ['-p1', '--dry-run', '--fuzz=0', '-d', root], { input: readFileSync(new URL(`${patch}.patch`, folder)) });
      assert.equal(status, 0, `${patch} does not apply any more: ${stdout}`);
    }
  });
});

describe('the schedule of faults', () => {
  it('is the same for the same seed and another for another', () => {
    const of = (seed) => schedule(new Chance(seed), 60, ['chat', 'members']);
    assert.deepEqual(of('x'), of('x'));
    assert.notDeepEqual(of('x'), of('y'));
  });

  it('has every kind of fault in two hours, and lets them overlap', () => {
    const faults = schedule(new Chance('long'), 7_200, ['chat', 'members']);
    assert.deepEqual([...new Set(faults.map((each) => each.kind))].sort(), [...all_kinds].sort());
    assert.ok(faults.some((each, i) => faults[i + 1] && each.at + (each.ms ?? 0) > faults[i + 1].at));
  });
});
