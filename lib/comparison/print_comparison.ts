import { formatCount } from "../runtime/format_number.ts";
import type { Mode } from "../runtime/mode.ts";
import type { Sql } from "../store/database.ts";
import { loadVersionExtent } from "../store/load_version_extent.ts";
import {
  comparedMessageRows,
  compilationRows,
  FIELD_COUNTS_HEADER,
  fieldComparisonRows,
} from "./comparison_rows.ts";
import { findingLines } from "./describe_findings.ts";
import { describeNothing } from "./describe_nothing.ts";
import { wrapText } from "../runtime/wrap_text.ts";
import { decisiveReplays, describeReplays } from "./replay/describe_replays.ts";
import { printCoverage } from "./print_coverage.ts";
import { printDifferences } from "./differences/print_differences.ts";
import { gateLines } from "./gate/gate_lines.ts";
import { printDrift } from "./drift/print_drift.ts";
import { printLabels } from "./labels/print_labels.ts";
import { printSelection } from "./selection/print_selection.ts";
import { printNoise } from "./noise/print_noise.ts";
import { printUsageTest } from "./usage/print_usage_test.ts";
import type { WrittenComparison } from "./write_comparison.ts";

/** Prints a comparison: what it found, what it is made of and which files hold the rest. Where it found nothing, what to do. */
export async function printComparison(
  { print, printTable, note }: Pick<Mode<Record<never, never>>, "print" | "printTable" | "note">,
  sql: Sql,
  { comparison, files, summaryPath, csvPath, reportPath }: WrittenComparison,
): Promise<void> {
  const { a, b } = comparison;
  if (comparison.both_ok === 0) {
    const extentA = await loadVersionExtent(sql, a.version);
    const extentB = await loadVersionExtent(sql, b.version);
    describeNothing(comparison, extentA, extentB).forEach(print);
  } else {
    print(`A is ${a.version}, B is ${b.version}.`);
    print(
      `Over the ${formatCount(comparison.both_ok)} assignments with an output in both, of ${
        formatCount(comparison.pairs)
      } compared:`,
    );
    findingLines(comparison).forEach(print);
    describeReplays(decisiveReplays(comparison)).flatMap((sentence) => wrapText(sentence, 80)).forEach(print);
    print("");
    printTable(FIELD_COUNTS_HEADER, fieldComparisonRows(comparison));
    printCoverage({ print, printTable }, comparison);
    printDifferences({ print, printTable }, comparison);
    printLabels({ print, printTable }, comparison);
    printNoise({ print, printTable }, comparison);
    printSelection({ print, printTable }, comparison);
    printDrift({ print, printTable }, comparison);
    printUsageTest({ print, printTable }, comparison);
  }
  if (comparison.messages > 0) {
    print("");
    printTable(["messages", "count"], comparedMessageRows(comparison));
  }
  if (comparison.compilations.messages > 0) {
    print("");
    printTable(["posts with several assignments", "count"], compilationRows(comparison));
  }
  for (const { version, mixed_with } of [a, b]) {
    if (mixed_with > 0) {
      note(
        `Version "${version}" holds outputs of ${mixed_with + 1} configurations that cannot be told apart.`,
      );
    }
  }
  if (comparison.gate !== null) {
    print("");
    gateLines(comparison.gate).forEach(print);
  }
  if (files === "kept") {
    print("Wrote nothing: the files of an earlier comparison of this name stay as they are.");
    return;
  }
  if (files === "replaced") print("Replaced the files of an earlier comparison of this name.");
  print(`Wrote ${summaryPath}`);
  print(`Wrote ${csvPath}`);
  print(`Wrote ${reportPath}`);
}
