import type { FieldCounts, FieldOutcome } from "./comparison_schema.ts";

/** The counts of a field, with the shares that follow from them. */
export function fieldCounts(counts: Readonly<Record<FieldOutcome, number>>): FieldCounts {
  const { both_null, only_a, only_b, equal, different } = counts;
  const both = equal + different;
  const either = both + only_a + only_b;
  const pairs = either + both_null;
  return {
    both_null,
    only_a,
    only_b,
    equal,
    different,
    coverage_a: share(both + only_a, pairs),
    coverage_b: share(both + only_b, pairs),
    agreement: share(equal, either),
    agreement_where_both: share(equal, both),
  };
}

/** The share of pairs in which the values differ, be it that one has none; 0 where there are no pairs. */
export function differingShare({ both_null, only_a, only_b, equal, different }: FieldCounts): number {
  const differing = only_a + only_b + different;
  return share(differing, differing + both_null + equal) ?? 0;
}

/** The counts of several fields taken together. */
export function addFieldCounts(all: readonly FieldCounts[]): FieldCounts {
  const sum = (outcome: FieldOutcome) => all.reduce((total, counts) => total + counts[outcome], 0);
  return fieldCounts({
    both_null: sum("both_null"),
    only_a: sum("only_a"),
    only_b: sum("only_b"),
    equal: sum("equal"),
    different: sum("different"),
  });
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
