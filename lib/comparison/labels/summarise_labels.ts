import type { SeededRandom } from "../../core/seeded_random.ts";
import { compareLabels } from "./compare_labels.ts";
import type { Comparison } from "../comparison_schema.ts";
import type { LabelObservation } from "./label_sums.ts";
import { countLabels } from "./label_tally.ts";

/**
 * What labels say of two versions, as a comparison holds it.
 *
 * @param differing In what share of the compared pairs a field differs.
 */
export function summariseLabels(
  observed: ReadonlyMap<string, readonly LabelObservation[]>,
  differing: (path: string) => number,
  random: SeededRandom,
): Pick<Comparison, "labels" | "labels_macro"> {
  const { fields, macro } = compareLabels(
    new Map([...observed].map(([path, labels]) => [path, { labels, differing: differing(path) }])),
    random,
  );
  return {
    labels: Object.fromEntries(
      [...observed].map((
        [path, labels],
      ) => [path, { ...countLabels(labels), test: fields.get(path) ?? null }]),
    ),
    labels_macro: macro,
  };
}
