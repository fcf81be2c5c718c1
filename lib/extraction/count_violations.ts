import * as z from "zod";
import type { Outcome } from "../queue/outcome.ts";
import { type ExtractionMeta, HardValidationSchema } from "../schema/extraction_meta.ts";

const CompilationSchema = z.object({
  segments: z.array(z.object({ hard_validation: HardValidationSchema.optional() })),
});

/** Adds a post to the count of each `field: rule` that one of its items violates. */
export function countViolations(counts: Map<string, number>, outcome: Outcome): void {
  if (outcome.kind !== "ok") return;
  for (const name of new Set(violationNames(outcome.meta))) counts.set(name, (counts.get(name) ?? 0) + 1);
}

function violationNames(meta: ExtractionMeta): string[] {
  const compilation = CompilationSchema.safeParse(meta["compilation"]).data;
  return [meta, ...compilation?.segments ?? []].flatMap(({ hard_validation }) =>
    (hard_validation?.violations ?? []).map(({ field, rule }) => `${field}: ${rule}`)
  );
}
