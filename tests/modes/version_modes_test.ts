import assert from "node:assert/strict";
import { runModeFile } from "../support/run_mode_file.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

Deno.test("prune deletes nothing unless it is told to apply and the versions are repeated", async () => {
  await using test = await openTestDatabase();
  const [rawId = 0] = await storeMessages(test.sql, numberedMessages(1));
  await storeOutputs(test.sql, "old", [{ rawId }]);
  const prune = (...args: readonly string[]) => runModeFile("prune_versions.ts", test.url, args);

  const runs = await Promise.all([
    prune("--versions", "old"),
    prune("--versions", "old", "--confirm", "old"),
    prune("--versions", "old", "--apply"),
    prune("--versions", "old", "--apply", "--confirm", "new"),
    prune("--apply"),
  ]);
  assert.deepEqual(runs.map(({ code }) => code), [0, 0, 2, 2, 2]);
  assert.match(runs[0]?.text ?? "", /Dry run: nothing was deleted\. To delete: .* --apply --confirm old/);
  assert.match(runs[2]?.text ?? "", /add --confirm old/);
  assert.equal((await test.sql`select from telegram_extractions`).length, 1);
});

Deno.test("promote shows the coverage, refuses with exit code 2, changes nothing in a dry run, and goes back", async () => {
  await using test = await openTestDatabase();
  const [one = 0, two = 0] = await storeMessages(test.sql, numberedMessages(2));
  await storeOutputs(test.sql, "large", [{ rawId: one }, { rawId: two }]);
  await storeOutputs(test.sql, "small", [{ rawId: one }]);
  const promote = (...args: readonly string[]) => runModeFile("promote_version.ts", test.url, args);
  const live = async () =>
    (await test.sql`select distinct pipeline_version from live_assignments`).map((row) =>
      row["pipeline_version"]
    );

  assert.equal((await promote("--version", "large")).code, 0);
  assert.deepEqual(await live(), ["large"]);
  const refused = await promote("--version", "small");
  assert.equal(refused.code, 2);
  assert.match(
    refused.text,
    /lost: never enqueued in it +1[^]*would show 1 assignments where 2 are shown now/,
  );
  assert.equal((await promote("--version", "small", "--allow-shrink", "--dry-run")).code, 0);
  assert.deepEqual(await live(), ["large"]);
  assert.equal((await promote("--version", "small", "--allow-shrink")).code, 0);
  assert.deepEqual(await live(), ["small"]);
  assert.equal((await promote("--rollback")).code, 0);
  assert.deepEqual(await live(), ["large"]);
  assert.equal((await promote("--rollback", "--version", "small")).code, 2);
});
