import { adjustComparisons } from "./adjust_comparisons.ts";
import type { Comparison } from "../comparison_schema.ts";
import { evaluateGate, type GateRequest } from "../gate/evaluate_gate.ts";
import { decisiveReplays } from "../replay/describe_replays.ts";
import type { Overview, OverviewCell } from "./overview_schema.ts";

/**
 * Puts comparisons of several versions with the same A side by side. The p-values are adjusted for all of them together, and what is
 * said follows from these; so does the gate, which judges each version.
 *
 * @param comparisons At least one; all of the same request but for version B.
 * @throws {RangeError} If there is none.
 */
export function summariseOverview(
  comparisons: readonly Comparison[],
  gate: GateRequest | null = null,
): Overview {
  const adjusted = adjustComparisons(comparisons);
  const [first] = adjusted;
  if (first === undefined) throw new RangeError("No comparison to summarise");
  return {
    format: 1,
    compared_at: first.compared_at,
    a: first.a,
    versions: adjusted.map((comparison) => ({
      ...comparison.b,
      pairs: comparison.pairs,
      both_ok: comparison.both_ok,
      labels_macro: comparison.labels_macro &&
        { ...figuresOf(comparison.labels_macro), labels: comparison.labels_macro.labels },
      replays: decisiveReplays(comparison),
      gate: gate && evaluateGate(comparison, gate),
      folder: comparison.b.version,
    })),
    window: first.window,
    channel_ids: first.channel_ids,
    noise_version: first.noise?.version ?? null,
    fields: Object.fromEntries(
      Object.keys(first.fields).map((path) => [path, adjusted.map((comparison) => cellOf(comparison, path))]),
    ),
  };
}

function cellOf({ fields, noise, labels }: Comparison, path: string): OverviewCell {
  const [field, noisy, labelled] = [fields[path], noise?.fields[path], labels[path]?.test];
  return {
    coverage: field?.coverage_test ? figuresOf(field.coverage_test) : null,
    agreement: field?.both_ok.agreement ?? null,
    agreement_interval: field?.agreement_interval ?? null,
    noise: noisy ? figuresOf(noisy) : null,
    label: labelled ? { ...figuresOf(labelled), labels: labelled.labels } : null,
  };
}

/** What an overview holds of a test; the rest stands in the comparison's own summary. */
function figuresOf<Finding extends string>(
  { points, low, high, p, p_adjusted, finding }: {
    readonly points: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly p: number;
    readonly p_adjusted: number;
    readonly finding: Finding;
  },
) {
  return { points, low, high, p, p_adjusted, finding };
}
