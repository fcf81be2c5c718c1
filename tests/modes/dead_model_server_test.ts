import assert from "node:assert/strict";
import { FAULTS } from "../support/openai_faults.ts";
import { type OpenAiServerOptions, startOpenAiServer } from "../support/openai_server.ts";
import { runModeFile } from "../support/run_mode_file.ts";
import { enqueueAll } from "../support/stored_jobs.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const JOBS = 2_000;
const CONCURRENCY = 16;
/** Five failures in a row open the circuit; so many may be under way when they come. */
const MOST_REQUESTS = 2 * CONCURRENCY;
const LIMIT_MS = 20_000;

const SERVERS: readonly (readonly [name: string, options: OpenAiServerOptions | null, says: RegExp])[] = [
  ["that nobody runs", null, /the connection failed; check that the server runs, and LLM_API_URL/],
  ["that never answers", { fault: () => FAULTS.hang }, /no answer within 0\.5 s \(LLM_TIMEOUT_SECONDS\)/],
  ["that answers 500 for ever", { fault: () => FAULTS.serverError }, /answered with status 500/],
];

for (const [name, options, says] of SERVERS) {
  Deno.test(`mode 4 over a server ${name} stops within seconds with one message, and no job of 2,000 fails`, async () => {
    await using test = await openTestDatabase();
    await storeMessages(test.sql, Array.from({ length: JOBS }, (_, at) => ({ text: writePost(at) })));
    await enqueueAll(test.sql);
    const server = startOpenAiServer(options ?? {});
    if (options === null) await server.close();
    try {
      const startedAt = performance.now();
      const { code, text } = await runModeFile(
        "mode4_drain_queue_no_side_effects.ts",
        test.url,
        [
          ...["--pipeline-version-override", "v1", "--concurrency", String(CONCURRENCY)],
        ],
        undefined,
        {
          LLM_API_URL: server.url,
          LLM_MODEL_NAME: "test-model",
          LLM_TIMEOUT_SECONDS: "0.5",
          // What is put off is left: a run that did not stop early ends soon, too, and fails the test.
          WAIT_FOR_RETRIES_S: "1",
        },
      );
      assert.ok(performance.now() - startedAt < LIMIT_MS);
      assert.equal(code, 2, text);
      assert.match(text, says);
      assert.equal(text.match(/^error: /gm)?.length, 1, text);
      assert.equal(text.match(/Cannot get a reply/g)?.length, 1, text);
      assert.ok(server.bodies.length <= MOST_REQUESTS, `${server.bodies.length} requests`);
    } finally {
      if (options !== null) await server.close();
    }
    const [left] = await test.sql`
      select count(*) filter (where status = 'pending')::int as pending, max(attempts)::int as most_attempts,
        sum(attempts)::int as attempts from telegram_extractions`;
    assert.equal(left?.["pending"], JOBS);
    assert.ok(left?.["most_attempts"] <= 1 && left?.["attempts"] <= MOST_REQUESTS, JSON.stringify(left));
  });
}

function writePost(at: number): string {
  return `Code: DX${at}\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr`;
}
