// A small herd comes back, and the judge of herds notices what is late, missing, greedy or felt by others.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { pause } from '../lib/wait.mjs';
import { judge, measure, streams_each } from './herd.mjs';

const small = { sessions: 400, processes: 2, channels: 16, others: 8, every: 250, calm: 1_500 };

const good = (more = {}) => ({
  took: Array(100).fill(3_000), behind: 0, cut: 100, ended: 0, failed: 0, where: [50, 50],
  attempts: { sockets: 100, refused: 0, posts: 0, events: 0 }, queries: [{ name: 'chat.x', count: 400 }],
  calm: [5], others: Array(100).fill(20), ...more,
});

describe('sessions whose gateway died', () => {
  it('are all back, have everything, ask little, and others notice little', async () => {
    const { line, faults } = judge(await measure(small), small);
    console.log(line);
    assert.deepEqual(faults, []);
  });
});

describe('the judge of herds', () => {
  const notices = (sentence, more) => it(`notices ${sentence}`, () => assert.equal(judge(good(more), { sessions: 100 }).faults.length, 1));
  it('passes what is good', () => assert.deepEqual(judge(good(), { sessions: 100 }).faults, []));
  notices('one that does not come back', { took: Array(99).fill(3_000) });
  notices('one that comes back late', { took: [...Array(99).fill(3_000), 61_000] });
  notices('sessions that were not cut', { cut: 99 });
  notices('one that believes that it is signed out', { ended: 1 });
  notices('one that does not have everything', { behind: 1 });
  notices('more than a query a stream', { queries: [{ name: 'a', count: 100 * streams_each - 400 }, { name: 'b', count: 401 }] });
  notices('others who wait', { others: [...Array(98).fill(20), 501, 501] });
  notices('pages that give up their WebSocket', { attempts: { sockets: 100, refused: 0, posts: 0, events: 1 } });
  notices('others who are refused', { failed: 1 });
  notices('that nobody else wrote', { others: [20] });

  it('notices services that stand still while the herd comes', async () => {
    const stand_still = async (stack) => {
      const all = ['chat', 'chat1'].map((name) => stack.children.get(name));
      for (const each of all) each.signal('SIGSTOP');
      pause(1_500).then(() => all.forEach((each) => each.signal('SIGCONT')));
    };
    const { faults } = judge(await measure({ ...small, sessions: 100 }, stand_still), { ...small, sessions: 100 });
    assert.match(faults.join('\n'), /others waited/);
  });
});
