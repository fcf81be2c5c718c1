import assert from "node:assert/strict";
import { runModeFile } from "../support/run_mode_file.ts";
import { openTestDatabase } from "../support/test_database.ts";

Deno.test("on an empty database every mode says what comes first", async () => {
  await using test = await openTestDatabase();
  const version = ["--pipeline-version-override", "first"];
  const enqueue = await runModeFile("mode3_reparse_enqueue_from_raw.ts", test.url, version);
  assert.equal(enqueue.code, 0);
  assert.match(
    enqueue.text,
    /No message of this window is stored\. Import some: deno task import result\.json/,
  );

  const drain = await runModeFile("mode4_drain_queue_no_side_effects.ts", test.url, version);
  assert.equal(drain.code, 0);
  assert.match(
    drain.text,
    /Nothing to do: no job of version "first" is due|No job was ever enqueued under "first"/,
  );
});

Deno.test("a named file is looked for in the folder where the command was typed", async () => {
  await using test = await openTestDatabase();
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/result.json`, "");
    await Deno.writeTextFile(`${folder}/labels.jsonl`, "a note\n");
    const imported = await runModeFile("import_telegram_export.ts", test.url, ["result.json"], folder);
    assert.equal(imported.code, 2);
    assert.match(
      imported.text,
      /Cannot import "\/.*\/result\.json": it is empty; the export may not have finished/,
    );

    const scored = await runModeFile("score_gold.ts", test.url, ["--gold", "labels.jsonl"], folder);
    assert.equal(scored.code, 2);
    assert.match(
      scored.text,
      /Cannot score "labels\.jsonl": no line is a label \(line 1: not JSON\); write one a line/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
