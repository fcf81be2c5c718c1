import fc from "fast-check";
import { type Edit, MUTATION, type Mutation, planEdits } from "./export_mutation.ts";
import { WRITTEN_EXPORT, type WrittenExport } from "./written_export.ts";

/** An export, what is done to it, and how it is read. */
export interface DamagedInput {
  readonly written: WrittenExport;
  readonly kind: Mutation["kind"];
  readonly edits: readonly Edit[];
  readonly chunkBytes: number;
}

/** More chunks than that only take time. */
const MAX_CHUNKS = 1000;

/** Damaged exports of all shapes; a smaller one is looked for where one fails. */
export const DAMAGED_INPUT: fc.Arbitrary<DamagedInput> = fc.record({
  written: WRITTEN_EXPORT,
  mutation: MUTATION,
  other: WRITTEN_EXPORT,
  chunkBytes: fc.constantFrom(13, 64, 500, 100_000),
}).map(({ written, mutation, other, chunkBytes }) => {
  const edits = planEdits(mutation, written.bytes, other.bytes);
  const length = edits.reduce((sum, { replacement }) => sum + replacement.length, written.bytes.length);
  const minChunkBytes = Math.ceil(length / MAX_CHUNKS);
  return { written, kind: mutation.kind, edits, chunkBytes: Math.max(chunkBytes, minChunkBytes) };
});
