import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { planPromotion } from "../../lib/delivery/promote_version.ts";
import { planPrune, pruneVersion } from "../../lib/delivery/prune_version.ts";
import { readFileFacts } from "../../lib/files/read_file_facts.ts";
import type { Sql } from "../../lib/store/database.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function countRows(sql: Sql, version: string): Promise<number> {
  const rows = await sql<{ count: number }[]>`
    select (select count(*) from telegram_extractions where pipeline_version = ${version})
      + (select count(*) from pipeline_versions where version = ${version}) as count`;
  return rows[0]?.count ?? 0;
}

Deno.test("a pruned version is gone whole, and its file holds every row as it was", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const { sql } = test;
    const ids = await storeMessages(sql, numberedMessages(4321));
    const outputs = ids.map((rawId) => ({ rawId, output: { additional_remarks: `"quoted"\n📚 ${rawId}` } }));
    await storeOutputs(sql, "old", outputs);
    await storeOutputs(sql, "kept", outputs);
    const before = await sql<{ row: unknown }[]>`
      select row_to_json(e) as row from telegram_extractions e where pipeline_version = 'old' order by raw_id`;

    const { deleted, file } = await pruneVersion(sql, "old", folder);
    assert.equal(deleted, 4321);
    assert.equal(file.path, `${folder}/old.ndjson`);
    assert.equal(await countRows(sql, "old"), 0);
    assert.equal(await countRows(sql, "kept"), 4322);
    assert.equal((await readFileFacts(file.path)).sha256, file.sha256);
    const lines = (await Deno.readTextFile(file.path)).trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.equal(lines[0].table, "pipeline_versions");
    assert.deepEqual(lines[0].row.fingerprint, { rules: "sha256:old" });
    assert.deepEqual(lines.slice(1), before.map(({ row }) => ({ table: "telegram_extractions", row })));
  }));

Deno.test("a plan counts the rows by status and changes nothing", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const [one = 0, two = 0, three = 0] = await storeMessages(sql, numberedMessages(3));
  await storeOutputs(sql, "old", [{ rawId: one }, { rawId: two, status: "skipped" }, {
    rawId: three,
    status: "pending",
  }]);
  const plan = await planPrune(sql, "old");
  assert.deepEqual(plan, {
    version: "old",
    jobs: { ok: 1, skipped: 1, failed: 0, pending: 1, processing: 0 },
    total: 3,
    obstacle: null,
    isRollbackTarget: false,
  });
  assert.equal(await countRows(sql, "old"), 4);
});

Deno.test("the live version, one with jobs in flight and an unknown one are refused, and nothing is written", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const { sql } = test;
    const [one = 0] = await storeMessages(sql, numberedMessages(1));
    await storeOutputs(sql, "before", [{ rawId: one }]);
    await storeOutputs(sql, "live", [{ rawId: one }]);
    await storeOutputs(sql, "busy", [{ rawId: one, status: "processing" }]);
    for (const version of ["before", "live"]) {
      await (await planPromotion(sql, version, { allowShrink: false, allowUnfinished: false })).apply();
    }
    await assert.rejects(() => pruneVersion(sql, "live", folder), /it is live/);
    await assert.rejects(() => pruneVersion(sql, "busy", folder), /1 of its jobs are in flight/);
    await assert.rejects(() => pruneVersion(sql, "absent", folder), UserError);
    assert.equal((await planPrune(sql, "before")).isRollbackTarget, true);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    assert.equal(await countRows(sql, "live") + await countRows(sql, "busy"), 4);
  }));

Deno.test("an earlier export is never replaced", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    await Deno.writeTextFile(`${folder}/old.ndjson`, "precious");
    await storeOutputs(test.sql, "old", []);
    const { file } = await pruneVersion(test.sql, "old", folder);
    assert.equal(file.path, `${folder}/old.2.ndjson`);
    assert.equal(await Deno.readTextFile(`${folder}/old.ndjson`), "precious");
  }));

const CHANGES: Readonly<Record<string, (sql: Sql, rawId: number) => Promise<unknown>>> = {
  "a result is written": (sql) =>
    sql`update telegram_extractions set updated_at = now() where pipeline_version = 'old'`,
  "a job is enqueued": (sql, rawId) =>
    sql`insert into telegram_extractions (raw_id, pipeline_version, wanted_sha256) values (${rawId}, 'old', '\\x00')`,
  "it is promoted": (sql) => sql`update pipeline_versions set promoted_at = now() where version = 'old'`,
};

for (const [change, make] of Object.entries(CHANGES)) {
  Deno.test(`when ${change} between the export and the end, nothing is deleted`, () =>
    withFolder(async (folder) => {
      await using test = await openTestDatabase();
      const { sql } = test;
      const [one = 0, two = 0] = await storeMessages(sql, numberedMessages(2));
      await storeOutputs(sql, "old", [{ rawId: one }]);
      let changed: Promise<unknown> | null = null;
      const prune = pruneVersion(sql, "old", folder, (_exported, deleted) => {
        if (deleted === 0) changed ??= make(sql, two);
        return changed;
      });
      await assert.rejects(() => prune, /changed meanwhile; nothing was deleted/);
      assert.ok(await countRows(sql, "old") >= 2);
    }));
}
