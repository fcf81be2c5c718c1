import type { LedgerEntry } from "./ledger.ts";

/** What the ledger tells of one version. */
export interface LedgerVerdict {
  /** Orders: enqueued, edited, forced. */
  asked: number;
  /** Moves to ok or skipped. */
  done: number;
  /** Moves that nobody had asked for, or that had been made already. */
  doubled: number;
  /** Moves with a text that was not the newest. */
  outdated: number;
  /** Results taken from a worker whose lease had gone to another. */
  unleased: number;
  /** Jobs that became due although nobody asked. */
  unasked: number;
  failed: number;
}

/**
 * Judges what happened. An order (enqueue, edit, FORCE) allows one move to ok, on the text that it named; a later order takes the
 * place of one that is not done yet. An order may stay undone where a message was edited and then edited back.
 *
 * @param entries Each job's in the order in which they happened.
 * @returns By version.
 */
export function judgeLedger(entries: Iterable<LedgerEntry>): Map<string, LedgerVerdict> {
  const verdicts = new Map<string, LedgerVerdict>();
  const allowed = new Map<string, string | null>();
  for (const { version, raw_id, event, text_sha256, claim_id, made_under } of entries) {
    const verdict = verdicts.getOrInsertComputed(version, emptyVerdict);
    const job = `${version} ${raw_id}`;
    switch (event) {
      case "asked":
        verdict.asked++;
        allowed.set(job, text_sha256);
        break;
      case "done": {
        verdict.done++;
        const text = allowed.get(job) ?? null;
        if (text === null) verdict.doubled++;
        else if (text !== text_sha256) verdict.outdated++;
        if (made_under !== null && made_under !== claim_id) verdict.unleased++;
        allowed.set(job, null);
        break;
      }
      case "failed":
        verdict.failed++;
        break;
      case "unasked":
        verdict.unasked++;
    }
  }
  return verdicts;
}

/** A verdict on nothing. */
export function emptyVerdict(): LedgerVerdict {
  return { asked: 0, done: 0, doubled: 0, outdated: 0, unleased: 0, unasked: 0, failed: 0 };
}

/** How many results each worker brought in, by its name. */
export function countDone(entries: Iterable<LedgerEntry>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { event, worker } of entries) {
    if (event === "done" && worker !== null) counts.set(worker, (counts.get(worker) ?? 0) + 1);
  }
  return counts;
}
