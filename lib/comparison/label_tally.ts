import type { Field, FieldKind } from "../schema/field_paths.ts";
import type { Label } from "../schema/label.ts";
import type { FieldValue } from "../schema/read_field.ts";
import type { LabelCounts } from "./comparison_schema.ts";
import { sameFieldValue } from "./field_equality.ts";
import type { Pair } from "./pair_versions.ts";
import { estimateTotal, type SampledValue } from "./plan_label_sample.ts";

/** As many digits of a text's hash as a pair's row has. */
const HASH_DIGITS = 13;

interface FieldLabels {
  bothRight: number;
  onlyARight: number;
  onlyBRight: number;
  neitherRight: number;
  readonly sampled: { readonly a: SampledValue; readonly b: SampledValue }[];
}

/**
 * Counts which version is right where there are labels. An output that is not ok says nothing, which is right where the post does not
 * either. Equal texts count once.
 */
export class LabelTally {
  readonly #fields: readonly Field[];
  readonly #labels: ReadonlyMap<string, readonly Label[]>;
  readonly #counts = new Map<string, FieldLabels>();
  readonly #seen = new Set<string>();

  constructor(fields: readonly Field[], labels: readonly Label[]) {
    this.#fields = fields;
    this.#labels = Map.groupBy(
      labels,
      ({ textSha256, segment }) => keyOf(textSha256.slice(0, HASH_DIGITS), segment),
    );
  }

  /** @param textHash The first 13 digits of the SHA-256 of the pair's text. */
  add(pair: Pair, textHash: string): void {
    if (this.#labels.size === 0) return;
    const key = keyOf(textHash, pair.segment);
    const labels = this.#labels.get(key);
    if (labels === undefined || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#fields.forEach(({ path, kind }, index) => {
      const label = labels.find(({ field }) => field === path);
      if (label === undefined) return;
      const a = isRight(pair.a.values[index] ?? null, label, kind);
      const b = isRight(pair.b.values[index] ?? null, label, kind);
      let counts = this.#counts.get(path);
      if (counts === undefined) {
        counts = { bothRight: 0, onlyARight: 0, onlyBRight: 0, neitherRight: 0, sampled: [] };
        this.#counts.set(path, counts);
      }
      counts[a ? (b ? "bothRight" : "onlyARight") : b ? "onlyBRight" : "neitherRight"]++;
      const { inclusionProbability } = label;
      if (inclusionProbability === null) return;
      counts.sampled.push({
        a: { value: Number(a), inclusionProbability },
        b: { value: Number(b), inclusionProbability },
      });
    });
  }

  /** By path, in the order of the fields; only those that have labels. */
  count(): Record<string, LabelCounts> {
    return Object.fromEntries(this.#fields.flatMap(({ path }) => {
      const counts = this.#counts.get(path);
      return counts === undefined ? [] : [[path, summarise(counts)]];
    }));
  }
}

function summarise({ bothRight, onlyARight, onlyBRight, neitherRight, sampled }: FieldLabels): LabelCounts {
  return {
    both_right: bothRight,
    only_a_right: onlyARight,
    only_b_right: onlyBRight,
    neither_right: neitherRight,
    sampled: sampled.length,
    weighted: sampled.length === 0 ? null : {
      cases: estimateTotal(sampled.map(({ a }) => ({ ...a, value: 1 }))),
      a_right: estimateTotal(sampled.map(({ a }) => a)),
      b_right: estimateTotal(sampled.map(({ b }) => b)),
    },
  };
}

/** Whether a value of a field of this kind is what a label says. */
export function isRight(
  value: FieldValue,
  { value: right, alsoRight }: Pick<Label, "value" | "alsoRight">,
  kind: FieldKind,
): boolean {
  return sameFieldValue(value, right, kind) || (alsoRight !== null && sameFieldValue(value, alsoRight, kind));
}

function keyOf(textHash: string, segment: number): string {
  return `${textHash} ${segment}`;
}
