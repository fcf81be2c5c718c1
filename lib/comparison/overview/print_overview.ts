import type { Mode } from "../../runtime/mode.ts";
import { wrapText } from "../../runtime/wrap_text.ts";
import { gateLines } from "../gate/gate_lines.ts";
import {
  describeChosen,
  describeOverview,
  OVERVIEW_VERSION_HEADER,
  overviewFieldHeader,
  overviewFieldRows,
  overviewVersionRows,
} from "./overview_rows.ts";
import type { WrittenOverview } from "./write_overview.ts";

/** Prints several versions against A: a table of the fields, one of the versions, and which files hold the rest. */
export function printOverview(
  { print, printTable, note }: Pick<Mode<Record<never, never>>, "print" | "printTable" | "note">,
  { overview, comparisons, overviewPath, reportPath }: WrittenOverview,
): void {
  const rows = overviewFieldRows(overview);
  if (rows.length > 0) {
    printTable(overviewFieldHeader(overview), rows);
    [...describeOverview(overview), ...describeChosen(overview)].flatMap((note) => wrapText(note, 80))
      .forEach(print);
    print("");
  }
  printTable(OVERVIEW_VERSION_HEADER, overviewVersionRows(overview));
  const { a, versions } = overview;
  for (const { version, both_ok } of versions) {
    if (both_ok === 0) {
      print(
        `${version} has no post in common with ${a.version}; why: deno task compare --a ${a.version} --b ${version}`,
      );
    }
  }
  for (const { version, gate } of versions) {
    if (gate === null) continue;
    print("");
    print(version);
    gateLines(gate).forEach(print);
  }
  for (const { version, mixed_with } of [a, ...versions]) {
    if (mixed_with > 0) {
      note(
        `Version "${version}" holds outputs of ${mixed_with + 1} configurations that cannot be told apart.`,
      );
    }
  }
  if (comparisons.some(({ files }) => files === "replaced")) {
    print("Replaced the files of an earlier comparison of this name.");
  }
  print(`Wrote ${overviewPath}`);
  print(`Wrote ${reportPath}`);
  comparisons.forEach(({ reportPath }) => print(`Wrote ${reportPath}`));
}
