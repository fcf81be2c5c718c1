import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import type { Sql } from "../../lib/store/database.ts";
import { type BotFault, startBotApiServer } from "../support/bot_api_server.ts";
import {
  assignments,
  extractAgain,
  loadOutboxStatuses,
  openDeliveries,
  TARGET,
} from "../support/delivery_world.ts";
import { until } from "../support/until.ts";

const POSTS = 40;
const CHATS = [TARGET, 11, 12, 13];
const PROCESS = fileURLToPath(new URL("../support/delivering_process.ts", import.meta.url));

const FAULTS: readonly BotFault[] = [
  { kind: "flood", retryAfter: 0.05 },
  { kind: "status", status: 500, done: false },
  { kind: "status", status: 502, done: true },
  { kind: "cut", done: false },
  { kind: "cut", done: true },
  { kind: "hang", done: false },
  { kind: "hang", done: true },
];

function startProcess(databaseUrl: string, botUrl: string, worker: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROCESS, botUrl, worker],
    env: { DATABASE_URL: databaseUrl, NO_COLOR: "1" },
    stdout: "null",
    stderr: "inherit",
  }).spawn();
}

/** What the outbox says of each message: the chat, the code of its assignment, its state, and the text that should be there. */
async function loadMessages(sql: Sql) {
  return await sql<
    { target: number; code: string; status: string; body: string; message_id: number | null }[]
  >`
    select o.target, e.canonical_json ->> 'assignment_code' as code, o.status, o.body, o.sent_message_id as message_id
    from outbox o join telegram_extractions e on e.raw_id = o.raw_id`;
}

Deno.test("whatever fails and whoever is killed, no message is sent twice, and each is there or listed as unknown", async () => {
  const random = new SeededRandom(61);
  const server = startBotApiServer({
    // What is only repeated may not fail for long: its tries are counted.
    fault: ({ method }) => random.chance(0.2) && method === "sendMessage" ? random.pick(FAULTS) : null,
    latencyMs: () => random.integer(0, 10),
  });
  await using test = await openDeliveries(assignments(POSTS));
  await test.sql`insert into subscribers (chat_id) values (11), (12), (13)`;
  const alive = [1, 2].map((number) => startProcess(test.url, server.url, `process ${number}`));
  try {
    for (const [turn, calls] of [20, 60, 90].entries()) {
      await until(() => server.calls.length >= calls);
      const [killed] = alive.splice(0, 1);
      killed?.kill("SIGKILL");
      await killed?.status;
      alive.push(startProcess(test.url, server.url, `process ${turn + 3}`));
      await extractAgain(test.sql, turn + 1, { additional_remarks: `edited ${turn}` });
    }
    await until(async () => {
      const { sent = 0, unknown = 0 } = await loadOutboxStatuses(test.sql);
      return sent + unknown === POSTS * CHATS.length;
    });
  } finally {
    for (const process of alive) process.kill("SIGKILL");
    await Promise.all(alive.map(({ status }) => status));
    await server.close();
  }

  const rows = await loadMessages(test.sql);
  assert.equal(rows.length, POSTS * CHATS.length);
  const unknown = rows.filter(({ status }) => status === "unknown").length;
  assert.ok(unknown > 0 && unknown < rows.length / 2, `${unknown} unknown`);
  for (const { target, code, status, body, message_id } of rows) {
    const there = server.messages.filter(({ chatId, sentHtml }) =>
      chatId === target && sentHtml.includes(`<code>${code}</code>`)
    );
    assert.ok(there.length <= 1, `${code} is ${there.length} times in ${target}`);
    if (status !== "sent") continue;
    assert.deepEqual(
      there.map(({ messageId, html }) => [messageId, html]),
      [[message_id, body]],
      `${code} in ${target}`,
    );
  }
  assert.ok(rows.filter(({ body }) => body.includes("edited")).length >= 4);
});
