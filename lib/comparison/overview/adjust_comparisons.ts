import { benjaminiHochberg } from "../../stats/benjamini_hochberg.ts";
import { coverageFinding } from "../compare_coverage.ts";
import { noiseFinding } from "../noise/compare_noise.ts";
import type { Comparison } from "../comparison_schema.ts";
import { labelFinding } from "../labels/label_finding.ts";

/**
 * Adjusts the p-values of several comparisons for all of their fields and versions together, and says anew what follows from them:
 * whoever looks at many finds something by chance. The words of the fields stay those of each comparison by itself.
 */
export function adjustComparisons(comparisons: readonly Comparison[]): Comparison[] {
  const coverage = adjust(comparisons.map(({ fields }) => mapValues(fields, (field) => field.coverage_test)));
  const noise = adjust(comparisons.map((comparison) => comparison.noise?.fields ?? {}));
  const labels = adjust(comparisons.map(({ labels }) => mapValues(labels, ({ test }) => test)));
  const macros = adjust(comparisons.map(({ labels_macro }) => ({ macro: labels_macro })));
  return comparisons.map((comparison, index) => {
    const macro = macros[index]?.["macro"] ?? null;
    return {
      ...comparison,
      fields: mapValues(comparison.fields, (field, path) => {
        const test = coverage[index]?.[path] ?? null;
        return { ...field, coverage_test: test && { ...test, finding: coverageFinding(test) } };
      }),
      labels: mapValues(comparison.labels, (counts, path) => {
        const test = labels[index]?.[path] ?? null;
        return { ...counts, test: test && { ...test, finding: labelFinding(test) } };
      }),
      labels_macro: macro && { ...macro, finding: labelFinding(macro) },
      noise: comparison.noise && {
        ...comparison.noise,
        fields: mapValues(comparison.noise.fields, (before, path) => {
          const test = noise[index]?.[path] ?? before;
          return { ...test, finding: noiseFinding(test) };
        }),
      },
    };
  });
}

/** The tests with p-values that are adjusted for all of them. */
function adjust<Test extends { readonly p: number }>(
  tables: readonly Readonly<Record<string, Test | null>>[],
): Record<string, (Test & { readonly p_adjusted: number }) | null>[] {
  const tests = tables.flatMap((table) => Object.values(table).flatMap((test) => test ?? []));
  const adjusted = benjaminiHochberg(tests.map(({ p }) => p));
  const byTest = new Map(tests.map((test, index) => [test, adjusted[index] ?? 1]));
  return tables.map((table) =>
    mapValues(table, (test) => test && { ...test, p_adjusted: byTest.get(test) ?? 1 })
  );
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
