import assert from "node:assert/strict";
import { countDone, emptyVerdict, judgeLedger, type LedgerVerdict } from "./judge_ledger.ts";
import type { LedgerEntry } from "./ledger.ts";

function entry(event: LedgerEntry["event"], text: string, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    version: "v",
    raw_id: 1,
    event,
    text_sha256: text,
    claim_id: null,
    worker: null,
    made_under: null,
    ...more,
  };
}

function judge(...entries: LedgerEntry[]): Partial<LedgerVerdict> {
  const verdict = judgeLedger(entries).get("v") ?? emptyVerdict();
  return Object.fromEntries(Object.entries(verdict).filter(([, count]) => count > 0));
}

Deno.test("an order that is done once is as it should be", () => {
  assert.deepEqual(judge(entry("asked", "a"), entry("done", "a")), { asked: 1, done: 1 });
});

Deno.test("an order that is done twice is doubled", () => {
  const twice = judge(entry("asked", "a"), entry("done", "a"), entry("done", "a"));
  assert.deepEqual(twice, { asked: 1, done: 2, doubled: 1 });
});

Deno.test("FORCE and an edit each allow it once more", () => {
  const forced = [entry("asked", "a"), entry("done", "a"), entry("asked", "a"), entry("done", "a")];
  assert.deepEqual(judge(...forced), { asked: 2, done: 2 });
  assert.deepEqual(judge(...forced, entry("asked", "b"), entry("done", "b")), { asked: 3, done: 3 });
});

Deno.test("an edit before the job is done takes the order's place and allows no second move", () => {
  const edited = [entry("asked", "a"), entry("asked", "b"), entry("done", "b")];
  assert.deepEqual(judge(...edited), { asked: 2, done: 1 });
  assert.deepEqual(judge(...edited, entry("done", "b")), { asked: 2, done: 2, doubled: 1 });
});

Deno.test("a move with a text from before an edit is outdated", () => {
  assert.deepEqual(judge(entry("asked", "a"), entry("asked", "b"), entry("done", "a")), {
    asked: 2,
    done: 1,
    outdated: 1,
  });
});

Deno.test("a message edited and edited back need not be done again", () => {
  const back = [entry("asked", "a"), entry("done", "a"), entry("asked", "b"), entry("asked", "a")];
  assert.deepEqual(judge(...back), { asked: 3, done: 1 });
});

Deno.test("a result that was made under another claim than the one that held the job is unleased", () => {
  const done = entry("done", "a", { claim_id: 8, made_under: 7 });
  assert.deepEqual(judge(entry("asked", "a"), done), { asked: 1, done: 1, unleased: 1 });
});

Deno.test("what failed or became due unasked is counted", () => {
  assert.deepEqual(judge(entry("asked", "a"), entry("failed", "a"), entry("unasked", "a")), {
    asked: 1,
    failed: 1,
    unasked: 1,
  });
});

Deno.test("jobs of other messages and versions are judged apart", () => {
  const entries = [
    entry("asked", "a"),
    entry("asked", "a", { raw_id: 2 }),
    entry("asked", "a", { version: "w" }),
    entry("done", "a"),
    entry("done", "a", { raw_id: 2 }),
    entry("done", "a", { version: "w" }),
  ];
  const verdicts = judgeLedger(entries);
  assert.deepEqual(verdicts.get("v"), { ...emptyVerdict(), asked: 2, done: 2 });
  assert.deepEqual(verdicts.get("w"), { ...emptyVerdict(), asked: 1, done: 1 });
});

Deno.test("what each worker brought in is counted", () => {
  const done = entry("done", "a", { worker: "x:1" });
  assert.deepEqual(countDone([entry("asked", "a"), done, done]), new Map([["x:1", 2]]));
});
