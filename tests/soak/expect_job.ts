import { endOf, type PostScript, type Step } from "./script.ts";

/** How a job ends whose post meets its script. */
export interface ExpectedJob {
  readonly status: "ok" | "skipped" | "failed";
  /** The name of the error it failed for. */
  readonly error: string | null;
  readonly attempts: number;
  /** What was asked for each item, in their order. */
  readonly steps: readonly (readonly Step[])[];
  /** Items of a post with several whose output is null. */
  readonly nulls: number;
  /** Replies that the last try paid for, or null where one was not counted or none came. */
  readonly paidReplies: number | null;
}

export interface Rules {
  readonly maxAttempts: number;
  /** Whether a reply that could be read is never asked for again. */
  readonly cache: boolean;
}

/** A try that counted for nothing. */
export interface LostTry {
  /** It died with its worker, or its next request was held back because the server seemed down; then all that it had asked went well. */
  readonly by: "death" | "hold";
  /** How many tries went before it. */
  readonly after: number;
  readonly requests: number;
  /** Whether the reply to the last of its requests was kept. */
  readonly keptLast: boolean;
}

/**
 * What becomes of a job by the script, told independently of how it is done.
 *
 * @param lost Tries to be lost on the way.
 * @returns Null where a try cannot have been lost so.
 */
export function expectJob(
  { items }: PostScript,
  rules: Rules,
  lost: readonly LostTry[] = [],
): ExpectedJob | null {
  const steps = items.map((): Step[] => []);
  if (items.length === 0) {
    return { status: "skipped", error: null, attempts: 1, steps, nulls: 0, paidReplies: null };
  }
  const kept = new Set<number>();
  for (let attempt = 1;; attempt++) {
    for (const { by, after, requests, keptLast } of lost) {
      if (after !== attempt - 1) continue;
      const tried = askAll(requests, keptLast);
      if (tried.requests < requests || (by === "hold" && tried.later !== null)) return null;
    }
    const tried = askAll(Infinity, true);
    const { paidReplies } = tried;
    if (tried.later !== null) {
      if (attempt < rules.maxAttempts) continue;
      return { status: "failed", error: tried.later, attempts: attempt, steps, nulls: 0, paidReplies };
    }
    const nulls = tried.errors.filter((error) => error !== null).length;
    const hasFailed = nulls === items.length;
    return {
      status: hasFailed ? "failed" : "ok",
      error: hasFailed ? tried.errors[0] ?? null : null,
      attempts: attempt,
      steps,
      nulls: hasFailed ? 0 : nulls,
      paidReplies,
    };
  }

  /** One try, up to so many requests. */
  function askAll(mostRequests: number, keepsLast: boolean) {
    const errors: (string | null)[] = [];
    let requests = 0;
    let paid = 0;
    let hasReply = false;
    let isCounted = true;
    const sum = (later: string | null) => ({
      later,
      errors,
      requests,
      paidReplies: hasReply && isCounted ? paid : null,
    });
    for (const [place, { first, then }] of items.entries()) {
      if (kept.has(place)) {
        hasReply = true;
        errors.push(null);
        continue;
      }
      for (let tries = 1;; tries++) {
        if (requests === mostRequests) return sum(null);
        requests += 1;
        const asked = steps[place] ?? [];
        const step = first[asked.length] ?? then;
        asked.push(step);
        const end = endOf(step);
        if (end.as === "later") return sum(end.error);
        if (end.as === "unreadable" || end.counts) paid += 1;
        if (end.as !== "given_up" || end.counts) hasReply = true;
        if (end.as === "unreadable" && tries < 2) continue;
        if (end.as === "read") {
          isCounted &&= end.counts;
          if (rules.cache && (requests < mostRequests || keepsLast)) kept.add(place);
        }
        errors.push(end.as === "read" ? null : end.error);
        break;
      }
    }
    return sum(null);
  }
}
