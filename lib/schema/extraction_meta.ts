import * as z from "zod";

/** The column meta of an extraction: how the output came about. */
export const ExtractionMetaSchema = z.object({
  /** Milliseconds spent in each step of the extraction. */
  timings: z.record(z.string(), z.number()).optional(),
  /** Anything else an extractor records under its own name. */
}).catchall(z.unknown());
export type ExtractionMeta = z.infer<typeof ExtractionMetaSchema>;
