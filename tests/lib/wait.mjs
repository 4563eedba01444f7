// Waiting: for a while, for something to become true, for a promise but not for ever.

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until the answer is neither false nor undefined nor an error; tells how it went otherwise. */
export async function until(question, { within = 5_000, every = 20, what = 'the condition' } = {}) {
  const begun = performance.now();
  let problem = '';
  for (;;) {
    try {
      const answer = await question();
      if (answer !== false && answer !== undefined && answer !== null) return answer;
    } catch (error) {
      problem = `: ${error.message}`;
    }
    if (performance.now() - begun > within) throw new Error(`${what} did not come within ${within} ms${problem}`);
    await pause(every);
  }
}

/** The promise's value, or an error when it takes longer. */
export function within(ms, promise, what = 'an answer') {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Runs the work for every item, a few at a time; results in the order of the items. */
export async function each_limited(items, limit, work) {
  const results = new Array(items.length);
  let next = 0;
  const runner = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runner));
  return results;
}
