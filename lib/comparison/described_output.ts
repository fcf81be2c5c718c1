import type { HtmlOutput } from "../notebook/html_output.ts";
import { notice } from "../notebook/notice.ts";

/** For a notebook: what stands beside a table, in sentences; `missing` where there is nothing to say it of. */
export function describedOutput(
  described: { readonly head: string; readonly notes: readonly string[] } | null,
  missing: string,
): HtmlOutput {
  return notice(described === null ? missing : [described.head, ...described.notes].join("\n"));
}
