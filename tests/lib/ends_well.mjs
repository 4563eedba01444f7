// The last test of every file with a stack: nothing crashed, and everything ends in good order.
import { it } from 'node:test';

export function ends_well(...stacks) {
  it('every process lived to the end and ended well when it was asked to', async () => {
    const ends = await Promise.allSettled(stacks.map((stack) => stack.stop()));
    const problems = ends.filter((each) => each.status === 'rejected').map((each) => each.reason.message);
    if (problems.length) throw new Error(problems.join('\n'));
  });
}
