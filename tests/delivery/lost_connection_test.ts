import assert from "node:assert/strict";
import { exportDatabase } from "../../lib/delivery/export_database.ts";
import { importDatabase } from "../../lib/delivery/import_database.ts";
import { planPromotion } from "../../lib/delivery/promote_version.ts";
import { pruneVersion } from "../../lib/delivery/prune_version.ts";
import { formatError } from "../../lib/runtime/format_error.ts";
import { type Database, openDatabase } from "../../lib/store/database.ts";
import { openDatabaseProxy } from "../support/database_proxy.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { fillDatabase } from "../support/whole_database.ts";

const NEVER = new AbortController().signal;
const NOW = new Date("2026-06-07T08:09:10Z");

interface Work {
  readonly name: string;
  /** Statements that it sends, to be lost with. */
  readonly statements: readonly string[];
  readonly run: (database: Database, folder: string) => Promise<unknown>;
}

const WORKS: readonly Work[] = [
  {
    name: "an export",
    statements: ["begin", "declare rows_to_write", "fetch 100", "close rows_to_write", "commit"],
    run: (database, folder) => exportDatabase(database, `${folder}/all.ndjson`, NOW, NEVER),
  },
  {
    name: "the pruning of a version",
    statements: ["begin", "row_to_json", "delete from telegram_extractions", "commit"],
    run: ({ sql }, folder) => pruneVersion(sql, "b_version", folder),
  },
  {
    name: "a promotion",
    statements: ["update pipeline_versions"],
    run: async ({ sql }) => {
      const plan = await planPromotion(sql, "b_version", { allowShrink: true, allowUnfinished: true });
      await plan.apply();
    },
  },
];

for (const { name, statements, run } of WORKS) {
  Deno.test(`${name} whose connection is lost says so, changes nothing, and goes well when run again`, async () => {
    await using test = await openTestDatabase();
    await fillDatabase(test.sql, 500);
    await test.sql`update telegram_extractions set status = 'pending', claim_id = null, worker = null,
      lease_expires_at = null where status = 'processing'`;
    await using proxy = openDatabaseProxy(test.url);
    await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
    const load = async () => [
      ...await test.sql`select version, promoted_at from pipeline_versions order by version`,
      ...await test.sql`select pipeline_version, count(*) from telegram_extractions group by 1 order by 1`,
    ];
    const folder = await Deno.makeTempDir();
    try {
      const before = await load();
      for (const statement of statements) {
        for (const what of ["question", "half", "shutdown"] as const) {
          proxy.loseNext(statement, what);
          await assert.rejects(run(database, folder), (error) => {
            const [line, ...more] = formatError(error);
            assert.match(line ?? "", /^error: Lost the connection .*run the same command again/);
            return more.length === 0;
          });
        }
      }
      assert.equal(proxy.losses, 3 * statements.length, "each connection was lost as wished");
      assert.deepEqual(await load(), before);
      await run(database, folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("a whole database whose reading is cut short is read from the start when run again", async () => {
  await using source = await openTestDatabase();
  await using target = await openTestDatabase();
  await fillDatabase(source.sql, 500);
  await using proxy = openDatabaseProxy(target.url);
  await using database = await openDatabase({ DATABASE_URL: proxy.url }, { migrations: "ignore" });
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/all.ndjson`;
    const { tables } = await exportDatabase(source.database, path, NOW, NEVER);
    for (const statement of ["begin", "from stdin", `insert into "telegram_messages_raw"`, "commit"]) {
      proxy.loseNext(statement, "half");
      await assert.rejects(importDatabase(database.sql, path, NEVER), (error) => {
        assert.match(formatError(error)[0] ?? "", /^error: Lost the connection .*run the same command again/);
        return true;
      });
    }
    assert.deepEqual(await importDatabase(database.sql, path, NEVER), tables);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
