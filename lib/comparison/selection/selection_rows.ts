import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import type { Comparison } from "../comparison_schema.ts";
import {
  FEW_CLUSTERS,
  formatInterval,
  formatPoints,
  formatProbability,
} from "../differences/format_difference.ts";
import type { Alone, Selection } from "./selection_schema.ts";

/** The header of {@linkcode selectionRows}. */
export const SELECTION_HEADER = ["which has an output", "pairs", "share"];

/** Who has an output, adding up to all pairs; empty where both have one of every pair. */
export function selectionRows({ selection }: Pick<Comparison, "selection">): Cell[][] {
  if (selection === null || selection.only_a + selection.only_b + selection.neither === 0) return [];
  const { both, missing_in_a, missing_in_b, neither } = selection;
  const pairs = both + selection.only_a + selection.only_b + neither;
  const rows: (readonly [string, number])[] = [
    ["both", both],
    ["A alone, skipped by B", missing_in_b.skipped],
    ["A alone, failed in B", missing_in_b.failed],
    ["B alone, skipped by A", missing_in_a.skipped],
    ["B alone, failed in A", missing_in_a.failed],
    ["neither", neither],
  ];
  return rows.filter(([, count]) => count > 0)
    .map(([name, count]) => [name, count, formatPercent(count / pairs)]);
}

/** What the rows come to, in sentences; none where both have an output of every pair. */
export function describeSelection({ selection }: Pick<Comparison, "selection">): string[] {
  if (selection === null || selection.only_a + selection.only_b === 0) return [];
  const { test, alone_a, alone_b } = selection;
  return [
    ...(test === null ? [] : [describeTest(test)]),
    ...(alone_a === null ? [] : [describeAlone("A", alone_a)]),
    ...(alone_b === null ? [] : [describeAlone("B", alone_b)]),
  ];
}

const OUTPUTS: Readonly<Record<NonNullable<Selection["test"]>["finding"], string>> = {
  more: "B has an output of more pairs",
  less: "B has an output of fewer pairs",
  alike: "Both have an output of about as many pairs",
  undecided: "Too few to tell who has more outputs",
};

function describeTest(test: NonNullable<Selection["test"]>): string {
  const more = test.more_pairs === null
    ? ""
    : `, about ${formatCount(test.more_pairs)} more pairs would tell`;
  const few = test.clusters < FEW_CLUSTERS ? ` (fewer than ${FEW_CLUSTERS}: the interval is too narrow)` : "";
  return `${OUTPUTS[test.finding]}: ${formatPoints(test.points)} points (${formatInterval(test)}), p ${
    formatProbability(test.p)
  } by McNemar's test of ${formatCount(test.pairs)} pairs of ${
    formatCount(test.clusters)
  } channel-days${few}${more}.`;
}

function describeAlone(side: string, alone: Alone): string {
  const { pairs, coverage, coverage_where_both, points } = alone;
  const there = `${side} fills ${formatPercent(coverage)} of the fields in the ${formatCount(pairs)} ${
    pairs === 1 ? "pair that it has an output of alone" : "pairs that it alone has an output of"
  }`;
  if (coverage_where_both === null || points === null) return `${there}.`;
  return `${there}, ${formatPercent(coverage_where_both)} where both have one: ${
    formatPoints(points)
  } points (${formatInterval(alone)}), ${
    {
      fuller: "unlike the rest, which are emptier",
      emptier: "unlike the rest, which are fuller",
      alike: "like the rest",
      undecided: "too few to tell whether they are like the rest",
    }[alone.finding]
  }.`;
}
