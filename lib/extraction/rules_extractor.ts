import { UserError } from "../core/errors.ts";
import type { Outcome } from "../queue/outcome.ts";
import type { Domain } from "./domain.ts";
import { finishExtraction, type Output, planExtraction, segmentText } from "./extract_post.ts";
import {
  DEFAULT_EXTRACTION_OPTIONS,
  type ExtractionOptions,
  optionsFingerprint,
} from "./extraction_options.ts";
import type { ExtractionInput, Extractor } from "./extractor.ts";
import { computeRulesFingerprint } from "./rules_fingerprint.ts";

/** Opens a domain's deterministic extractor: no model, no keys, no network. Reads the sources of both for the fingerprint. */
export function openRulesExtractor<Fields extends object>(
  domain: Domain<Fields>,
  options: Partial<ExtractionOptions> = {},
): Extractor {
  const chosen = { ...DEFAULT_EXTRACTION_OPTIONS, ...options };
  return {
    name: "rules",
    model: null,
    fingerprint: {
      domain: domain.name,
      ...computeRulesFingerprint(domain),
      ...optionsFingerprint(chosen),
    },
    defaultConcurrency: 1,
    extract: (input) => Promise.resolve(extractByRules(domain, input, chosen)),
  };
}

/**
 * The same extraction without a promise, for one message.
 *
 * @throws {UserError} If the domain has no rules.
 */
export function extractByRules<Fields extends object>(
  domain: Domain<Fields>,
  input: ExtractionInput,
  options: Partial<ExtractionOptions> = {},
): Outcome<Output<Fields>> {
  const { readFields } = domain;
  if (readFields === null) {
    throw new UserError(`Cannot extract by rules: the domain "${domain.name}" has none; set EXTRACTOR=llm`);
  }
  const chosen = { ...DEFAULT_EXTRACTION_OPTIONS, ...options };
  const plan = planExtraction(domain, chosen, input);
  if (plan.kind === "skip") return plan;
  const results = plan.segments.map((segment) => ({
    segment,
    fields: readFields(segmentText(input.text, segment)),
  }));
  return finishExtraction(domain, chosen, input.text, results);
}
