/**
 * A small repeatable source of randomness: the same seed gives the same sequence on every machine.
 * Algorithm: splitmix32 by Sebastiano Vigna's construction reduced to 32 bits; not for secrets.
 */
export class SeededRandom {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#state = this.#seed;
  }

  /** The next number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError("pick needs at least one item");
    return item;
  }

  /** An independent generator whose sequence depends on this one's seed and on `salt` only, not on numbers drawn. */
  fork(salt: number): SeededRandom {
    return new SeededRandom(
      Math.imul(this.#seed ^ 0x5bd1e995, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35),
    );
  }
}
