import { type FieldValue, readChangedFields, readFields } from "../schema/read_field.ts";
import type { ExtractionPairRow, ExtractionStatus } from "../store/extraction_pairs.ts";
import type { FieldOutcome, LeftOutReason } from "./comparison_schema.ts";
import { sameFieldValue } from "./field_equality.ts";

/** What a pair is told by: a message and, where it holds several assignments, which of them. */
export interface PairKey {
  readonly rawId: number;
  /** 0 where a post is one assignment, else counted from 1. */
  readonly segment: number;
}

/** One version's side of a pair. */
export interface PairSide {
  readonly status: ExtractionStatus;
  readonly model: string | null;
  /** In the order of FIELDS; all null unless the status is ok. */
  readonly values: readonly FieldValue[];
}

/** The outputs of both versions for one message, both finished and made from the same text. */
export interface Pair extends PairKey {
  readonly channelId: number;
  readonly messageId: number;
  readonly messageDate: Date | null;
  readonly a: PairSide;
  readonly b: PairSide;
  /** In the order of FIELDS. */
  readonly outcomes: readonly FieldOutcome[];
}

/** Pairs a message's outputs and compares them field by field; a reason where it is no pair. */
export function pairVersions(row: ExtractionPairRow): Pair | LeftOutReason {
  const { status_a: statusA, status_b: statusB } = row;
  if (row.is_deleted) return "deleted";
  if (statusB === null) return "only_in_a";
  if (statusA === null) return "only_in_b";
  if (!isFinished(statusA) || !isFinished(statusB)) return "not_finished";
  if (row.read_different_texts) return "read_different_texts";
  const valuesA = readFields(JSON.parse(row.output_a ?? "null"));
  const valuesB = readChangedFields(valuesA, JSON.parse(row.changes_b));
  return {
    rawId: row.raw_id,
    segment: 0,
    channelId: row.channel_id,
    messageId: row.message_id,
    messageDate: row.message_second === null ? null : new Date(row.message_second * 1000),
    a: { status: statusA, model: row.model_a, values: valuesA },
    b: { status: statusB, model: row.model_b, values: valuesB },
    outcomes: valuesA.map((value, index) => compareValues(value, valuesB[index] ?? null)),
  };
}

/** What happened to a field whose values are these. */
export function compareValues(a: FieldValue, b: FieldValue): FieldOutcome {
  if (a === null) return b === null ? "both_null" : "only_b";
  if (b === null) return "only_a";
  return sameFieldValue(a, b) ? "equal" : "different";
}

function isFinished(status: ExtractionStatus): boolean {
  return status !== "pending" && status !== "processing";
}
