import type { Cell } from "../runtime/format_table.ts";
import { formatPercent } from "../runtime/format_number.ts";
import type { Comparison } from "./comparison_schema.ts";
import { formatFieldWords } from "./field_words.ts";

/** The header of {@linkcode fieldComparisonRows}. */
export const FIELD_COMPARISON_HEADER = [
  "field",
  "filled by A",
  "filled by B",
  "equal",
  "different",
  "only A",
  "only B",
  "B against A",
];

/** A row for each field, over the pairs with an output in both, for a terminal or a notebook. */
export function fieldComparisonRows({ fields }: Comparison): Cell[][] {
  return Object.entries(fields).map(([path, { both_ok, words }]) => [
    path,
    share(both_ok.coverage_a),
    share(both_ok.coverage_b),
    both_ok.equal,
    both_ok.different,
    both_ok.only_a,
    both_ok.only_b,
    formatFieldWords(words),
  ]);
}

/** The messages of the window: the pairs and those left out, adding up to all. */
export function comparedMessageRows({ messages, pairs, left_out }: Comparison): Cell[][] {
  return [
    ["compared", pairs],
    ["left out: deleted", left_out.deleted],
    ["left out: only in A", left_out.only_in_a],
    ["left out: only in B", left_out.only_in_b],
    ["left out: not finished", left_out.not_finished],
    ["left out: edited between the two", left_out.read_different_texts],
    ["with a job in A or B", messages],
  ];
}

function share(value: number | null): string {
  return formatPercent(value ?? NaN);
}
