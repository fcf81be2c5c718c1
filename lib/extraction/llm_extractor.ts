import { isAbortError, LimitError, UserError } from "../core/errors.ts";
import { ChatError } from "../llm/chat_error.ts";
import type { CircuitBreakerOptions } from "../llm/circuit_breaker.ts";
import type { ReplyCache } from "../llm/reply_cache.ts";
import type { Outcome } from "../queue/outcome.ts";
import type { Settings } from "../runtime/settings.ts";
import type { ExtractionError } from "../schema/extraction_error.ts";
import { askForSegment } from "./ask_for_segment.ts";
import { isHopeless, outcomeOfChatError } from "./chat_failure.ts";
import type { Domain } from "./domain.ts";
import {
  finishExtraction,
  type Output,
  planExtraction,
  type SegmentResult,
  segmentText,
} from "./extract_post.ts";
import {
  DEFAULT_EXTRACTION_OPTIONS,
  type ExtractionOptions,
  optionsFingerprint,
} from "./extraction_options.ts";
import type { ExtractionInput, Extractor } from "./extractor.ts";
import { type LanguageModel, openLanguageModel } from "./language_model.ts";
import { computeRulesFingerprint } from "./rules_fingerprint.ts";
import { UsageTally } from "./usage_tally.ts";

/** Few enough for a server on this machine. */
const DEFAULT_CONCURRENCY = 4;

const RUN_STOPPED: ExtractionError = {
  error: "run_stopped",
  message: "The run was stopped before every assignment of the post had been asked for",
};

/**
 * Opens the extractor that asks a language model for each item of a post. Nothing is sent before the first post, and nothing needs
 * closing. Completion and checks are those of the rules, whose fingerprint is part of this one's.
 *
 * @param replies Where replies are kept, so that none is paid for twice; null: nowhere.
 * @param circuitBreaker When a server that is down is left alone; for tests that cannot wait a minute.
 * @throws {UserError} If no model is named, its prompt cannot be loaded, or its cost cannot be kept in bounds.
 */
export function openLlmExtractor<Fields extends object>(
  domain: Domain<Fields>,
  options: Partial<ExtractionOptions>,
  settings: Settings,
  replies: ReplyCache | null,
  circuitBreaker?: CircuitBreakerOptions,
): Extractor {
  const chosen = { ...DEFAULT_EXTRACTION_OPTIONS, ...options };
  const model = openLanguageModel(settings, domain, replies, circuitBreaker);
  return {
    name: "llm",
    model: model.chat.model,
    fingerprint: {
      domain: domain.name,
      ...computeRulesFingerprint(domain),
      ...optionsFingerprint(chosen),
      ...model.fingerprint,
    },
    defaultConcurrency: DEFAULT_CONCURRENCY,
    ...(model.paced && { pace: model.paced }),
    extract: (input, signal) => extractByModel(domain, model, input, chosen, signal),
  };
}

/**
 * Asks for each item of a post by itself, one after the other. An item that cannot be read fails alone; a request that fails for
 * another reason puts off the whole post, or ends it.
 */
async function extractByModel<Fields extends object>(
  domain: Domain<Fields>,
  model: LanguageModel,
  input: ExtractionInput,
  options: ExtractionOptions,
  signal: AbortSignal,
): Promise<Outcome<Output<Fields>>> {
  const plan = planExtraction(domain, options, input);
  if (plan.kind === "skip") return plan;
  const examples = model.examples.forChannel(input.channelLink);
  const tally = new UsageTally();
  const results: SegmentResult<Fields>[] = [];
  const origin = () => ({ prompt: model.promptMeta, examples: examples.meta, ...tally.meta });
  try {
    for (const segment of plan.segments) {
      const texts = { post: segmentText(input.text, segment), examples: examples.text };
      results.push({ segment, ...await askForSegment(domain.answer, model, texts, tally, signal) });
    }
  } catch (error) {
    if (!(error instanceof ChatError)) {
      // A run that is stopped between two items of a post has paid for the first all the same.
      if (tally.hasPaidReplies && (error instanceof LimitError || isAbortError(error))) {
        return {
          kind: "retry_later",
          afterMs: 0,
          costsAttempt: false,
          error: RUN_STOPPED,
          usage: tally.usage,
        };
      }
      throw error;
    }
    if (isHopeless(error, model.paced)) {
      throw new UserError(
        `${error.message}\nThe run was stopped: no reply has come yet, and every job would fail alike`,
      );
    }
    const outcome = outcomeOfChatError(error);
    return { ...outcome, usage: tally.usage, ...(outcome.kind === "give_up" && { meta: origin() }) };
  }
  const outcome = finishExtraction(domain, options, input.text, results);
  return { ...outcome, usage: tally.usage, meta: { ...outcome.meta, ...origin() } };
}
