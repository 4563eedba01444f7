// The judge itself: it must find what is bad, and what is missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect, figures, judge, median, table } from './figures.mjs';

const line = (figure, samples) => JSON.stringify({ figure, samples, notes: {} });
const verdictOf = (id, samples, smoke) => judge(collect([line(id, samples)]), figures, smoke).find((f) => f.id === id).verdict;

test('the median of an even number of values is the mean of the middle two', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([9, 1, 5]), 5);
});

test('every figure that is bad beyond its gate is a missed gate', () => {
  for (const { id, better, gate } of figures) {
    if (gate === undefined) continue;
    const worse = better === 'less' ? gate * 1.01 : gate * 0.99;
    assert.equal(verdictOf(id, [worse]), 'MISSED', id);
    assert.equal(verdictOf(id, [gate]), 'gate', id);
  }
});

test('a figure at its goal has reached it', () => {
  for (const { id, goal } of figures) assert.equal(verdictOf(id, [goal]), 'goal', id);
});

test('the median decides, not the best run', () => {
  assert.equal(verdictOf('link_round_trip', [1, 9, 9]), 'MISSED');
});

test('a figure nobody measured, or that is no number, is a missed gate', () => {
  assert.ok(judge(collect([])).every(({ verdict }) => verdict === 'MISSED'));
  assert.equal(verdictOf('fanout_one', [null]), 'MISSED');
});

test('a smoke run has wider gates, but has them', () => {
  assert.equal(verdictOf('fanout_one', [2.5], true), 'gate');
  assert.equal(verdictOf('fanout_one', [2.7], true), 'MISSED');
});

test('a smoke run forgives what a busy machine spoils, when it was measured at all', () => {
  assert.equal(verdictOf('durable_rate', [300], true), 'gate');
  assert.equal(verdictOf('durable_rate', [], true), 'MISSED');
});

test('results of several programs about one figure are joined', () => {
  const found = collect(['log line', line('idle_memory', [1]), line('idle_memory', [2, 3])]);
  assert.deepEqual(found.get('idle_memory').samples, [1, 2, 3]);
});

test('the table shows every figure with its verdict', () => {
  const rows = table(judge(collect([line('durable_rate', [7000])])));
  assert.equal(rows.length, figures.length + 1);
  assert.ok(rows.some((cells) => cells[2].includes('7,000') && cells[5] === 'GATE MISSED'));
});
