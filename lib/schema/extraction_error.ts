import * as z from "zod";

/** The column error_json: why a job failed or will be tried again. Never holds secrets, and message text only in a model's kept reply. */
export const ExtractionErrorSchema = z.object({
  /** A stable name: validation_failed, raw_missing, unhandled_exception, lease_lost, llm_timeout, ... */
  error: z.string(),
  message: z.string().max(1000),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ExtractionError = z.infer<typeof ExtractionErrorSchema>;
