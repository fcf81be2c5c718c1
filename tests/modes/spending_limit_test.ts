import assert from "node:assert/strict";
import { startOpenAiServer } from "../support/openai_server.ts";
import { runModeFile } from "../support/run_mode_file.ts";
import { enqueueAll } from "../support/stored_jobs.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const JOBS = 40;

Deno.test("a drain that has spent its limit says what it did for it, leaves the rest pending and ends with exit code 1", async () => {
  await using test = await openTestDatabase();
  const texts = Array.from(
    { length: JOBS },
    (_, at) => `Code: DX${at}\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr`,
  );
  await storeMessages(test.sql, texts.map((text) => ({ text })));
  await enqueueAll(test.sql);
  const server = startOpenAiServer({ reply: () => '{"assignment_code": "DX1"}' });
  try {
    const { code, text } = await runModeFile(
      "mode4_drain_queue_no_side_effects.ts",
      test.url,
      ["--pipeline-version-override", "v1"],
      undefined,
      { LLM_API_URL: server.url, LLM_MODEL_NAME: "gpt-5-mini", MAX_COST_USD: "0.002" },
    );
    assert.equal(code, 1, text);
    assert.match(text, /^ok +\d/m);
    assert.match(text, /US\$/);
    assert.match(text, /^error: Stopped at MAX_COST_USD: .* the same command goes on/m);
  } finally {
    await server.close();
  }
  const [left] = await test.sql`
    select count(*) filter (where status = 'ok')::int as ok, count(*) filter (where status = 'pending')::int as pending
    from telegram_extractions`;
  assert.ok(left?.["ok"] > 0 && left?.["ok"] + left?.["pending"] === JOBS, JSON.stringify(left));
});
