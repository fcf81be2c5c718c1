import { formatDuration, formatUsd } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import type { Comparison, Usage } from "../comparison_schema.ts";

/** The header of {@linkcode usageRows}. */
export const USAGE_HEADER = ["What the outputs took", "A", "B"];

/** What the outputs of each version took, where a model was asked; empty where none was. */
export function usageRows({ a, b }: Pick<Comparison, "a" | "b">): Cell[][] {
  if (a.usage === null && b.usage === null) return [];
  const row = (name: string, cell: (usage: Usage) => Cell): Cell[] => [
    name,
    a.usage && cell(a.usage),
    b.usage && cell(b.usage),
  ];
  return [
    row("posts for which a model was asked", ({ asked }) => asked),
    row("of these, with replies from the cache", ({ cached }) => cached),
    row("tokens sent", ({ prompt_tokens }) => prompt_tokens),
    row("tokens received", ({ completion_tokens }) => completion_tokens),
    row("cost", ({ cost_usd }) => (cost_usd === null ? "not known" : formatUsd(cost_usd))),
    row("posts whose cost is not known", ({ cost_unknown }) => cost_unknown),
    row(
      "the server took for a post, median",
      ({ median_latency_ms }) => median_latency_ms === null ? "" : formatDuration(median_latency_ms),
    ),
  ];
}
