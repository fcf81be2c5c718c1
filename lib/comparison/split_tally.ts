import type { SeededRandom } from "../core/seeded_random.ts";
import type { Comparison } from "./comparison_schema.ts";
import type { MessagePlace, Split } from "./pair_versions.ts";
import { Reservoir } from "./reservoir.ts";

/** A post in which the versions do not find the same assignments. */
export interface SplitDifference extends Pick<Split, "codesA" | "codesB">, MessagePlace {
  readonly rawId: number;
}

/** Counts how two versions split the posts that hold several assignments, and keeps a few on which they differ. */
export class SplitTally {
  readonly #counts = {
    messages: 0,
    split_by_both: 0,
    paired_by_code: 0,
    paired_by_place: 0,
    only_in_a: 0,
    only_in_b: 0,
  };
  readonly #differences: Reservoir<SplitDifference>;

  constructor(examples: number, random: SeededRandom) {
    this.#differences = new Reservoir(examples, random);
  }

  add({ codesA, codesB, pairing }: Split, message: Omit<SplitDifference, "codesA" | "codesB">): void {
    const { pairs, onlyInA, onlyInB } = pairing;
    const counts = this.#counts;
    counts.messages++;
    if (codesA !== null && codesB !== null) counts.split_by_both++;
    const byCode = pairs.filter(({ by }) => by === "code").length;
    counts.paired_by_code += byCode;
    counts.paired_by_place += pairs.length - byCode;
    counts.only_in_a += onlyInA.length;
    counts.only_in_b += onlyInB.length;
    if (onlyInA.length + onlyInB.length === 0) return;
    this.#differences.offer(() => ({ ...message, codesA, codesB }));
  }

  count(): Comparison["compilations"] {
    return { ...this.#counts };
  }

  /** By message. */
  list(): SplitDifference[] {
    return this.#differences.kept.toSorted((one, other) => one.rawId - other.rawId);
  }
}
