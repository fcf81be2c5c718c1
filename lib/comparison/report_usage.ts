import { escapeHtml } from "../text/escape_html.ts";
import type { Comparison } from "./comparison_schema.ts";
import { plainTable } from "./plain_table.ts";
import { describeUsageTest, USAGE_TEST_HEADER, usageTestRows } from "./usage_test_rows.ts";

/** Whether posts cost more or take longer in B, and what a corrected field costs, for the report; empty where no model was asked. */
export function usageSection(comparison: Pick<Comparison, "usage_test">): string {
  const described = describeUsageTest(comparison);
  if (described === null) return "";
  const rows = usageTestRows(comparison);
  const table = rows.length === 0 ? "" : plainTable(USAGE_TEST_HEADER, rows);
  return `<p>${escapeHtml(described.head)}</p>
${table}
<p class="soft">${described.notes.map(escapeHtml).join(" ")}</p>`;
}
