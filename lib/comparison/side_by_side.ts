import { stringify } from "@std/csv/stringify";
import type { Field } from "../schema/field_paths.ts";
import type { FieldValue } from "../schema/read_field.ts";
import type { ChannelName } from "../store/channel_names.ts";
import type { FieldOutcome } from "./comparison_schema.ts";
import { formatFieldValue } from "./format_field_value.ts";
import type { Pair } from "./pair_versions.ts";

const MESSAGE_COLUMNS = [
  "raw_id",
  "segment",
  "channel_id",
  "channel_link",
  "message_id",
  "message_date",
  "status_a",
  "status_b",
  "model_a",
  "model_b",
];

/**
 * The columns of side_by_side.csv: of each field A's value, B's, whether they are equal (empty where both are null), and in what
 * they differ (`DIFFERENCE_KINDS`); of texts and lists how alike they are too, where they differ and both have one.
 */
export function sideBySideColumns(fields: readonly Field[]): string[] {
  return [
    ...MESSAGE_COLUMNS,
    ...fields.flatMap((field) =>
      ["a", "b", "eq", "diff", ...(hasSimilarity(field) ? ["alike"] : [])].map((name) =>
        `${field.path}_${name}`
      )
    ),
  ];
}

function hasSimilarity({ kind }: Field): boolean {
  return kind === "text" || kind === "list";
}

/** The first line of side_by_side.csv. */
export function sideBySideHeader(fields: readonly Field[]): string {
  return stringify([sideBySideColumns(fields)], { headers: false });
}

/** Pairs as lines of side_by_side.csv; dates are ISO 8601 in UTC. */
export function sideBySideLines(
  pairs: readonly Pair[],
  fields: readonly Field[],
  channels: ReadonlyMap<number, ChannelName>,
): string {
  return stringify(pairs.map((pair) => sideBySideCells(pair, fields, channels)), { headers: false });
}

function sideBySideCells(
  pair: Pair,
  fields: readonly Field[],
  channels: ReadonlyMap<number, ChannelName>,
): string[] {
  const cells = [
    String(pair.rawId),
    String(pair.segment),
    String(pair.channelId),
    channels.get(pair.channelId)?.channelLink ?? "",
    String(pair.messageId),
    pair.messageDate?.toISOString() ?? "",
    pair.a.status,
    pair.b.status,
    pair.a.model ?? "",
    pair.b.model ?? "",
  ];
  fields.forEach((field, index) => {
    const difference = pair.differences[index] ?? null;
    cells.push(
      formatCell(pair.a.values[index] ?? null),
      formatCell(pair.b.values[index] ?? null),
      formatEqual(pair.outcomes[index] ?? "both_null"),
      difference?.kind ?? "",
    );
    if (hasSimilarity(field)) cells.push(difference?.similarity?.toFixed(3) ?? "");
  });
  return cells;
}

/** The library quotes a cell for a line feed but not for a lone carriage return, which ends a line for some readers. */
function formatCell(value: FieldValue): string {
  return formatFieldValue(value).replace(/\r\n?/g, "\n");
}

function formatEqual(outcome: FieldOutcome): string {
  return outcome === "both_null" ? "" : String(outcome === "equal");
}
