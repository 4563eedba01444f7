// Chance that a seed repeats.

/** Numbers from 0 to below 1 (mulberry32), with the few ways of choosing that the state test needs. */
export class Dice {
  constructor(seed) {
    this.state = seed >>> 0;
    this.random = () => {
      this.state = (this.state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  /** A whole number from 0 to below `bound`. */
  below(bound) {
    return Math.floor(this.random() * bound);
  }

  chance(share) {
    return this.random() < share;
  }

  one_of(list) {
    return list[this.below(list.length)];
  }

  /** One of {weight, …}, as often as its weight says. */
  weighted(choices) {
    let left = this.random() * choices.reduce((sum, each) => sum + each.weight, 0);
    return choices.find((each) => (left -= each.weight) < 0) ?? choices.at(-1);
  }

  /** Dice of their own for somebody, so that who is quicker changes nothing for the others. */
  fork() {
    return new Dice(this.below(2 ** 32));
  }
}
