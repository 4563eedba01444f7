// Reads the policy: what a cell's outcome must be, and whether a changed policy would be noticed.
import { methods, rules } from './policy.mjs';

const axis_of = { roles: 'role', memberships: 'membership', objects: 'object' };

const granting = (policy, right, cell) =>
  policy.find((rule) => rule.right === right && Object.entries(axis_of).every(([list, axis]) => rule[list].includes(cell[axis])));

/** What must be answered: 'allow', 'hidden' (for what lists), or the kind of an error. */
export function expected(cell, policy = rules) {
  const method = methods[cell.use];
  if (method.right !== 'arrive' && !granting(policy, 'be signed in', cell)) return 'unauthenticated';
  const rule = granting(policy, method.right, cell);
  if (rule) return rule.outcome ?? method.outcome ?? 'allow';
  if (method.lists) return 'hidden';
  return granting(policy, method.known_by ?? 'read', cell) ? 'forbidden' : 'not_found';
}

/** The policy with one rule missing, each in turn, and with one word of one rule missing: {what, right, policy}. */
export function without_one() {
  return rules.flatMap((rule, at) => {
    const others = rules.filter((each) => each !== rule);
    const shorter = Object.keys(axis_of).flatMap((list) =>
      rule[list].map((word) => ({ what: `without ${word}`, axis: axis_of[list], word, policy: [...others, { ...rule, [list]: rule[list].filter((each) => each !== word) }] })));
    return [{ what: 'missing', policy: others }, ...shorter].map((each) => ({ ...each, right: rule.right, what: `rule ${at} (${rule.right}) ${each.what}` }));
  });
}

/** The policy with one rule widened by one word. */
export function with_one_more(words) {
  return rules.flatMap((rule, at) =>
    Object.keys(axis_of).flatMap((list) =>
      words[list].filter((word) => !rule[list].includes(word)).map((word) => ({
        what: `rule ${at} (${rule.right}) also for ${word}`,
        right: rule.right, axis: axis_of[list], word,
        policy: rules.map((each) => (each === rule ? { ...rule, [list]: [...rule[list], word] } : each)),
      }))));
}

/** Finds out whether a changed policy judges any of the recorded cells otherwise than they came out. */
export class Record {
  constructor(cells) {
    this.by_right = new Map();
    for (const cell of cells) {
      const { right, known_by = 'read' } = methods[cell.use];
      for (const each of new Set(['be signed in', right, known_by])) {
        this.#put(each, cell);
        for (const axis of Object.values(axis_of)) this.#put(`${each} ${axis} ${cell[axis]}`, cell);
      }
    }
  }

  #put(key, cell) {
    if (!this.by_right.has(key)) this.by_right.set(key, []);
    this.by_right.get(key).push(cell);
  }

  /** Only cells with the word that was changed, if it was one, can be judged otherwise. */
  contradicts({ right, axis, word, policy }) {
    const concerned = this.by_right.get(axis ? `${right} ${axis} ${word}` : right) ?? [];
    return concerned.some((cell) => expected(cell, policy) !== cell.got);
  }
}
