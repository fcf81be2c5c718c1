import type { Field, FieldKind } from "../../schema/field_paths.ts";
import type { Label } from "../../schema/label.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import { clusterName, clusterOf } from "../cluster_tally.ts";
import type { LabelCounts } from "../comparison_schema.ts";
import { sameFieldValue } from "../differences/field_equality.ts";
import type { LabelObservation } from "./label_sums.ts";
import type { Pair, PairSide } from "../pair_versions.ts";
import { estimateTotal } from "./plan_label_sample.ts";

/** As many digits of a text's hash as a pair's row has. */
const HASH_DIGITS = 13;

/** A labelled text, or an item of one, and what the versions made of it. */
interface LabelledItem {
  readonly labels: readonly Label[];
  /** Of the first message that has the text. */
  readonly cluster: string;
  a: PairSide;
  b: PairSide;
}

/**
 * Counts which version is right where there are labels. An output that is not ok says nothing, which is right where the post does not
 * either. Equal texts count once, a version with an output of one of them, if it has any.
 */
export class LabelTally {
  readonly #fields: readonly Field[];
  readonly #labels: ReadonlyMap<string, readonly Label[]>;
  readonly #versions: readonly string[];
  readonly #items = new Map<string, LabelledItem>();

  /** @param versions Those that are compared. */
  constructor(fields: readonly Field[], labels: readonly Label[], versions: readonly [a: string, b: string]) {
    this.#fields = fields;
    this.#versions = versions;
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
    if (labels === undefined) return;
    const { a, b, channelId, messageDate } = pair;
    const known = this.#items.get(key);
    if (known === undefined) {
      this.#items.set(key, { labels, cluster: clusterName(clusterOf(channelId, messageDate)), a, b });
      return;
    }
    if (known.a.status !== "ok") known.a = a;
    if (known.b.status !== "ok") known.b = b;
  }

  /** What each label says, by path in the order of the fields; only fields that have labels. */
  observe(): Map<string, LabelObservation[]> {
    const items = [...this.#items.values()];
    const byPath = this.#fields.map(({ path, kind }, index) => {
      const observations = items.flatMap(({ labels, cluster, a, b }): LabelObservation[] => {
        const label = labels.find(({ field }) => field === path);
        if (label === undefined) return [];
        const [ofA, ofB] = [a.values[index] ?? null, b.values[index] ?? null];
        return [{
          cluster,
          a: isRight(ofA, label, kind),
          b: isRight(ofB, label, kind),
          differ: !sameFieldValue(ofA, ofB, kind),
          probability: label.inclusionProbability,
          ofThese: this.#isOfThese(label),
        }];
      });
      return [path, observations] as const;
    });
    return new Map(byPath.filter(([, observations]) => observations.length > 0));
  }

  #isOfThese({ versionA, versionB }: Label): boolean {
    return [versionA, versionB].every((version) => version !== null && this.#versions.includes(version));
  }
}

/** Counts the labels of a field by who is right. */
export function countLabels(observations: readonly LabelObservation[]): Omit<LabelCounts, "test"> {
  const count = (a: boolean, b: boolean) => observations.filter((one) => one.a === a && one.b === b).length;
  const sampled = observations.flatMap(({ a, b, probability: inclusionProbability }) =>
    inclusionProbability === null ? [] : [{ a, b, inclusionProbability }]
  );
  const estimate = (valueOf: (label: { readonly a: boolean; readonly b: boolean }) => boolean) =>
    estimateTotal(sampled.map((label) => ({ ...label, value: Number(valueOf(label)) })));
  return {
    both_right: count(true, true),
    only_a_right: count(true, false),
    only_b_right: count(false, true),
    neither_right: count(false, false),
    sampled: sampled.length,
    weighted: sampled.length === 0 ? null : {
      cases: estimate(() => true),
      a_right: estimate(({ a }) => a),
      b_right: estimate(({ b }) => b),
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
