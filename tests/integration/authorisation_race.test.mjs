// Rights that are lost with requests in flight: from the moment the loss is acknowledged none slips through, in 1,000 trials each.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { ends_well } from '../lib/ends_well.mjs';
import { start_stack } from '../lib/stack.mjs';
import { spoil_rights } from './matrix/audit.mjs';
import { Changer } from './matrix/changer.mjs';
import { prepare, race } from './matrix/race.mjs';
import { transitions } from './matrix/transitions.mjs';

const trials_each = Number(process.env.VERBUND_TEST_TRIALS ?? 1_000);
const stack = await start_stack({ gateways: 2, demo: 'none' });
stack.association = (await stack.admin('create-association', '--name', 'Testverein', '--plate', 'TV')).split('\n')[0];
const changer = new Changer(stack.postgres);
const total = { trials: 0, slipped: 0, accepted: 0, refused: 0 };

describe('with requests in flight', () => {
  for (const [name, transition] of Object.entries(transitions))
    it(`${name}, and nothing is accepted that began afterwards`, async () => {
      const trials = await prepare(stack, transition, trials_each);
      const { slipped, seen } = await race(stack, transition, trials, changer);
      const { accepted = 0, ...others } = seen;
      const refused = Object.values(others).reduce((sum, each) => sum + each, 0);
      total.trials += trials.length;
      total.slipped += slipped.length;
      total.accepted += accepted;
      total.refused += refused;
      assert.deepEqual(slipped.slice(0, 5), []);
      // A race that one side always wins is none.
      assert.ok(accepted > trials.length / 50 && refused > trials.length / 50, `in flight ${accepted} were accepted, ${refused} refused`);
    });

  it('and all of them together', () => {
    console.log(`transitions=${Object.keys(transitions).length} trials=${total.trials} slipped=${total.slipped} accepted_in_flight=${total.accepted} refused_in_flight=${total.refused}`);
    assert.equal(total.trials, trials_each * Object.keys(transitions).length);
    assert.equal(total.slipped, 0);
  });

  it('a view of rights that forgets the Schreibsperre is caught', async () => {
    const restore = await spoil_rights(stack, { writes: 'takes_part' });
    try {
      const transition = transitions['who writes gets a Schreibsperre'];
      const { slipped } = await race(stack, transition, await prepare(stack, transition, 40), changer);
      assert.ok(slipped.some((each) => each.startsWith('asked after')) && slipped.some((each) => each.includes('was begun by')));
    } finally {
      await restore();
    }
  });
});

after(() => changer.close());
ends_well(stack);
