import type { Mode } from "../../runtime/mode.ts";
import type { Comparison } from "../comparison_schema.ts";
import {
  describeDisagreementGroups,
  DIFFERENCE_HEADER,
  differenceRows,
  DISAGREEMENT_GROUP_HEADER,
  disagreementGroupRows,
} from "./difference_rows.ts";

/** Groups that stand in the terminal; summary.json has all. */
const GROUPS = 8;

/** Prints in what the values differ and where most of them do; nothing where none does. */
export function printDifferences(
  { print, printTable }: Pick<Mode<Record<never, never>>, "print" | "printTable">,
  comparison: Pick<Comparison, "fields" | "disagreement_groups" | "channels">,
): void {
  const rows = differenceRows(comparison);
  if (rows.length > 0) {
    print("");
    print("In what the values differ where both have one, and how alike all of them are:");
    printTable(DIFFERENCE_HEADER, rows);
  }
  const described = describeDisagreementGroups(comparison, GROUPS);
  if (described === null) return;
  print("");
  print(described);
  printTable(DISAGREEMENT_GROUP_HEADER, disagreementGroupRows(comparison).slice(0, GROUPS));
}
