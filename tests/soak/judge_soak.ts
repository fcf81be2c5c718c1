import { isDeepStrictEqual } from "node:util";
import { sumCounts } from "../../lib/queue/drain_totals.ts";
import { type ExpectedJob, expectJob, type LostTry, type Rules } from "./expect_job.ts";
import type { SoakRow } from "./load_soak_rows.ts";
import { CANARY, type PostScript } from "./script.ts";
import type { EndedSoakWorker } from "./soak_process.ts";
import { REPLY_TOKENS, type SoakServer } from "./soak_server.ts";

/** All that a soak left behind. */
export interface SoakEvidence {
  readonly posts: readonly PostScript[];
  readonly rules: Rules;
  /** In the order of the posts. */
  readonly rows: readonly SoakRow[];
  readonly workers: readonly EndedSoakWorker[];
  readonly server: Pick<SoakServer, "items" | "tokensByKey" | "strays" | "requests">;
  readonly kills: boolean;
  /** Whether requests can have been held back because the server seemed down. */
  readonly holds: boolean;
}

/** US dollars of one reply of gpt-5-mini: 0.25 for a million tokens sent, 2 for a million received. */
const REPLY_USD = (REPLY_TOKENS.prompt * 0.25 + REPLY_TOKENS.completion * 2) / 1e6;
/** What must not be told: a number of the posts, a key, a phrase of the prompt. */
const SECRETS = [CANARY, "sk-soak", "Sec 2 Maths", "<post>"];
const MOST_REQUESTS_OF_A_TRY = 6;

/** Finds all that is not as the scripts say, in sentences. */
export function judgeSoak(evidence: SoakEvidence): string[] {
  return [
    ...evidence.posts.flatMap((post, at) => judgeJob(evidence, post, at)),
    ...judgeRequests(evidence),
    ...judgeTotals(evidence),
    ...evidence.workers.flatMap((worker) => judgeWorker(worker, evidence)),
  ];
}

function judgeJob({ rules, rows, server, holds }: SoakEvidence, post: PostScript, at: number): string[] {
  const row = rows[at];
  if (row === undefined) return [`Job ${at} is missing`];
  const name = `Job ${at} (${post.items.map(({ code }) => code).join(", ") || "no assignment"})`;
  const seen = post.items.map(({ code }) => server.items.get(code)?.steps ?? []);
  const compare = (lost: readonly LostTry[]) => {
    const expected = expectJob(post, rules, lost);
    return expected === null ? ["it cannot be so"] : compareJob(expected, row, seen);
  };
  const exact = compare([]);
  const isExcused = exact.length > 0 &&
    listLostTries(rules, row.lost_leases > 0, holds).some((lost) => compare(lost).length === 0);
  const told = SECRETS.filter((secret) => row.told.includes(secret)).map(() =>
    "its error tells what it must not"
  );
  return [...isExcused ? [] : exact, ...told].map((complaint) => `${name}: ${complaint}`);
}

/** Where tries can have been lost: one with its worker, and up to two that were held back. */
function listLostTries({ maxAttempts }: Rules, died: boolean, holds: boolean): LostTry[][] {
  const list = (by: LostTry["by"]) =>
    Array.from(
      { length: maxAttempts },
      (_, after) =>
        Array.from({ length: MOST_REQUESTS_OF_A_TRY }, (_, requests) =>
          [true, false].map((keptLast) => ({ by, after, requests: requests + 1, keptLast }))),
    ).flat(2);
  const deaths = died ? list("death").map((death) => [death]) : [[]];
  const held = holds ? list("hold") : [];
  const holdings = [
    [],
    ...held.map((one) => [one]),
    ...held.flatMap((one) => held.map((other) => [one, other])),
  ];
  return deaths.flatMap((death) => holdings.map((holding) => [...death, ...holding]));
}

