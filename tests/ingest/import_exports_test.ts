import assert from "node:assert/strict";
import {
  describeImport,
  importRows,
  importTable,
  isImportComplete,
} from "../../lib/ingest/describe_import.ts";
import { type ImportedFile, importExports, type ImportOptions } from "../../lib/ingest/import_exports.ts";
import { countsOf } from "../../lib/ingest/ingest_counts.ts";
import { iterSampleExport } from "../../lib/samples/iter_sample_export.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import type { Sql } from "../../lib/store/database.ts";
import { addRunProgress, finishRun, startRun } from "../../lib/store/ingestion_runs.ts";
import { openExportFile } from "../../lib/telegram/export_file.ts";
import { iterMessageLines } from "../../lib/telegram/iter_message_lines.ts";
import { exportedChannel, exportedMessage } from "../telegram/read_export_text.ts";
import { openTestDatabase } from "../support/test_database.ts";

const STORED = { dryRun: false, interrupted: false };
const SAMPLE = { seed: 5, since: new Date("2025-01-06T00:00:00+08:00") };

/** Runs a test with a database and a folder of its own. */
async function withFolder(run: (sql: Sql, folder: string) => Promise<void>): Promise<void> {
  await using test = await openTestDatabase();
  const folder = await Deno.makeTempDir();
  try {
    await run(test.sql, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function importFiles(
  sql: Sql,
  folder: string,
  contents: readonly string[],
  options: Partial<ImportOptions> = {},
): Promise<ImportedFile[]> {
  const paths = contents.map((_, index) => `${folder}/${index}/result.json`);
  for (const [index, content] of contents.entries()) {
    await Deno.mkdir(`${folder}/${index}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/${index}/result.json`, content);
  }
  return await importExports(sql, await Promise.all(paths.map(openExportFile)), {
    channelLink: null,
    timeZone: null,
    dryRun: false,
    rejectsFolder: `${folder}/rejects`,
    signal: new AbortController().signal,
    batchSize: 100,
    ...options,
  });
}

Deno.test("a sample account is imported whole, and a second time changes nothing", async () => {
  await withFolder(async (sql, folder) => {
    const options = { ...SAMPLE, messagesPerChannel: 150 };
    const content = [...iterSampleExport(options)].join("");
    const expected = [...iterSampleMessages(options)].filter((message) => !message.isDeleted);
    const files = await importFiles(sql, folder, [content]);
    assert.deepEqual(files[0]?.counts, countsOf({ new: expected.length }));
    assert.equal(isImportComplete(files), true);
    const rows = await sql<
      { channel_id: number; message_id: number; raw_text: string; is_forward: boolean }[]
    >`
      select channel_id, message_id, raw_text, is_forward from telegram_messages_raw`;
    const key = (channelId: number, messageId: number) => `${channelId} ${messageId}`;
    const stored = new Map(rows.map((row) => [key(row.channel_id, row.message_id), row]));
    for (const message of expected) {
      const row = stored.get(key(message.channel.channelId, message.messageId));
      assert.equal(row?.raw_text, message.text);
      assert.equal(row.is_forward, message.forwardedFrom !== null);
    }

    const again = await importFiles(sql, folder, [content]);
    assert.deepEqual(again[0]?.counts, countsOf({ unchanged: expected.length }));
    assert.deepEqual(describeImport(again, STORED), [
      `Nothing new: ${expected.length.toLocaleString("en-US")} messages were already stored unchanged.`,
    ]);
    const [runs] = await sql`
      select count(*)::int as runs, sum(p.messages_read)::int as messages_read, bool_and(r.status = 'ok') as ok
      from ingestion_runs r join ingestion_run_progress p on p.run_id = r.id`;
    assert.deepEqual({ ...runs }, {
      runs: 2 * (files[0]?.chats.length ?? 0),
      messages_read: 2 * expected.length,
      ok: true,
    });
  });
});

Deno.test("a later export brings edits, and the earlier one does not take them back", async () => {
  await withFolder(async (sql, folder) => {
    const options = { ...SAMPLE, messagesPerChannel: 120 };
    const earlier = [...iterSampleExport({ ...options, revision: 1 })].join("");
    const later = [...iterSampleExport({ ...options, revision: 2 })].join("");
    const before = new Map(
      [...iterSampleMessages({ ...options, revision: 1 })].map((message) => [
        `${message.channel.channelId} ${message.messageId}`,
        message.text,
      ]),
    );
    const after = [...iterSampleMessages({ ...options, revision: 2 })].filter((message) =>
      !message.isDeleted
    );
    const edited = after.filter((message) =>
      before.get(`${message.channel.channelId} ${message.messageId}`) !== message.text
    );
    assert(edited.length > 0);
    await importFiles(sql, folder, [earlier]);
    const [second] = await importFiles(sql, folder, [later]);
    assert.equal(second?.counts.edited, edited.length);
    assert.equal(second.counts.new, 0);
    const [third] = await importFiles(sql, folder, [earlier]);
    assert.equal(third?.counts.edited, 0);
    assert.equal(third.counts.older, edited.length);
    const [row] = await sql`select count(*)::int as n from telegram_message_revisions`;
    assert.equal(row?.["n"], edited.length);
  });
});

Deno.test("what cannot be imported is kept aside with its place, and the rest is imported", async () => {
  await withFolder(async (sql, folder) => {
    const broken = exportedMessage(2, "two", { date_unixtime: "x" });
    const good = exportedChannel([exportedMessage(1, "one"), broken, exportedMessage(3, "three")]);
    const cut = exportedChannel([exportedMessage(4, "four"), exportedMessage(5, "five")], 8).slice(0, -30);
    const files = await importFiles(sql, folder, [good, cut]);
    assert.deepEqual(files.map(({ counts }) => counts), [
      countsOf({ new: 2, rejected: 1 }),
      countsOf({ new: 1, rejected: 1 }),
    ]);
    assert.equal(isImportComplete(files), false);
    assert.deepEqual(files.map(({ rejectsPath }) => rejectsPath), [
      `${folder}/rejects/result.rejects.ndjson`,
      `${folder}/rejects/result-2.rejects.ndjson`,
    ]);
    const line = JSON.parse(await Deno.readTextFile(`${folder}/rejects/result.rejects.ndjson`));
    assert.deepEqual({ ...line, record: JSON.parse(line.record) }, {
      file: `${folder}/0/result.json`,
      byte_offset: good.indexOf("{", good.indexOf('"one"')),
      message_index: 1,
      message_id: 2,
      reason: 'date is "x", expected seconds since 1970',
      record: broken,
    });
    assert.deepEqual(importRows(files).map((row) => [row[1], row[2], row[8]]), [[3, 2, 1], [2, 1, 1], [
      5,
      3,
      2,
    ]]);
    const [stopped, rejected] = describeImport(files, STORED);
    assert.match(
      stopped ?? "",
      /^Stopped in ".*1\/result\.json" at byte \d+: the file ends before the export does\./,
    );
    assert.match(
      rejected ?? "",
      /^Rejected: 2 records, kept aside .*result\.rejects\.ndjson, .*result-2\.rejects/,
    );
  });
});

Deno.test("a chat without an id is counted apart from the chats around it", async () => {
  await withFolder(async (sql, folder) => {
    const [known, other] = [7, 8].map((id) => JSON.parse(exportedChannel([exportedMessage(1, "one")], id)));
    const files = await importFiles(sql, folder, [
      JSON.stringify([known, { name: "x", messages: [exportedMessage(1, "lost")] }, other]),
    ]);
    assert.deepEqual(files[0]?.counts, countsOf({ new: 2, rejected: 1 }));
    assert.deepEqual(files[0].chats.map(({ counts }) => counts), [
      countsOf({ new: 1 }),
      countsOf({ new: 1 }),
    ]);
    assert.deepEqual(importRows(files).map((row) => [row[0], row[1], row[8]]), [
      ["Tuition", 1, 0],
      ["Tuition", 1, 0],
      ["(in no chat)", 1, 1],
      ["all", 3, 1],
    ]);
  });
});

Deno.test("a link that is given names the chat, and an import without one does not take it away", async () => {
  await withFolder(async (sql, folder) => {
    const link = async () =>
      (await sql`select channel_link from telegram_channels where channel_id = -1000000000007`)[0]
        ?.["channel_link"];
    const content = exportedChannel([exportedMessage(1, "one")]);
    await importFiles(sql, folder, [content]);
    assert.equal(await link(), null);
    await importFiles(sql, folder, [content], { channelLink: "https://t.me/SomeChannel" });
    assert.equal(await link(), "t.me/somechannel");
    await importFiles(sql, folder, [content]);
    assert.equal(await link(), "t.me/somechannel");

    const other = exportedChannel([exportedMessage(1, "one")], 8);
    await assert.rejects(importFiles(sql, folder, [other], { channelLink: "@SomeChannel" }), {
      name: "UserError",
      message: /it is stored as the link of -1000000000007; check --channel-link and the file/,
    });
    await assert.rejects(importFiles(sql, folder, [content, other], { channelLink: "@OtherChannel" }), {
      name: "UserError",
      message: /^Cannot give t\.me\/otherchannel to several chats: found -1000000000007 and -1000000000008/,
    });
    assert.equal(await link(), "t.me/somechannel");
    await assert.rejects(importFiles(sql, folder, [content], { channelLink: "-1001234567890" }), {
      name: "UserError",
    });
  });
});

Deno.test("a file that is no export stops the import before anything is stored", async () => {
  await withFolder(async (sql, folder) => {
    await assert.rejects(importFiles(sql, folder, [exportedChannel([exportedMessage(1, "one")]), ""]), {
      name: "UserError",
      message: /result\.json": it is empty/,
    });
    const [row] = await sql`select count(*)::int as n from ingestion_runs`;
    assert.equal(row?.["n"], 0);
  });
});

Deno.test("an export without instants is refused without a zone and imported with one", async () => {
  await withFolder(async (sql, folder) => {
    const content = exportedChannel([{ id: 1, type: "message", date: "2021-05-01T08:00:00", text: "old" }]);
    await assert.rejects(importFiles(sql, folder, [content]), {
      name: "UserError",
      message:
        /^Cannot import ".*result\.json": its dates are local times .* --export-time-zone Asia\/Singapore$/,
    });
    const [run] = await sql`select status from ingestion_runs`;
    assert.equal(run?.["status"], "error");
    await importFiles(sql, folder, [content], { timeZone: "Asia/Singapore" });
    const [row] = await sql`select message_date from telegram_messages_raw`;
    assert.deepEqual(row?.["message_date"], new Date("2021-05-01T00:00:00Z"));
  });
});

Deno.test("an interrupted import keeps what it stored and goes on when run again", async () => {
  await withFolder(async (sql, folder) => {
    const content = exportedChannel(
      Array.from({ length: 1000 }, (_, index) => exportedMessage(index + 1, `${index}`)),
    );
    const controller = new AbortController();
    const interrupted = await importFiles(sql, folder, [content], {
      signal: controller.signal,
      onProgress: ({ messagesRead }) => messagesRead === 450 && controller.abort(),
    });
    const stored = interrupted[0]?.counts.new ?? 0;
    assert(stored >= 400 && stored < 1000, `${stored} stored`);
    const [run] = await sql`select status from ingestion_runs`;
    assert.equal(run?.["status"], "cancelled");
    const [rest] = await importFiles(sql, folder, [content]);
    assert.deepEqual(rest?.counts, countsOf({ new: 1000 - stored, unchanged: stored }));
  });
});

Deno.test("a dry run tells what would happen and keeps nothing", async () => {
  await withFolder(async (sql, folder) => {
    const files = await importFiles(sql, folder, [exportedChannel([exportedMessage(1, "one")])], {
      dryRun: true,
    });
    assert.deepEqual(files[0]?.counts, countsOf({ new: 1 }));
    assert.deepEqual(describeImport(files, { ...STORED, dryRun: true }), ["Dry run: nothing was stored."]);
    const [row] =
      await sql`select (select count(*) from telegram_channels) + (select count(*) from ingestion_runs) as n`;
    assert.equal(row?.["n"], 0);
  });
});

Deno.test("a file that is no export costs that file alone, and the run tells of it", async () => {
  await withFolder(async (sql, folder) => {
    const good = exportedChannel([exportedMessage(1, "one")]);
    const old = exportedChannel([{ id: 2, type: "message", date: "2021-05-01T08:00:00", text: "old" }]);
    const files = await importFiles(sql, folder, [
      good,
      "{}",
      old,
      exportedChannel([exportedMessage(3, "three")]),
    ]);
    assert.deepEqual(files.map(({ failure }) => failure === null), [true, false, false, true]);
    assert.deepEqual(files.map(({ counts }) => counts.new), [1, 0, 0, 1]);
    assert.equal(isImportComplete(files), false);
    const lines = describeImport(files, STORED).join("\n");
    assert.match(lines, /1\/result\.json": it holds no chats with messages/);
    assert.match(lines, /2\/result\.json": its dates are local times without a zone/);
    assert.deepEqual(importRows(files).map((row) => row.slice(0, 3)), [["Tuition", 3, 2]]);
    const [run] = await sql`select status, error_json ->> 'message' as message from ingestion_runs`;
    assert.equal(run?.["status"], "error");
    assert.match(String(run["message"]), /1\/result\.json": it holds no chats/);
    await assert.rejects(importFiles(sql, folder, ["{}", "[]"]), {
      name: "UserError",
      message: /^Cannot import ".*0\/result\.json": .*\nCannot import ".*1\/result\.json": /,
    });
  });
});

Deno.test("messages of one a line are imported, and those of an export with the same ids are the same", async () => {
  await withFolder(async (sql, folder) => {
    const chat = { id: 7, type: "public_channel", name: "Tuition" };
    const messages = [exportedMessage(1, "one"), exportedMessage(2, "two")];
    const lines = messages.map((message) => JSON.stringify({ ...message, chat })).join("\n");
    const [file] = await importFiles(sql, folder, [lines], { read: iterMessageLines });
    assert.deepEqual(file?.counts, countsOf({ new: 2 }));
    const [again] = await importFiles(sql, folder, [exportedChannel(messages)]);
    assert.deepEqual(again?.counts, countsOf({ refreshed: 2 }));
  });
});

Deno.test("a run whose process was killed is marked when the next import begins, and a living one is not", async () => {
  await withFolder(async (sql, folder) => {
    const killed = await startRun(sql, "import", "killed");
    const silent = await startRun(sql, "import", "silent at first, at work by now");
    await sql`update ingestion_runs set started_at = now() - interval '2 minutes' where id in (${killed}, ${silent})`;
    await sql`insert into telegram_channels (channel_id, chat_type) values (-8, 'private_group')`;
    await addRunProgress(sql, silent, -8, countsOf({ new: 1 }), 1);
    const backfill = await startRun(sql, "backfill", "not an import");
    await sql`update ingestion_runs set started_at = now() - interval '2 days' where id = ${backfill}`;
    await importFiles(sql, folder, [exportedChannel([exportedMessage(1, "one")])]);
    const statuses = async () =>
      (await sql`select status from ingestion_runs order by id`).map((row) => row["status"]);
    assert.deepEqual(await statuses(), ["cancelled", "running", "running", "ok"]);
    const [row] =
      await sql`select started_at = finished_at as ended_then from ingestion_runs where id = ${killed}`;
    assert.equal(row?.["ended_then"], true);
    await finishRun(sql, killed, { status: "ok" });
    assert.deepEqual(await statuses(), ["ok", "running", "running", "ok"]);
  });
});

Deno.test("the table of an import leaves out what is nought in all rows, and an interrupted one says how to go on", async () => {
  await withFolder(async (sql, folder) => {
    const files = await importFiles(sql, folder, [exportedChannel([exportedMessage(1, "one")])]);
    assert.deepEqual(importTable(importRows(files)), {
      header: ["chat", "read", "new", "rejected"],
      rows: [["Tuition", 1, 1, 0]],
    });
    assert.deepEqual(describeImport(files, STORED), ["Next: deno task enqueue"]);
    assert.deepEqual(describeImport(files, { ...STORED, interrupted: true }), [
      "Interrupted: what was stored stays. The same command goes on from there.",
    ]);
  });
});
