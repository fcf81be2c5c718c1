import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { pruneVersion } from "../../lib/delivery/prune_version.ts";
import { isVersionExport, restoreVersion } from "../../lib/delivery/restore_version.ts";
import type { Sql } from "../../lib/store/database.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const NEVER = new AbortController().signal;

async function loadVersionRows(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select t::text as line from telegram_extractions t union all select t::text from pipeline_versions t`;
  return rows.map(({ line }) => line).sort();
}

/** A database of 300 messages whose version `old` was pruned, and what it held before. */
async function pruneOld(
  sql: Sql,
  folder: string,
): Promise<{ path: string; ids: number[]; before: string[] }> {
  const ids = await storeMessages(sql, numberedMessages(300));
  await storeOutputs(
    sql,
    "old",
    ids.map((rawId) => ({ rawId, output: { additional_remarks: `"quoted"\n📚 ${rawId}` } })),
  );
  const before = await loadVersionRows(sql);
  const { file } = await pruneVersion(sql, "old", folder);
  return { path: file.path, ids, before };
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function assertRefused(sql: Sql, path: string, says: RegExp): Promise<void> {
  const before = await loadVersionRows(sql);
  await assert.rejects(restoreVersion(sql, path, NEVER), (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, says);
    return true;
  });
  assert.deepEqual(await loadVersionRows(sql), before);
}

Deno.test("a pruned version comes back as it was, and only once", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const { path, before } = await pruneOld(test.sql, folder);
    assert.equal(await isVersionExport(path), true);
    assert.deepEqual(await restoreVersion(test.sql, path, NEVER), { version: "old", rows: 300, edited: 0 });
    assert.deepEqual(await loadVersionRows(test.sql), before);
    await assertRefused(test.sql, path, /there is a version "old"; prune that one first/);
  }));

Deno.test("jobs of a version that was away want the text of today, and it does not come back live", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    const { sql } = test;
    const { path, ids: [first = 0] } = await pruneOld(sql, folder);
    await Deno.writeTextFile(
      path,
      (await Deno.readTextFile(path)).replace('"promoted_at":null', '"promoted_at":"2026-01-01T00:00:00Z"'),
    );
    await sql`
      insert into telegram_message_revisions (raw_id, revised_at, text_sha256, raw_text, message_json)
      select id, message_date, text_sha256, raw_text, message_json from telegram_messages_raw where id = ${first}`;
    await sql`update telegram_messages_raw set raw_text = 'edited' where id = ${first}`;
    assert.equal((await restoreVersion(sql, path, NEVER)).edited, 1);
    const [row] = await sql`
      select e.status, e.wanted_sha256 = r.text_sha256 as wants_it, e.content_sha256 = r.text_sha256 as has_read_it, v.promoted_at
      from telegram_extractions e join telegram_messages_raw r on r.id = e.raw_id join pipeline_versions v on v.version = 'old'
      where e.raw_id = ${first}`;
    assert.deepEqual(row, { status: "ok", wants_it: true, has_read_it: false, promoted_at: null });
  }));

Deno.test("the version of another database, and a damaged file, are refused and leave nothing behind", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    await using other = await openTestDatabase();
    const { path } = await pruneOld(test.sql, folder);
    await assertRefused(other.sql, path, /it is of another database/);
    await storeMessages(other.sql, numberedMessages(300).map(({ text }) => ({ text: `other ${text}` })));
    await assertRefused(other.sql, path, /it is of another database/);

    const text = await Deno.readTextFile(path);
    for (
      const [damaged, says] of [
        [text.slice(0, -50), /line 301 is no row of telegram_extractions/],
        [text.replace('"status":"ok"', '"status":"well"'), /one of its rows does not fit/],
        [text.replace('"lost_leases"', '"found_leases"'), /has no found_leases here/],
        ["", /it is empty/],
      ] as const
    ) {
      await Deno.writeTextFile(path, damaged);
      await assertRefused(test.sql, path, says);
    }
  }));
