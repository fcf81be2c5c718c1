import type { Comparison } from "../comparison_schema.ts";
import type { CorrectionCost, UsageTest } from "./usage_test_schema.ts";

type Labelled = Pick<Comparison, "labels_macro" | "pairs" | "compared">;

/**
 * What B costs more than A for each field that labels say it has right and A has not: the extra cost of a message over its extra right
 * fields, those of all of its assignments.
 */
export function priceCorrections(
  { cost_usd, prompt_tokens, completion_tokens }: Omit<UsageTest, "corrections">,
  comparison: Labelled,
): CorrectionCost {
  const { labels_macro } = comparison;
  const fieldsOf = (points: number | null) => points === null ? null : rightFields(points, comparison);
  const [extra, low, high] = [labels_macro?.points, labels_macro?.low, labels_macro?.high].map((points) =>
    fieldsOf(points ?? null)
  );
  const extraTokens = prompt_tokens && completion_tokens &&
    prompt_tokens.difference + completion_tokens.difference;
  const reason = findReason(comparison, cost_usd?.difference ?? null);
  const isPriced = reason === null && cost_usd !== null && isAbove(extra) && isAbove(low) && isAbove(high);
  return {
    fields: labels_macro?.fields ?? 0,
    extra_right_fields: extra ?? null,
    low_right_fields: low ?? null,
    high_right_fields: high ?? null,
    extra_cost_usd: cost_usd && cost_usd.difference,
    extra_tokens: extraTokens,
    usd_per_corrected_field: isPriced ? cost_usd.difference / extra : null,
    low_usd: isPriced && cost_usd.low !== null ? cost_usd.low / (cost_usd.low < 0 ? low : high) : null,
    high_usd: isPriced && cost_usd.high !== null ? cost_usd.high / low : null,
    tokens_per_corrected_field: isBetter(comparison) && isAbove(extra) && isAbove(extraTokens)
      ? extraTokens / extra
      : null,
    reason,
  };
}

function isAbove(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && value > 0;
}

function isBetter({ labels_macro }: Labelled): boolean {
  return labels_macro?.finding === "better";
}

/** More right fields of B in a message that is labelled in all labelled fields. */
function rightFields(points: number, { labels_macro, pairs, compared }: Labelled): number {
  return points / 100 * (labels_macro?.fields ?? 0) * (compared === 0 ? 0 : pairs / compared);
}

function findReason(comparison: Labelled, extraCost: number | null): string | null {
  const { labels_macro } = comparison;
  if (labels_macro === null) return "No post has labels, which tell what is right: deno task label";
  if (!isBetter(comparison)) {
    return labels_macro.points <= 0
      ? `By ${labels_macro.labels} labels B has no more fields right than A.`
      : `${labels_macro.labels} labels do not tell yet whether B has more fields right than A.`;
  }
  if (extraCost === null) return "What A or B cost is not known of any post that both were paid for.";
  return extraCost <= 0 ? "B has more fields right and costs no more." : null;
}
