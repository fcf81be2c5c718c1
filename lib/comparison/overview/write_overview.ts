import { writeTextFile } from "../../files/write_text_file.ts";
import type { Sql } from "../../store/database.ts";
import { loadComparedVersions } from "../compare_versions.ts";
import type { ComparisonHooks, ComparisonRequest } from "../count_pairs.ts";
import { overviewHtml } from "./overview_html.ts";
import type { Overview } from "./overview_schema.ts";
import { summariseOverview } from "./summarise_overview.ts";
import { writeComparison, type WrittenComparison } from "../write_comparison.ts";

/** Several versions compared with A, and the files they were written to. */
export interface WrittenOverview {
  readonly overview: Overview;
  /** In the order of the versions. */
  readonly comparisons: readonly WrittenComparison[];
  readonly overviewPath: string;
  readonly reportPath: string;
}

/** What to compare with A. The gate judges each version in the overview, which knows of all; their own comparisons have none. */
export interface OverviewRequest extends Omit<ComparisonRequest, "versionB"> {
  readonly versions: readonly string[];
}

/**
 * Compares several versions with the same A, one after the other: each is written to a folder of its own name, as by
 * {@linkcode writeComparison}, and an overview of all to overview.json and overview.html beside these.
 *
 * @throws {UserError} If a version is unknown, or is A; nothing is written then.
 */
export async function writeOverview(
  sql: Sql,
  { versions, gate = null, ...request }: OverviewRequest,
  folder: string,
  hooks: Omit<ComparisonHooks, "onPairs"> = {},
): Promise<WrittenOverview> {
  const requests = versions.map((versionB) => ({ ...request, versionB }));
  for (const one of requests) await loadComparedVersions(sql, one);
  const comparisons: WrittenComparison[] = [];
  let before = 0;
  for (const one of requests) {
    const written = await writeComparison(sql, one, `${folder}/${one.versionB}`, {
      ...hooks,
      onProgress: (messages) => hooks.onProgress?.(before + messages),
    });
    before += written.comparison.messages;
    comparisons.push(written);
  }
  const overview = summariseOverview(comparisons.map(({ comparison }) => comparison), gate);
  const [overviewPath, reportPath] = [`${folder}/overview.json`, `${folder}/overview.html`];
  await writeTextFile(reportPath, await overviewHtml(overview));
  await writeTextFile(overviewPath, `${JSON.stringify(overview, null, 2)}\n`);
  return { overview, comparisons, overviewPath, reportPath };
}
