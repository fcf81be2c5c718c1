import type { LabelTest } from "./labels/label_test_schema.ts";
import type { CoverageTest, FieldCounts, FieldWord } from "./comparison_schema.ts";
import type { NoiseFinding } from "./noise/noise_schema.ts";

/** Values that disagree in less than this share of the pairs are not worth a word. */
const NOTICEABLE = 0.01;

/**
 * Says in words how B compares with A in a field. Without labels nobody knows which is right, so the words are never
 * "better" or "worse"; where labels decide, these come first. What only one of them fills is more or less where its balance is
 * tested to be; what balances out, and what both fill otherwise, counts as differing.
 *
 * @param noise Whether a further run of A differs from A as much; null where there is none.
 * @param labels Which version is right more often; null where there are none.
 */
export function describeField(
  counts: FieldCounts,
  coverage: CoverageTest["finding"],
  noise: NoiseFinding | null = null,
  labels: LabelTest["finding"] | null = null,
): FieldWord[] {
  const { only_a, only_b, equal, different } = counts;
  const either = only_a + only_b + equal + different;
  const words: FieldWord[] = [];
  if (labels === "better" || labels === "worse") words.push(labels);
  if (either === 0) return [...words, "empty"];
  if (coverage === "more") words.push("fills_more");
  if (coverage === "less") words.push("fills_less");
  if ((different + Math.min(only_a, only_b)) / either >= NOTICEABLE) {
    words.push("differs");
    if (noise === "within_noise") words.push("within_noise");
  }
  if (coverage === "undecided") words.push("undecided");
  return words.length === 0 ? ["alike"] : words;
}
