// Two replicas of a service: what one session writes to one channel keeps its order while replicas come and go.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { until, within } from '../lib/wait.mjs';

const stack = await start_stack({ replicas: 2 });
const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
const answered = (promise, ms) => within(ms, promise).then(() => true, () => false);

/** With `home` away, then back, while `other` stands still with a write in hand: the numbers of that write and the next. */
async function overtake(home, other) {
  const { id } = await open_channel(clara, stack.place.spaces.group, new_word('Kanal '));
  const [hers, others] = [await anna.connect(), await berta.connect()];
  await hers.call('chat.send_message', message(id));
  await stack.kill(home);
  await until(() => hers.call('chat.send_message', message(id)), { what: 'the other replica' });
  stack.children.get(other).signal('SIGSTOP');
  try {
    const first = hers.call('chat.send_message', message(id, 'zuerst'));
    stack.revive(home);
    // Somebody else's write is answered: the replica is back, and it is this channel's own.
    const back = await until(async () => (await stack.operations(home, '/readyz')).status === 200).then(() => answered(others.call('chat.send_message', message(id)), 1_500));
    const second = hers.call('chat.send_message', message(id, 'danach'));
    const early = back && (await answered(second, 500));
    stack.children.get(other).signal('SIGCONT');
    const numbers = [(await first).number, (await second).number];
    return { back, early, numbers };
  } finally {
    stack.children.get(other).signal('SIGCONT');
    await Promise.all([hers.close(), others.close()]);
  }
}

describe('a replica that comes back', () => {
  it('does not let a session overtake what it has under way at the other one', async () => {
    let judged = 0;
    // Which replica is at home for a channel is its id's chance.
    for (let round = 0; round < 12 && judged < 2; round++) {
      const names = ['chat', 'chat1'];
      const { back, early, numbers } = await overtake(names[round % 2], names[1 - (round % 2)]);
      if (!back) continue;
      judged += 1;
      assert.equal(early, false, 'the second write was answered while the first was not');
      assert.ok(numbers[0] < numbers[1], `the first has number ${numbers[0]}, the second ${numbers[1]}`);
    }
    assert.ok(judged > 0, 'no channel was at home at a replica that came back');
  });
});

ends_well(stack);
