import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { iterSampleExport } from "../../lib/samples/iter_sample_export.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { findPgbouncer, startPgbouncer } from "../support/pgbouncer.ts";
import { openTestDatabase } from "../support/test_database.ts";

const program = findPgbouncer();
const because = program === null ? " (not here: pgbouncer is not installed)" : "";
const SAMPLE = { seed: 3, since: new Date("2025-01-06T00:00:00+08:00"), messagesPerChannel: 40 };

async function runMode(databaseUrl: string, mode: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      fileURLToPath(new URL(`../../modes/${mode}.ts`, import.meta.url)),
      ...args,
    ],
    env: { DATABASE_URL: databaseUrl },
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout);
}

Deno.test({
  name: `imports, enqueues and drains work through pgbouncer in transaction mode${because}`,
  ignore: program === null,
  fn: async () => {
    assert.ok(program !== null);
    await using test = await openTestDatabase();
    // Of one session all get their turns: whoever needs two at a time would wait for ever.
    await using pooler = await startPgbouncer(program, test.url, 1);
    await using database = await openDatabase({ DATABASE_URL: pooler.url }, { migrations: "require" });
    assert.equal(database.state.pooled, true, "the pooler is noticed");

    const folder = await Deno.makeTempDir();
    try {
      for (const revision of [1, 2] as const) {
        await Deno.writeTextFile(
          `${folder}/result.json`,
          [...iterSampleExport({ ...SAMPLE, revision })].join(""),
        );
        await runMode(pooler.url, "import_telegram_export", `${folder}/result.json`);
        await runMode(pooler.url, "mode3_reparse_enqueue_from_raw", "--pipeline-version-override", "v1");
        const drain = () =>
          runMode(pooler.url, "mode4_drain_queue_no_side_effects", "--pipeline-version-override", "v1");
        await Promise.all([drain(), drain()]);
        const [row] = await test.sql<{ finished: number; posts: number; hasEdits: boolean }[]>`
          select count(*) filter (where e.status in ('ok', 'skipped') and e.content_sha256 = r.text_sha256) as finished,
            count(*) as posts, (select count(*) from telegram_message_revisions) > 0 as "hasEdits"
          from telegram_messages_raw r
          left join telegram_extractions e on e.raw_id = r.id and e.pipeline_version = 'v1'
          where r.kind = 'message'`;
        assert.ok(row && row.posts > 100);
        assert.deepEqual({ ...row }, {
          finished: row.posts,
          posts: row.posts,
          hasEdits: revision === 2,
        });
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
