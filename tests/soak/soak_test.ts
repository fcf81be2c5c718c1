import assert from "node:assert/strict";
import { openTestDatabase } from "../support/test_database.ts";
import { runSoak } from "./run_soak.ts";

Deno.test("with faults in three items of ten every job ends ok or failed with its true reason, and all counts agree", async () => {
  await using test = await openTestDatabase();
  const { rows, discrepancies } = await runSoak(test, {
    jobs: 300,
    seed: 7,
    cache: true,
    kills: false,
    holds: false,
    concurrency: 24,
    timeoutSeconds: 1.5,
    circuitBreaker: { failures: 1000, openMs: 100 },
  }, new AbortController().signal);
  assert.deepEqual(discrepancies, []);
  const errors = new Set(rows.map(({ error }) => error));
  for (
    const error of ["llm_timeout", "llm_connection", "llm_bad_response", "llm_invalid_json", "llm_error"]
  ) {
    assert.ok(errors.has(error), `the scripts hold no job that ends as ${error}`);
  }
});
