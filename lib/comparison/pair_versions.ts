import * as z from "zod";
import type { FieldReader, FieldValue } from "../schema/read_field.ts";
import type { ExtractionPairRow, ExtractionStatus } from "../store/extraction_pairs.ts";
import type { FieldOutcome, LeftOutReason } from "./comparison_schema.ts";
import type { FieldComparer, FieldDifference } from "./differences/field_comparer.ts";
import { pairSegments, type SegmentPairing } from "./pair_segments.ts";

/** What a pair is told by: a message and, where it holds several assignments, which of them. */
export interface PairKey {
  readonly rawId: number;
  /** 0 where a post is one assignment, else its number in A, from 1; its number in B where A has no output. */
  readonly segment: number;
}

/** Where a message is. */
export interface MessagePlace {
  readonly channelId: number;
  readonly messageId: number;
  readonly messageDate: Date | null;
}

/** One version's side of a pair. */
export interface PairSide {
  /** Of the segment: one that could not be read is failed, though its message is ok. */
  readonly status: ExtractionStatus;
  readonly model: string | null;
  /** In the order of the domain's fields; all null unless the status is ok. */
  readonly values: readonly FieldValue[];
}

/** The outputs of both versions for one assignment, both finished and made from the same text. */
export interface Pair extends PairKey, MessagePlace {
  readonly a: PairSide;
  readonly b: PairSide;
  /** In the order of the domain's fields. */
  readonly outcomes: readonly FieldOutcome[];
  /** In the same order; null where both values are null or equal. */
  readonly differences: readonly (FieldDifference | null)[];
}

/** A post that both versions read and one or both split into several assignments. */
export interface Split {
  /** A code an assignment, null for one without; null where the version does not split the post. */
  readonly codesA: readonly (string | null)[] | null;
  readonly codesB: readonly (string | null)[] | null;
  readonly pairing: SegmentPairing;
}

/** What comes of a message with an extraction in either version. */
export interface PairedMessage {
  /** Why it has no pairs; null where it was compared. */
  readonly leftOut: LeftOutReason | null;
  readonly pairs: readonly Pair[];
  readonly split: Split | null;
}

/**
 * Pairs a message's outputs, assignment by assignment, and compares them field by field.
 *
 * @param comparer Of the reader's fields.
 */
export function pairVersions(
  row: ExtractionPairRow,
  reader: FieldReader,
  comparer: FieldComparer,
): PairedMessage {
  const leftOut = findLeftOutReason(row);
  if (leftOut !== null) return { leftOut, pairs: [], split: null };
  const outputA: unknown = JSON.parse(row.output_a ?? "null");
  const changesB: Record<string, unknown> = JSON.parse(row.changes_b);
  const segmentsA = segmentsOf(outputA);
  const segmentsB = Object.hasOwn(changesB, "segments") ? segmentsOf(changesB) : segmentsA;
  if (segmentsA === null && segmentsB === null) {
    const valuesA = reader.read(outputA);
    const valuesB = reader.readChanged(valuesA, changesB);
    return {
      leftOut,
      pairs: [
        pairOf(
          row,
          comparer,
          0,
          sideOf(row.status_a, row.model_a, valuesA),
          sideOf(row.status_b, row.model_b, valuesB),
        ),
      ],
      split: null,
    };
  }
  return pairSplits(row, reader, comparer, segmentsA, segmentsB);
}

function findLeftOutReason(row: ExtractionPairRow): LeftOutReason | null {
  const { status_a: statusA, status_b: statusB } = row;
  if (row.is_deleted) return "deleted";
  if (statusB === null) return "only_in_a";
  if (statusA === null) return "only_in_b";
  if (!isFinished(statusA) || !isFinished(statusB)) return "not_finished";
  return row.read_different_texts ? "read_different_texts" : null;
}

/** The segments of a compilation; null where a post is one assignment, or has no output. */
function segmentsOf(output: unknown): readonly unknown[] | null {
  const segments = typeof output === "object" && output !== null ? Reflect.get(output, "segments") : null;
  return Array.isArray(segments) ? segments : null;
}

/** Pairs the assignments of a message of which at least one output has several. */
function pairSplits(
  row: ExtractionPairRow,
  reader: FieldReader,
  comparer: FieldComparer,
  segmentsA: readonly unknown[] | null,
  segmentsB: readonly unknown[] | null,
): PairedMessage {
  const a = sideOf(row.status_a, row.model_a, reader.nothing);
  const b = sideOf(row.status_b, row.model_b, reader.nothing);
  if (row.status_a !== "ok" || row.status_b !== "ok") {
    const pairs = (segmentsA ?? segmentsB ?? []).map((segment, place) =>
      pairOf(
        row,
        comparer,
        place + 1,
        segmentsA === null ? a : segmentSide(reader, a, segment),
        segmentsB === null ? b : segmentSide(reader, b, segment),
      )
    );
    return { leftOut: null, pairs, split: null };
  }
  const codesA = segmentsA && codesOf(segmentsA, row.codes_a);
  const codesB = segmentsB && codesOf(segmentsB, row.codes_b);
  if (segmentsA === null || segmentsB === null) {
    const pairing = {
      pairs: [],
      onlyInA: [...(segmentsA ?? ONE).keys()],
      onlyInB: [...(segmentsB ?? ONE).keys()],
    };
    return {
      leftOut: segmentsA === null ? "only_b_splits" : "only_a_splits",
      pairs: [],
      split: { codesA, codesB, pairing },
    };
  }
  const pairing = pairSegments(codesA ?? [], codesB ?? []);
  const pairs = pairing.pairs.map((places) =>
    pairOf(
      row,
      comparer,
      places.a + 1,
      segmentSide(reader, a, segmentsA[places.a]),
      segmentSide(reader, b, segmentsB[places.b]),
    )
  );
  return { leftOut: null, pairs, split: { codesA, codesB, pairing } };
}

/** A post that is not split is one assignment. */
const ONE = [null];
const CodesSchema = z.array(z.string().nullable()).nullable();

/** A code a segment; where none were recorded, no segment has one. */
function codesOf(segments: readonly unknown[], recorded: string | null): (string | null)[] {
  const codes = CodesSchema.parse(JSON.parse(recorded ?? "null")) ?? [];
  return segments.map((_, place) => codes[place] ?? null);
}

function sideOf(
  status: ExtractionStatus | null,
  model: string | null,
  values: readonly FieldValue[],
): PairSide {
  return { status: status ?? "failed", model, values };
}

function segmentSide(reader: FieldReader, side: PairSide, segment: unknown): PairSide {
  return typeof segment === "object" && segment !== null && !Array.isArray(segment)
    ? { ...side, values: reader.read(segment) }
    : { ...side, status: "failed" };
}

function pairOf(
  row: ExtractionPairRow,
  comparer: FieldComparer,
  segment: number,
  a: PairSide,
  b: PairSide,
): Pair {
  const compared = a.values.map((value, place) => comparer.compare(place, value, b.values[place] ?? null));
  return {
    rawId: row.raw_id,
    segment,
    ...messagePlace(row),
    a,
    b,
    outcomes: compared.map(({ outcome }) => outcome),
    differences: compared.map(({ difference }) => difference),
  };
}

/** Where a row's message is. */
export function messagePlace(row: ExtractionPairRow): MessagePlace {
  return {
    channelId: row.channel_id,
    messageId: row.message_id,
    messageDate: row.message_second === null ? null : new Date(row.message_second * 1000),
  };
}

function isFinished(status: ExtractionStatus): boolean {
  return status !== "pending" && status !== "processing";
}
