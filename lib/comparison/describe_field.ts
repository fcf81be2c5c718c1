import type { FieldCounts, FieldWord } from "./comparison_schema.ts";

/** What is less than this share of the pairs is not worth a word. */
const NOTICEABLE = 0.01;

/**
 * Says in words how B compares with A in a field. Without labels nobody knows which is right, so the words are never
 * "better" or "worse". What only one of them fills counts towards more or less by its balance; what balances out, and
 * what both fill otherwise, counts as differing.
 */
export function describeField(counts: FieldCounts): FieldWord[] {
  const { both_null, only_a, only_b, equal, different } = counts;
  const either = only_a + only_b + equal + different;
  if (either === 0) return ["empty"];
  const words: FieldWord[] = [];
  const gain = (only_b - only_a) / (either + both_null);
  if (gain >= NOTICEABLE) words.push("fills_more");
  if (gain <= -NOTICEABLE) words.push("fills_less");
  if ((different + Math.min(only_a, only_b)) / either >= NOTICEABLE) words.push("differs");
  return words.length === 0 ? ["alike"] : words;
}
