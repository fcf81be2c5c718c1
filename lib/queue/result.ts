import type { ExtractionError } from "../schema/extraction_error.ts";
import type { ExtractionMeta } from "../schema/extraction_meta.ts";
import { type Backoff, backoffMs } from "./backoff.ts";
import type { Job } from "./job.ts";
import type { Outcome, Usage } from "./outcome.ts";

/** What queue_complete takes for one job. */
export interface Result {
  readonly raw_id: number;
  readonly claim_id: number;
  readonly text_sha256: string;
  readonly outcome: "ok" | "skipped" | "failed" | "retry" | "release";
  readonly output?: unknown;
  readonly skip_reason?: string;
  readonly error?: ExtractionError;
  readonly meta?: ExtractionMeta;
  readonly run_after_ms?: number;
  readonly keeps_attempt?: boolean;
  readonly model?: string | null;
  readonly prompt_tokens?: number | null;
  readonly completion_tokens?: number | null;
  readonly cost_usd?: number | null;
  readonly latency_ms?: number | null;
}

/** What decides whether and when a failed try is repeated. */
export interface RetryRules extends Backoff {
  /** Tries a job has before it counts as failed. */
  readonly maxAttempts: number;
}

/** Turns a job's outcome into the record that is written: the last try's "later" becomes a failure. */
export function resultOf(
  job: Job,
  outcome: Outcome,
  rules: RetryRules,
  run: { readonly model: string | null; readonly latencyMs: number; readonly random: number },
): Result {
  const base = { ...identityOf(job), latency_ms: Math.round(run.latencyMs), model: run.model };
  switch (outcome.kind) {
    case "ok":
      return {
        ...base,
        outcome: "ok",
        output: outcome.output,
        meta: outcome.meta,
        ...usageOf(outcome.usage),
      };
    case "skip":
      return {
        ...base,
        outcome: "skipped",
        skip_reason: outcome.reason,
        ...(outcome.meta && { meta: outcome.meta }),
      };
    case "give_up":
      return {
        ...base,
        outcome: "failed",
        error: outcome.error,
        ...(outcome.meta && { meta: outcome.meta }),
        ...usageOf(outcome.usage),
      };
    case "retry_later":
      if (outcome.costsAttempt && job.attempts >= rules.maxAttempts) {
        return { ...base, outcome: "failed", error: outcome.error, ...usageOf(outcome.usage) };
      }
      return {
        ...base,
        outcome: "retry",
        error: outcome.error,
        run_after_ms: outcome.afterMs ?? backoffMs(job.attempts, rules, run.random),
        keeps_attempt: !outcome.costsAttempt,
      };
  }
}

function usageOf(
  usage: Usage | undefined,
): Pick<Result, "prompt_tokens" | "completion_tokens" | "cost_usd" | "latency_ms"> {
  return usage === undefined ? {} : {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    cost_usd: usage.costUsd,
    latency_ms: usage.latencyMs === null ? null : Math.round(usage.latencyMs),
  };
}

/** Gives a claimed job back untouched. */
export function releaseOf(job: Job): Result {
  return { ...identityOf(job), outcome: "release" };
}

/** The record for a job whose result PostgreSQL refused to store. */
export function refusedResultOf(result: Result, message: string): Result {
  return {
    raw_id: result.raw_id,
    claim_id: result.claim_id,
    text_sha256: result.text_sha256,
    outcome: "failed",
    error: { error: "persist_failed", message: message.slice(0, 1000) },
  };
}

function identityOf(job: Job): Pick<Result, "raw_id" | "claim_id" | "text_sha256"> {
  return { raw_id: job.rawId, claim_id: job.claimId, text_sha256: job.textSha256 };
}

/** Escapes that JSON allows and jsonb refuses: NUL, and halves of surrogate pairs (JSON.stringify writes only lone ones as escapes). */
const REFUSED_ESCAPE = /(\\+)u(0000|d[89a-f][0-9a-f]{2})/gi;

/** A result and its JSON text, as queue_complete takes it. */
export interface WritableResult {
  readonly result: Result;
  readonly json: string;
}

/**
 * Writes a result as JSON; what jsonb cannot hold becomes U+FFFD. An output that cannot be written at all (a circle, a bigint)
 * fails its own job.
 */
export function makeWritable(result: Result): WritableResult {
  try {
    const json = JSON.stringify(result);
    return { result, json: json.includes("\\u") ? replaceRefusedEscapes(json) : json };
  } catch (error) {
    if (result.error?.error === "persist_failed") throw error;
    return makeWritable(refusedResultOf(result, `The output is no JSON: ${errorName(error)}`));
  }
}

function replaceRefusedEscapes(json: string): string {
  return json.replace(
    REFUSED_ESCAPE,
    // An even run of backslashes is itself escaped: the u after it is a plain letter.
    (
      escape,
      backslashes: string,
    ) => (backslashes.length % 2 === 0 ? escape : `${backslashes.slice(1)}\ufffd`),
  );
}

/** The engine's message is left out: it can quote keys of the output. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "it throws";
}
