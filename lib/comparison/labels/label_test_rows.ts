import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import type { Comparison } from "../comparison_schema.ts";
import {
  FEW_CLUSTERS,
  formatInterval,
  formatPoints,
  formatProbability,
} from "../differences/format_difference.ts";
import { NOTICEABLE_LABEL_POINTS } from "./label_finding.ts";
import type { LabelTest } from "./label_test_schema.ts";

type Labelled = Pick<Comparison, "labels" | "labels_macro">;

/** The header of {@linkcode labelTestRows}, which fits a terminal of 80 columns. */
export const LABEL_TEST_HEADER = ["field", "labels", "B - A", "95 % interval", "p", "more"];

/** A row for each field with labels, where the versions differ at all, and one for their mean. The figures want {@linkcode describeLabels} beside them. */
export function labelTestRows({ labels, labels_macro }: Labelled): Cell[][] {
  const rows = Object.entries(labels).flatMap(([path, { test }]) =>
    test && !isSettled(test) ? [testRow(path, test)] : []
  );
  return labels_macro === null ? rows : [...rows, testRow("mean of the fields", labels_macro)];
}

/** Whether no pair differs, so that both are right in as many without any label. */
function isSettled({ low, high }: LabelTest): boolean {
  return low === 0 && high === 0;
}

function testRow(
  name: string,
  test: Pick<LabelTest, "labels" | "points" | "low" | "high" | "p_adjusted" | "more_labels">,
): Cell[] {
  return [
    name,
    test.labels,
    formatPoints(test.points),
    formatInterval(test),
    formatProbability(test.p_adjusted),
    test.more_labels ?? "",
  ];
}

/** What the rows are over and what they may be read as, in sentences; none where there are no labels. */
export function describeLabels(
  { labels, labels_macro: macro, fields }: Labelled & Pick<Comparison, "fields">,
): { readonly head: string; readonly notes: readonly string[] } | null {
  if (macro === null) return null;
  const tests = Object.values(labels).flatMap(({ test }) => test ?? []);
  const [sampled, others] = [true, false].map((weighted) =>
    tests.filter((test) => test.weighted === weighted)
  );
  const leftOut = tests.reduce((sum, { left_out }) => sum + left_out, 0);
  const settled = tests.filter(isSettled).length;
  const undecided = [...tests, macro].some(({ more_labels }) => more_labels !== null);
  const fewest = Math.min(...[...tests, macro].map(({ clusters }) => clusters));
  return {
    head: `Right by labels, B - A in points; in the mean of ${formatCount(macro.fields)} ${
      macro.fields === 1 ? "field" : "fields"
    } A is right in ${formatPercent(macro.a_right)}, B in ${formatPercent(macro.b_right)}:`,
    notes: [
      "p: McNemar's test of the labels by channel-day, adjusted for all labelled fields.",
      ...(sampled?.length
        ? ["Drawn labels count by how likely each was asked for: figures for all posts."]
        : []),
      ...(others?.length ? [describePicked(others, labels, fields)] : []),
      ...(settled > 0
        ? [
          `In ${formatCount(settled)} labelled ${
            settled === 1 ? "field" : "fields"
          } no pair differs, so that both are as right.`,
        ]
        : []),
      ...(leftOut > 0
        ? [`${formatCount(leftOut)} labels of the other kind (drawn or not) are left out of these tests.`]
        : []),
      ...(undecided
        ? [`More: about how many labels more find ${NOTICEABLE_LABEL_POINTS} points 4 times of 5.`]
        : []),
      ...(fewest < FEW_CLUSTERS
        ? [`Fewer than ${FEW_CLUSTERS} channel-days in a field: label posts of more days.`]
        : []),
    ],
  };
}

/** Of labels that were not sampled: whoever picks posts on which the versions differ makes differences look large. */
function describePicked(
  tests: readonly LabelTest[],
  labels: Comparison["labels"],
  fields: Comparison["fields"],
): string {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const paths = Object.keys(labels).filter((path) => labels[path]?.test?.weighted === false);
  const all = paths.flatMap((path) => fields[path]?.both_ok ?? []);
  const pairs = total(
    all.map((counts) => counts.both_null + counts.equal + counts.different + counts.only_a + counts.only_b),
  );
  const differing = total(all.map((counts) => counts.different + counts.only_a + counts.only_b));
  const ofLabels = total(tests.map((test) => test.differing)) / total(tests.map((test) => test.labels));
  return `Not drawn: figures for the labelled posts alone; the versions differ in ${
    formatPercent(ofLabels)
  } of the labels, in ${formatPercent(differing / pairs)} of all pairs.`;
}
