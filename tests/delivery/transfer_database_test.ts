import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { exportDatabase } from "../../lib/delivery/export_database.ts";
import { importDatabase } from "../../lib/delivery/import_database.ts";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import type { Sql } from "../../lib/store/database.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { fillDatabase } from "../support/whole_database.ts";

const NEVER = new AbortController().signal;
const NOW = new Date("2026-06-07T08:09:10Z");

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every row of every table that an export has, as PostgreSQL writes it. */
async function dumpRows(sql: Sql): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname not in ('schema_migrations', 'delivery_gates')
    order by 1`;
  const dumps = await Promise.all(tables.map(async ({ name }) => {
    const rows = await sql<{ line: string }[]>`select t::text as line from ${sql(name)} t`;
    return rows.map(({ line }) => `${name} ${line}`).sort();
  }));
  return dumps.flat();
}

async function countAllRows(sql: Sql): Promise<number> {
  return (await dumpRows(sql)).length;
}

Deno.test("an exported database comes back whole in another: every value, every id, and numbers that go on behind them", () =>
  withFolder(async (folder) => {
    await using source = await openTestDatabase();
    await using target = await openTestDatabase();
    const ids = await fillDatabase(source.sql, 500);
    const path = `${folder}/all.ndjson`;
    const { file, tables } = await exportDatabase(source.database, path, NOW, NEVER);

    await target
      .sql`insert into delivery_gates (kind, opened_at) values ('broadcast', '2026-01-01 00:00:00+00')`;
    const imported = await importDatabase(target.sql, path, NEVER);
    assert.deepEqual(imported, tables);
    // A lease means nothing elsewhere: the job waits again, and the try that was under way is given back.
    await source.sql`
      update telegram_extractions set status = 'pending', attempts = 0, claim_id = null, worker = null, lease_expires_at = null
      where status = 'processing'`;
    // Messages that are to be sent might be sent by both databases, and a gate is open for one.
    await source.sql`
      update outbox set action = null, claim_id = null, worker = null, lease_expires_at = null,
        status = case when sent_message_id is not null then 'pending' when status = 'sending' then 'unknown' else 'withheld' end,
        withheld_reason = case when sent_message_id is null and status = 'pending' then 'exported' end,
        error_json = case when sent_message_id is null and status = 'sending' then
          '{"error": "exported", "message": "it was being sent when the database was exported"}'::jsonb end
      where status in ('pending', 'sending')`;
    assert.equal((await target.sql`select from delivery_gates`).length, 0);
    assert.deepEqual(await dumpRows(target.sql), await dumpRows(source.sql));
    assert.ok(await countAllRows(target.sql) > 1000);

    const [next] = await target.sql`
      insert into telegram_messages_raw (channel_id, message_id, kind, message_date, raw_text, message_json)
      select channel_id, 999, 'message', now(), '', '{}' from telegram_channels returning id`;
    assert.equal(next?.["id"], Math.max(...ids) + 1);
    assert.equal(
      (await target.sql`select nextval('telegram_extractions_claim_id_seq') as id`)[0]?.["id"],
      78,
    );

    const mode = (await Deno.stat(path)).mode ?? 0;
    assert.equal(mode & 0o777, 0o600);
    assert.equal(file.path, path);
  }));

Deno.test("a file tells what it holds: a header, a row a line, and hashes that anyone can check", () =>
  withFolder(async (folder) => {
    await using source = await openTestDatabase();
    await fillDatabase(source.sql, 5);
    const path = `${folder}/all.ndjson`;
    await exportDatabase(source.database, path, NOW, NEVER);
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
    const header = JSON.parse(lines[0] ?? "");
    const trailer = JSON.parse(lines.at(-1) ?? "");
    assert.equal(header.resift_export, 1);
    assert.equal(header.exported_at, NOW.toISOString());
    assert.match(header.migrations[0].name, /^0001_/);
    assert.equal(
      header.tables.find(({ table }: { table: string }) => table === "telegram_channels").columns.channel_id,
      "bigint",
    );
    for (const { table, rows, sha256 } of trailer.tables) {
      const own = lines.filter((line) => line.startsWith(`{"table":"${table}"`));
      assert.equal(own.length, rows, table);
      assert.equal(sha256Hex(own.map((line) => `${line}\n`).join("")), sha256, table);
    }
    const places = lines.slice(1, -1).map((line) => JSON.parse(line).table);
    assert.ok(places.indexOf("telegram_channels") < places.indexOf("telegram_messages_raw"));
    assert.ok(places.indexOf("pipeline_versions") < places.indexOf("telegram_extractions"));
  }));

Deno.test("an export is of one moment, whatever is written meanwhile", () =>
  withFolder(async (folder) => {
    await using source = await openTestDatabase();
    await using target = await openTestDatabase();
    const [first = 0] = await fillDatabase(source.sql, 300);
    const before = await countAllRows(source.sql);
    const path = `${folder}/all.ndjson`;
    let changed: Promise<unknown> | null = null;
    const { tables } = await exportDatabase(source.database, path, NOW, NEVER, () => {
      changed ??= source.sql`delete from telegram_extractions where raw_id <> ${first}`;
    });
    await changed;
    assert.ok(await countAllRows(source.sql) < before);
    assert.equal(tables.reduce((sum, { rows }) => sum + rows, 0), before);
    await importDatabase(target.sql, path, NEVER);
    assert.equal(await countAllRows(target.sql), before);
  }));

Deno.test("a file that is there is never replaced, and a stopped export leaves none", () =>
  withFolder(async (folder) => {
    await using source = await openTestDatabase();
    await fillDatabase(source.sql, 5);
    await Deno.writeTextFile(`${folder}/old.ndjson`, "precious");
    await assert.rejects(
      exportDatabase(source.database, `${folder}/old.ndjson`, NOW, NEVER),
      /there is a file already; name another/,
    );
    const stop = new AbortController();
    await assert.rejects(
      exportDatabase(source.database, `${folder}/new.ndjson`, NOW, stop.signal, () => stop.abort()),
      { name: "AbortError" },
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["old.ndjson"]);
  }));

Deno.test("a database that is not empty takes no import, and keeps what it has", () =>
  withFolder(async (folder) => {
    await using test = await openTestDatabase();
    await fillDatabase(test.sql, 5);
    const path = `${folder}/all.ndjson`;
    await exportDatabase(test.database, path, NOW, NEVER);
    const before = await dumpRows(test.sql);
    await assert.rejects(importDatabase(test.sql, path, NEVER), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /the database is not empty \(rows are in .*telegram_channels.*make a new one/,
      );
      return true;
    });
    assert.deepEqual(await dumpRows(test.sql), before);
  }));

Deno.test("an import that is stopped, while storing or while reading again, leaves the database empty", () =>
  withFolder(async (folder) => {
    await using source = await openTestDatabase();
    await using target = await openTestDatabase();
    await fillDatabase(source.sql, 300);
    const path = `${folder}/all.ndjson`;
    await exportDatabase(source.database, path, NOW, NEVER);
    for (const phase of ["onStored", "onVerified"] as const) {
      const stop = new AbortController();
      await assert.rejects(importDatabase(target.sql, path, stop.signal, { [phase]: () => stop.abort() }), {
        name: "AbortError",
      });
      assert.equal(await countAllRows(target.sql), 0, phase);
    }
  }));

const DAMAGES: Readonly<Record<string, { damage: (lines: string[]) => string; says: RegExp }>> = {
  "that is cut off between two lines": {
    damage: (lines) => `${lines.slice(0, 20).join("\n")}\n`,
    says: /it is cut off: line 20 should not be the last/,
  },
  "that is cut off within a line": {
    damage: (lines) => lines.join("\n").slice(0, -300),
    says: /line \d+ is neither a row nor the last line/,
  },
  "that lacks a row": {
    damage: (lines) => lines.toSpliced(-2, 1).join("\n"),
    says: /it holds \d+ rows of \w+ with sha256 \w+, but its last line says/,
  },
  "of which a letter was changed": {
    damage: (lines) => lines.join("\n").replace("Test channel", "Test Channel"),
    says: /it holds 1 rows of telegram_channels with sha256/,
  },
  "with a value that its column does not take": {
    damage: (lines) => lines.join("\n").replace('"kind":"message"', '"kind":"massage"'),
    says: /among the \d+ rows of telegram_messages_raw before line \d+ is one that does not fit/,
  },
  "with a row that is no JSON": {
    damage: (lines) => lines.join("\n").replace('"kind":"message"', '"kind":message'),
    says: /among the \d+ rows of telegram_messages_raw before line \d+ is one that does not fit/,
  },
  "that goes on behind its end": {
    damage: (lines) => [...lines, lines[1]].join("\n"),
    says: /line \d+ follows the last line/,
  },
  "that is empty": { damage: () => "", says: /it is empty/ },
  "that is a Telegram export": {
    damage: () => '{\n "name": "A",\n "messages": []\n}',
    says: /its first line is not that of a file which "deno task db export" wrote/,
  },
  "of a later checkout": {
    damage: (lines) => lines.join("\n").replace('"name":"0001_', '"name":"9001_'),
    says: /it comes from a database with 9001_.*update the checkout and run deno task db migrate/,
  },
  "of a later format": {
    damage: (lines) => lines.join("\n").replace('"resift_export":1', '"resift_export":2'),
    says: /its format is 2, and this checkout reads 1; update the checkout/,
  },
};

for (const [what, { damage, says }] of Object.entries(DAMAGES)) {
  Deno.test(`a file ${what} is refused, and nothing of it is stored`, () =>
    withFolder(async (folder) => {
      await using source = await openTestDatabase();
      await using target = await openTestDatabase();
      await fillDatabase(source.sql, 20);
      const path = `${folder}/all.ndjson`;
      await exportDatabase(source.database, path, NOW, NEVER);
      const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
      await Deno.writeTextFile(path, damage(lines));
      await assert.rejects(importDatabase(target.sql, path, NEVER), (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, says);
        assert.match(error.message, /Nothing was stored$/);
        return true;
      });
      assert.equal(await countAllRows(target.sql), 0);
    }));
}
