import type { Mode } from "../../runtime/mode.ts";
import { wrapText } from "../../runtime/wrap_text.ts";
import type { Comparison } from "../comparison_schema.ts";
import { describeDrift, DRIFT_HEADER, driftRows } from "./drift_rows.ts";

/** Changes that stand in the terminal; summary.json has all. */
const CHANGES = 10;

/** Prints from which weeks on a field is filled or agreed on differently; nothing where that is so of none. */
export function printDrift(
  { print, printTable }: Pick<Mode<Record<never, never>>, "print" | "printTable">,
  comparison: Pick<Comparison, "drift" | "channels">,
): void {
  const rows = driftRows(comparison);
  const described = describeDrift(comparison);
  if (described === null || rows.length === 0) return;
  print("");
  wrapText(described.head, 80).forEach(print);
  printTable(DRIFT_HEADER, rows.slice(0, CHANGES));
  if (rows.length > CHANGES) print(`and ${rows.length - CHANGES} smaller ones, in summary.json.`);
  described.notes.flatMap((note) => wrapText(note, 80)).forEach(print);
}
