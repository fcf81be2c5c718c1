import { pathExists } from "../store/path_exists.ts";
import { openOutputFile } from "../files/open_output_file.ts";
import { writeTextFile } from "../files/write_text_file.ts";
import type { Sql } from "../store/database.ts";
import { compareVersions, loadComparedVersions, type VersionComparison } from "./compare_versions.ts";
import { comparedFields, type ComparisonHooks, type ComparisonRequest } from "./count_pairs.ts";
import { reportHtml } from "./report/report_html.ts";
import { sideBySideHeader, sideBySideLines } from "./side_by_side.ts";

/** A comparison and the files it was written to. */
export interface WrittenComparison extends VersionComparison {
  readonly summaryPath: string;
  readonly csvPath: string;
  readonly reportPath: string;
  /** What became of the files: replaced or kept are those of an earlier comparison, kept where there was no message to compare. */
  readonly files: "new" | "replaced" | "kept";
}

/**
 * Compares two versions and writes summary.json with its JSON Schema, side_by_side.csv and report.html into a folder. Files that are there stay
 * until all of the new ones are whole, and where there is no message to compare.
 */
export async function writeComparison(
  sql: Sql,
  request: ComparisonRequest,
  folder: string,
  hooks: Omit<ComparisonHooks, "onPairs"> = {},
): Promise<WrittenComparison> {
  const summaryPath = `${folder}/summary.json`;
  const csvPath = `${folder}/side_by_side.csv`;
  const reportPath = `${folder}/report.html`;
  const hasFiles = pathExists(summaryPath);

  // A misspelt version should not leave an empty folder behind.
  await loadComparedVersions(sql, request);
  using csv = await openOutputFile(csvPath);
  await csv.write(sideBySideHeader(comparedFields(request)));
  const compared = await compareVersions(sql, request, {
    ...hooks,
    onPairs: (pairs, channels) => csv.write(sideBySideLines(pairs, comparedFields(request), channels)),
  });
  if (hasFiles && compared.comparison.messages === 0) {
    return { ...compared, summaryPath, csvPath, reportPath, files: "kept" };
  }
  await csv.finish();
  await writeTextFile(reportPath, await reportHtml(compared));
  await writeTextFile(
    `${folder}/summary.schema.json`,
    await Deno.readTextFile(new URL("summary.schema.json", import.meta.url)),
  );
  await writeTextFile(summaryPath, `${JSON.stringify(compared.comparison, null, 2)}\n`);
  return { ...compared, summaryPath, csvPath, reportPath, files: hasFiles ? "replaced" : "new" };
}
