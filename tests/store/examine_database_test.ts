import assert from "node:assert/strict";
import { examineDatabase } from "../../lib/store/examine_database.ts";
import { enqueueAll } from "../support/stored_jobs.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

Deno.test("an examination counts what is stored and names the version whose jobs wait", async () => {
  await using test = await openTestDatabase();
  const examine = async (subject: string) =>
    (await examineDatabase({ DATABASE_URL: test.url })).find((finding) => finding.subject === subject);
  assert.equal((await examine("messages"))?.remedy?.startsWith("deno task import"), true);
  assert.equal((await examine("queue"))?.state, "ok");

  await storeMessages(test.sql, numberedMessages(3));
  await enqueueAll(test.sql);
  assert.equal((await examine("messages"))?.found, "3, channels: 1");
  const [row] = await test.sql<{ version: string }[]>`select version from pipeline_versions`;
  const queue = await examine("queue");
  assert.equal(queue?.found, `3 jobs pending, most of them under ${row?.version}`);
  assert.equal(queue?.remedy, `deno task drain --pipeline-version-override ${row?.version}`);

  assert.equal(await examine("outbox"), undefined);
  await test.sql`
    insert into outbox (kind, target, raw_id, segment, status, wanted, body, expires_at, error_json)
    values ('dm', 5, 1, 0, 'unknown', 'open', 'text', now(), '{}')`;
  assert.equal((await examine("outbox"))?.remedy, "deno task outbox");
});

Deno.test("a server that cannot be reached is a problem, not an error", async () => {
  const [finding] = await examineDatabase({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
  assert.equal(finding?.state, "problem");
  assert.match(finding?.found ?? "", /127\.0\.0\.1:1\/none: nothing listens there/);
});
