import type { SeededRandom } from "../core/seeded_random.ts";

/** Keeps a few of many items, each as likely as any other (reservoir sampling). */
export class Reservoir<Item> {
  readonly kept: Item[] = [];
  #seen = 0;

  /** @param random May be shared with other reservoirs. */
  constructor(readonly size: number, readonly random: SeededRandom) {}

  /** @param makeItem Is called only if the item is kept. */
  offer(makeItem: () => Item): void {
    const seen = this.#seen++;
    const place = seen < this.size ? seen : this.random.integer(0, seen);
    if (place < this.size) this.kept[place] = makeItem();
  }
}