function compareJob(expected: ExpectedJob, row: SoakRow, seen: readonly (readonly string[])[]): string[] {
  const { paidReplies } = expected;
  const asExpected = {
    status: expected.status,
    error: expected.error,
    attempts: expected.attempts,
    "items without an output": expected.status === "ok" ? expected.nulls : null,
    "tokens sent": paidReplies === null ? null : paidReplies * REPLY_TOKENS.prompt,
    "tokens received": paidReplies === null ? null : paidReplies * REPLY_TOKENS.completion,
    "cost in millionths of a US dollar": paidReplies === null
      ? null
      : Math.round(paidReplies * REPLY_USD * 1e6),
    "what was asked": expected.steps,
  };
  const asFound: Readonly<Record<keyof typeof asExpected, unknown>> = {
    status: row.status,
    // What a try failed for stays until another goes well.
    error: row.error,
    attempts: row.attempts,
    "items without an output": row.nulls,
    "tokens sent": row.prompt_tokens,
    "tokens received": row.completion_tokens,
    "cost in millionths of a US dollar": row.cost_usd === null ? null : Math.round(row.cost_usd * 1e6),
    "what was asked": seen,
  };
  return Object.entries(asExpected).flatMap(([fact, wanted]) => {
    const found = Object.entries(asFound).find(([name]) => name === fact)?.[1];
    return isDeepStrictEqual(found, wanted)
      ? []
      : [`${fact} should be ${JSON.stringify(wanted)}, is ${JSON.stringify(found)}`];
  });
}

/** Every request is one that a script has, or one that was sent again for a reason that is known. */
function judgeRequests({ server }: SoakEvidence): string[] {
  const counted = [...server.items.values()].reduce((sum, { steps, extra }) => sum + steps.length + extra, 0);
  return [
    ...(server.strays > 0 ? [`${server.strays} requests were for no item of a post`] : []),
    ...(counted + server.strays === server.requests
      ? []
      : [`${server.requests} requests came, ${counted} are accounted for`]),
  ];
}

/** What the workers tell, put together, is what is stored; with one killed it is at most that. */
function judgeTotals({ rows, workers, kills }: SoakEvidence): string[] {
  const told = workers.flatMap(({ totals }) => totals ?? []);
  const sum = (count: (totals: typeof told[number]) => number) =>
    told.reduce((sum, totals) => sum + count(totals), 0);
  const stored = (status: string, error?: string) =>
    rows.filter((row) => row.status === status && (error === undefined || row.error === error)).length;
  const errors = new Set(
    rows.flatMap(({ status, error }) => status === "failed" && error !== null ? [error] : []),
  );
  const retries = rows.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  const figures: [name: string, told: number, stored: number, isLeast?: boolean][] = [
    ["jobs ok", sum(({ ok }) => ok), stored("ok")],
    ["jobs skipped", sum(({ skipped }) => sumCounts(skipped)), stored("skipped")],
    ["jobs failed", sum(({ failed }) => sumCounts(failed)), stored("failed")],
    ...[...errors].map((error): [string, number, number] => [
      `jobs failed for ${error}`,
      sum(({ failed }) => failed[error] ?? 0),
      stored("failed", error),
    ]),
  ];
  // A request that was held back is told as a try to be repeated, and costs the job none.
  if (!kills && sum(({ retried }) => retried) < retries) {
    figures.push(["tries to be repeated", sum(({ retried }) => retried), retries]);
  }
  return figures.filter(([, told, stored]) => kills ? told > stored : told !== stored).map((
    [name, told, stored],
  ) => `The workers tell of ${told} ${name}, ${stored} are stored`);
}

/** A worker that nobody killed ends well, its totals add up, it paid for what it was sent, and it told nobody what it read. */
function judgeWorker(
  { key, code, wasKilled, totals, text }: EndedSoakWorker,
  { server }: SoakEvidence,
): string[] {
  const name = `Worker ${key}`;
  const complaints = SECRETS.filter((secret) => text.includes(secret)).map((secret) =>
    `${name} wrote "${secret}" to its terminal`
  );
  if (wasKilled) return complaints;
  if (totals === null) return [...complaints, `${name} ended with ${code}: ${text.slice(-500)}`];
  const { claimed, ok, retried, edited, late, released } = totals;
  const sum = ok + sumCounts(totals.skipped) + sumCounts(totals.failed) + retried + edited + late + released;
  if (sum !== claimed) complaints.push(`${name} claimed ${claimed} jobs and tells of ${sum}`);
  const { prompt, completion } = server.tokensByKey.get(key) ?? { prompt: 0, completion: 0 };
  if (totals.promptTokens !== prompt || totals.completionTokens !== completion) {
    complaints.push(
      `${name} tells of ${totals.promptTokens} tokens sent and ${totals.completionTokens} received, ` +
        `the server of ${prompt} and ${completion}`,
    );
  }
  const usd = prompt / REPLY_TOKENS.prompt * REPLY_USD;
  if (Math.abs(totals.costUsd - usd) > 1e-9 * Math.max(1, prompt)) {
    complaints.push(`${name} tells of US$ ${totals.costUsd}, its replies cost US$ ${usd}`);
  }
  return complaints;
}
