import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openTestDatabase } from "../support/test_database.ts";

const DEMO = fileURLToPath(new URL("../../modes/demo.ts", import.meta.url));
const README = Deno.readTextFileSync(new URL("../../README.md", import.meta.url));

async function runDemo(url: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", DEMO, ...args],
    env: { DATABASE_URL: url, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** What differs from run to run and from machine to machine: speeds, times, addresses and paths. */
function withoutMeasurements(text: string): string[] {
  return text.split("\n").map((line) =>
    line.replace(/127\.0\.0\.1:\d+\/\w+/, "DATABASE").replace(/[\d.,]+ posts\/s/, "N posts/s")
      .replace(/^Done in [\d.]+ \w+/, "Done in N").replace(/^ {2}\S*out\/demo/, "  out/demo").trimEnd()
  ).filter((line) => line !== "");
}

Deno.test("the demo prints what the README shows, and running it again changes nothing", async () => {
  await using test = await openTestDatabase();
  const { code, out, err } = await runDemo(test.url);
  assert.equal(code, 0, err);
  const shown = /<!-- demo transcript -->\s*```\n(.*?)```/s.exec(README)?.[1] ?? "";
  assert.deepEqual(withoutMeasurements(out), withoutMeasurements(shown));

  const before = await test.sql`
    select (select max(updated_at) from telegram_extractions) as outputs, (select max(last_seen_at) from telegram_messages_raw) as raw`;
  const again = await runDemo(test.url);
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /nothing to do/);
  const after = await test.sql`
    select (select max(updated_at) from telegram_extractions) as outputs, (select max(last_seen_at) from telegram_messages_raw) as raw`;
  assert.deepEqual([...after], [...before]);
});

Deno.test("a rate of one amount is shown as one", async () => {
  await using test = await openTestDatabase();
  const { out, err } = await runDemo(test.url, "--seed", "3", "--messages-per-channel", "5");
  assert.match(out, /^dd256 .* geylang +40$/m, err);
});

Deno.test("the demo refuses a database that holds other channels", async () => {
  await using test = await openTestDatabase();
  await test
    .sql`insert into telegram_channels (channel_id, chat_type) values (-1001234567890, 'private_channel')`;
  const { code, err } = await runDemo(test.url);
  assert.equal(code, 2);
  assert.match(err, /holds 1 other channels.*--beside-own-data/s);
});
