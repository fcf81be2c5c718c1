import { benjaminiHochberg } from "../stats/benjamini_hochberg.ts";
import { coverageFinding } from "./compare_coverage.ts";
import { noiseFinding } from "./compare_noise.ts";
import type { Comparison } from "./comparison_schema.ts";
import { labelFinding } from "./label_finding.ts";
import type { Overview, OverviewCell } from "./overview_schema.ts";

/** What a test says whose p-value is to be adjusted anew. */
interface Tested {
  readonly points: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number;
}

/**
 * Puts comparisons of several versions with the same A side by side. Whoever looks at many fields of many versions finds something by
 * chance: the p-values are adjusted for all of them together, and what is said follows from these.
 *
 * @param comparisons At least one; all of the same request but for version B.
 * @throws {RangeError} If there is none.
 */
export function summariseOverview(comparisons: readonly Comparison[]): Overview {
  const [first] = comparisons;
  if (first === undefined) throw new RangeError("No comparison to summarise");
  const paths = Object.keys(first.fields);
  const table = <Test>(test: (comparison: Comparison, path: string) => Test | null) =>
    paths.map((path) => comparisons.map((comparison) => test(comparison, path)));
  const coverage = adjustTable(table(({ fields }, path) => fields[path]?.coverage_test ?? null));
  const noise = adjustTable(table((comparison, path) => comparison.noise?.fields[path] ?? null));
  const labels = adjustTable(table((comparison, path) => comparison.labels[path]?.test ?? null));
  const [macros = []] = adjustTable([comparisons.map(({ labels_macro }) => labels_macro)]);
  const cell = (row: number, column: number, path: string): OverviewCell => {
    const [tested, noisy, labelled] = [coverage, noise, labels].map((cells) => cells[row]?.[column] ?? null);
    const field = comparisons[column]?.fields[path];
    return {
      coverage: tested ? { ...tested, finding: coverageFinding(tested) } : null,
      agreement: field?.both_ok.agreement ?? null,
      agreement_interval: field?.agreement_interval ?? null,
      noise: noisy ? { ...noisy, finding: noiseFinding(noisy) } : null,
      label: labelled
        ? {
          ...labelled,
          labels: comparisons[column]?.labels[path]?.test?.labels ?? 0,
          finding: labelFinding(labelled),
        }
        : null,
    };
  };
  return {
    format: 1,
    compared_at: first.compared_at,
    a: first.a,
    versions: comparisons.map(({ b, pairs, both_ok, labels_macro }, column) => {
      const macro = macros[column] ?? null;
      return {
        ...b,
        pairs,
        both_ok,
        labels_macro: macro &&
          { ...macro, labels: labels_macro?.labels ?? 0, finding: labelFinding(macro) },
        folder: b.version,
      };
    }),
    window: first.window,
    channel_ids: first.channel_ids,
    noise_version: first.noise?.version ?? null,
    fields: Object.fromEntries(
      paths.map((path, row) => [path, comparisons.map((_, column) => cell(row, column, path))]),
    ),
  };
}

/** Adjusts the p-values of all tests of a table together. */
function adjustTable(
  rows: readonly (readonly (Tested | null)[])[],
): ((Tested & { readonly p_adjusted: number }) | null)[][] {
  const adjusted = benjaminiHochberg(rows.flat().flatMap((test) => test?.p ?? []));
  let next = 0;
  return rows.map((row) =>
    row.map((test) => {
      if (test === null) return null;
      const { points, low, high, p } = test;
      return { points, low, high, p, p_adjusted: adjusted[next++] ?? 1 };
    })
  );
}
