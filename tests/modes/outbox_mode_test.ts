import assert from "node:assert/strict";
import { assignments, loadOutbox, openDeliveries, plan } from "../support/delivery_world.ts";
import { runModeFile } from "../support/run_mode_file.ts";

const FIRST = "-1009 1/0";

Deno.test("the outbox is listed: how much is in which state, and where to look for what nobody knows of", async () => {
  await using test = await openDeliveries(assignments(3));
  const empty = await runModeFile("outbox.ts", test.url, []);
  assert.equal(empty.code, 0, empty.text);
  assert.match(empty.text, /The outbox is empty/);

  await plan(test.sql);
  await test.sql`
    update outbox set status = 'unknown', error_json = '{"error": "lease_lost", "message": "the process ended"}'
    where raw_id = 1`;
  const { code, text } = await runModeFile("outbox.ts", test.url, []);
  assert.equal(code, 1, text);
  assert.match(text, /broadcast +pending +2 /);
  assert.match(text, /1 +unknown +broadcast -1009 +https:\/\/t\.me\/c\/1000000001\/1 .*the process ended/);
});

Deno.test("a person settles an unknown message in two deliberate steps", async () => {
  await using test = await openDeliveries(assignments(1));
  await plan(test.sql);
  const settle = async (...args: string[]) => {
    const { code, text } = await runModeFile("outbox.ts", test.url, args);
    return { code, text, row: (await loadOutbox(test.sql))[0] };
  };
  const forget = () =>
    test.sql`
      update outbox set status = 'unknown', withheld_reason = null, sent_message_id = null, sent_sha256 = null, sent_at = null,
        error_json = '{"error": "lease_lost", "message": "the process ended"}'`;
  await forget();

  const dry = await settle("--resend", "1");
  assert.equal(dry.code, 0, dry.text);
  assert.match(dry.text, /Dry run/);
  assert.equal(dry.row, `${FIRST} unknown open`);
  assert.equal((await settle("--resend", "1", "--apply")).row, `${FIRST} pending open`);

  await forget();
  assert.equal((await settle("--mark-sent", "1", "--apply")).row, `${FIRST} sent open`);
  await forget();
  // With its number it is brought up to date, whatever text it has.
  assert.equal(
    (await settle("--mark-sent", "1", "--message-id", "77", "--apply")).row,
    `${FIRST} pending open`,
  );
  await forget();
  assert.equal((await settle("--drop", "1", "--apply")).row, `${FIRST} withheld dropped open`);

  const wrong = [
    ["--resend", "99"],
    ["--mark-sent", "99"],
    ["--resend", "1", "--drop", "1"],
    ["--drop", "1", "--message-id", "3"],
  ];
  await forget();
  await test.sql`delete from delivery_gates`;
  assert.match((await settle("--resend", "1")).text, /its gate is closed/);
  for (const args of wrong) assert.equal((await settle(...args)).code, 2, args.join(" "));
});
