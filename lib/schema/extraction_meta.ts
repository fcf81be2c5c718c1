import * as z from "zod";

/** What the hard validation found in one item; absent where it found nothing. */
export const HardValidationSchema = z.object({
  mode: z.enum(["report", "enforce"]),
  /** The evidence is the beginning of the value that a rule objects to. */
  violations: z.array(z.object({ field: z.string(), rule: z.string(), evidence: z.string() })),
});
export type Violation = z.infer<typeof HardValidationSchema>["violations"][number];

/** The column meta of an extraction: how the output came about. Of a compilation, what concerns one item stands in `compilation.segments`. */
export const ExtractionMetaSchema = z.object({
  /** Milliseconds spent in each step of the extraction. */
  timings: z.record(z.string(), z.number()).optional(),
  hard_validation: HardValidationSchema.optional(),
  /** The share of the facts that matter which the item tells, 0 to 1. */
  quality: z.number().min(0).max(1).optional(),
  /** Anything else an extractor records under its own name. */
}).catchall(z.unknown());
export type ExtractionMeta = z.infer<typeof ExtractionMetaSchema>;
