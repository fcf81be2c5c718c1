import { formatTable } from "../../lib/runtime/format_table.ts";
import type { BenchRecord } from "./benchmark.ts";

/** The records as lines of a table. */
export function formatRecords(records: readonly BenchRecord[]): string[] {
  return formatTable(
    ["benchmark", "ours", "±", "reference", "±", "unit", "beside", "ratio", "±", "goal", "n"],
    records.map((record) => [
      record.name,
      formatFigure(record.ours),
      formatSpread(record.ours_spread),
      formatFigure(record.reference),
      formatSpread(record.reference_spread),
      record.unit,
      record.reference_name,
      record.ratio.toFixed(2),
      formatSpread(record.spread),
      record.goal,
      record.n,
    ]),
  );
}

/** The records as out/bench.json holds them: figures to six significant digits. */
export function recordsToJson(records: readonly BenchRecord[]): string {
  const round = (_key: string, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(6)) : value;
  return `${JSON.stringify(records, round, 2)}\n`;
}

/** Three digits are more than a noisy machine can tell. */
function formatFigure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** Half of the spread stands on either side. */
function formatSpread(spread: number): string {
  return `${Math.round(spread * 50)} %`;
}
