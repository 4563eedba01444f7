// A small run of the revocation figure, and that its judge notices what is late, leaks or was not tried.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { judge, measure } from './revocation.mjs';

const good = (more = {}) => ({ kind: 'session', redis: 'up', took: 40, leaked: 0, ...more });

describe('what is taken away', () => {
  it('is away on both gateways within a second, Redis or not, whatever it is', async () => {
    const trials = 30;
    const { line, faults } = judge(await measure({ trials, lanes: 8 }), trials);
    console.log(line);
    assert.deepEqual(faults, []);
  });
});

describe('the judge of revocations', () => {
  it('passes what is in time', () => assert.deepEqual(judge([good(), good({ took: 999 })], 2).faults, []));
  it('notices one that is late', () => assert.equal(judge([good(), good({ took: 1_001 })], 2).faults.length, 1));
  it('notices one that never came', () => assert.equal(judge([good({ took: Infinity })], 1).faults.length, 1));
  it('notices an event that came later than a second', () => assert.equal(judge([good({ leaked: 1 })], 1).faults.length, 1));
  it('notices trials that were not made', () => assert.equal(judge([good()], 2).faults.length, 1));

  it('notices a database that forgot to log the end of sessions', async () => {
    // Alone: whatever else is taken away lets the gateways ask about everybody again, and the end is found by that.
    const results = await measure({ trials: 2, lanes: 1 }, (stack) => stack.sql('alter table members.sessions disable trigger revoked'));
    const { faults } = judge(results, 2);
    // Gateways look every fifteen seconds who has idled away, which may find one of the two in time.
    assert.ok(faults.some((each) => each.startsWith('session')), JSON.stringify(results));
  });
});
