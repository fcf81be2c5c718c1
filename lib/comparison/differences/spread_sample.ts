import type { SeededRandom } from "../../core/seeded_random.ts";
import { Reservoir } from "../reservoir.ts";

/**
 * Keeps a few of many items so that as many groups as possible are among them: where there are more groups than places, each group
 * is as likely as any other, and within a group each item. Room for `size`² items, however many groups there are.
 */
export class SpreadSample<Item> {
  readonly #groups = new Map<number, { readonly rank: number; readonly items: Reservoir<Item> }>();
  /** Groups of which nothing is kept: of a rank that is not among the lowest. */
  readonly #left = new Set<number>();

  /** @param random May be shared with other samples. */
  constructor(readonly size: number, readonly random: SeededRandom) {}

  /** @param makeItem Is called only if the item is kept. */
  offer(group: number, makeItem: () => Item): void {
    let kept = this.#groups.get(group);
    if (kept === undefined) {
      if (this.#left.has(group)) return;
      kept = { rank: this.random.next(), items: new Reservoir(this.size, this.random) };
      this.#groups.set(group, kept);
      if (this.#groups.size > this.size) this.#leaveLast();
      if (this.#left.has(group)) return;
    }
    kept.items.offer(makeItem);
  }

  /** One item of each group, then a second, until there are enough. */
  draw(): Item[] {
    const groups = [...this.#groups.values()].sort((one, other) => one.rank - other.rank);
    const drawn: Item[] = [];
    for (let round = 0; round < this.size; round++) {
      for (const { items } of groups) {
        const item = items.kept[round];
        if (item !== undefined) drawn.push(item);
      }
    }
    return drawn.slice(0, this.size);
  }

  #leaveLast(): void {
    let last: number | null = null;
    let highest = -1;
    for (const [group, { rank }] of this.#groups) {
      if (rank > highest) [last, highest] = [group, rank];
    }
    if (last === null) return;
    this.#groups.delete(last);
    this.#left.add(last);
  }
}
