import assert from "node:assert/strict";
import { enqueueAll } from "../support/stored_jobs.ts";
import { runModeFile } from "../support/run_mode_file.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const POST = "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr";

Deno.test("without a server the reply of a file goes the whole way, and the mode says so", async () => {
  await using test = await openTestDatabase();
  await storeMessages(test.sql, [{ text: POST }, { text: "Happy new year!" }]);
  await enqueueAll(test.sql);
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(
      file,
      'Sure!\n```json\n{"assignment_code": "QX12", "start_date": "soon"}\n```\n',
    );
    const drain = () =>
      runModeFile(
        "mode4_drain_queue_no_side_effects.ts",
        test.url,
        ["--pipeline-version-override", "v1"],
        undefined,
        {
          LLM_MOCK_OUTPUT_FILE: file,
        },
      );
    const drained = await drain();
    assert.equal(drained.code, 0, drained.text);
    assert.match(drained.text, /extracted by llm \(mock\)/);
    assert.ok(drained.text.includes(`No server is asked: every reply is read from ${file}`));
    const [row] = await test.sql`
      select canonical_json ->> 'assignment_code' as code, llm_model, prompt_tokens, cost_usd::float8 as cost,
        meta -> 'llm' ->> 'model' as meta_model
      from telegram_extractions where status = 'ok'`;
    assert.deepEqual(row, { code: "QX12", llm_model: "mock", prompt_tokens: 0, cost: 0, meta_model: "mock" });
    const [version] = await test
      .sql`select model, fingerprint -> 'mock.reply' is not null as is_mock from pipeline_versions`;
    assert.deepEqual(version, { model: "mock", is_mock: true });
    assert.equal((await test.sql`select from llm_replies`).length, 0, "the cache is for what was paid");

    await Deno.writeTextFile(file, "{}");
    const changed = await drain();
    assert.equal(changed.code, 2);
    assert.match(changed.text, /mock\.reply: sha256:\w+\.\.\. -> sha256:/);

    await Deno.remove(file);
    const missing = await drain();
    assert.equal(missing.code, 2);
    assert.match(
      missing.text,
      /Cannot work without a server: found ".*", and there is no such file; write a reply .* or unset LLM_MOCK_OUTPUT_FILE/,
    );
  } finally {
    await Deno.remove(file).catch(() => {});
  }
});
