// A small run of the Redis figure, and that its judge notices what is slow, lost, doubled or not tried.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { pause } from '../lib/wait.mjs';
import { judge, measure } from './redis.mjs';

const good = (more = {}) => ({ results: Array.from({ length: 10 }, () => ({ kind: 'kill', took: 700 })), problems: [], latency: [5], ops: 1_000, ...more });

describe('Redis killed, emptied, restarted and its subscribers thrown out, under load', () => {
  it('loses nothing, and everybody has everything within two seconds', async () => {
    const { line, faults } = judge(await measure({ faults: 8, rooms: 2 }), 8);
    console.log(line);
    assert.deepEqual(faults, []);
  });
});

describe('the judge of what Redis does to others', () => {
  const notices = (sentence, more) => it(`notices ${sentence}`, () => assert.equal(judge(good(more), 10).faults.length, 1));
  it('passes what is good', () => assert.deepEqual(judge(good(), 10).faults, []));
  notices('a loss', { problems: ['lost: x'] });
  notices('a slow catching up', { results: Array.from({ length: 10 }, (_, i) => ({ kind: 'kill', took: i ? 700 : 2_100 })) });
  notices('one that never caught up', { results: Array.from({ length: 10 }, (_, i) => ({ kind: 'flush', took: i ? 700 : Infinity })) });
  notices('faults that were not made', { results: good().results.slice(1) });
  notices('an idle load', { ops: 3 });

  it('notices a gateway that stands still for three seconds', async () => {
    const stands_still = async (stack) => {
      const gateway = stack.children.get('gateway1');
      gateway.signal('SIGSTOP');
      pause(3_000).then(() => gateway.signal('SIGCONT'));
      await pause(100);
    };
    const { faults } = judge(await measure({ faults: 1, rooms: 1 }, stands_still), 1);
    assert.match(faults.join('\n'), /caught up after/);
  });
});
