import type { Outcome } from "../queue/outcome.ts";
import type { TuitionAssignment } from "../schema/tuition_assignment.ts";
import { findAcademicSignals } from "./academic_signals.ts";
import { completeFields } from "./complete_fields.ts";
import type { ExtractionInput, Extractor } from "./extractor.ts";
import { extractLabelledFields } from "./rules/extract_labelled_fields.ts";
import { parsePost } from "./rules/parse_post.ts";
import { computeRulesFingerprint } from "./rules_fingerprint.ts";
import { findSkipReason } from "./skip_reason.ts";

/** How the rules are run. */
export interface RulesOptions {
  /** `full` also fills in what follows from the text (complete_fields.ts); `off` keeps to the labelled snippets. */
  readonly fieldCompletion: "full" | "off";
}

/** Opens the deterministic extractor: no model, no keys, no network. Reads its own sources for the fingerprint. */
export function openRulesExtractor(options: RulesOptions): Extractor {
  return {
    name: "rules",
    model: null,
    fingerprint: { ...computeRulesFingerprint(), "options.field_completion": options.fieldCompletion },
    defaultConcurrency: 1,
    extract: (input) => Promise.resolve(extractByRules(input, options)),
  };
}

/** The same extraction without a promise, for one message. */
export function extractByRules(input: ExtractionInput, options: RulesOptions): Outcome<TuitionAssignment> {
  const post = parsePost(input.text);
  const skipReason = findSkipReason(input, post);
  if (skipReason) return { kind: "skip", reason: skipReason };
  const labelled = extractLabelledFields(post);
  if (options.fieldCompletion === "off") {
    return { kind: "ok", output: { ...labelled, segments: null }, meta: {} };
  }
  const fields = completeFields(labelled, post);
  const signals = fields.academic_display_text ? findAcademicSignals(fields.academic_display_text) : null;
  return { kind: "ok", output: { ...fields, segments: null }, meta: signals ? { signals } : {} };
}
