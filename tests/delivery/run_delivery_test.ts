import assert from "node:assert/strict";
import type { AnnouncementSender } from "../../lib/delivery/announcement_sender.ts";
import { createBotSender } from "../../lib/delivery/bot_sender.ts";
import { createFileSender } from "../../lib/delivery/file_sender.ts";
import { openBotApi } from "../../lib/telegram/bot_api.ts";
import { claimMessages } from "../../lib/store/outbox_claims.ts";
import {
  BOT_TOKEN,
  type BotApiServer,
  type BotApiServerOptions,
  startBotApiServer,
} from "../support/bot_api_server.ts";
import {
  assignments,
  deliverUntil,
  extractAgain,
  loadOutbox,
  loadOutboxStatuses,
  NO_PACE,
  NOW,
  openDeliveries,
  plan,
  TARGET,
} from "../support/delivery_world.ts";

const CLAIM = { kinds: ["broadcast"], exceptTargets: [], limit: 10, worker: "dead" } as const;

async function withBot(
  options: BotApiServerOptions,
  work: (sender: AnnouncementSender, server: BotApiServer) => Promise<void>,
): Promise<void> {
  const server = startBotApiServer(options);
  try {
    using bot = openBotApi({ url: server.url, token: BOT_TOKEN, timeoutMs: 300 });
    await work(createBotSender(bot, { timeoutMs: 300, pace: NO_PACE, random: () => 0 }), server);
  } finally {
    await server.close();
  }
}

Deno.test("what is planned is sent, edited when its post changes, and taken back when that is deleted", () =>
  withBot({}, async (sender, server) => {
    await using test = await openDeliveries(assignments(2));
    const totals = await deliverUntil(test.sql, { sender }, async () => {
      const texts = server.texts(TARGET);
      if (texts.length === 2 && !texts.join().includes("CLOSED") && server.calls.length === 2) {
        await extractAgain(test.sql, 1, { post_status: "taken" });
        await test.sql`update telegram_messages_raw set deleted_at = now() where id = 2`;
      }
      return texts.length === 1 && texts[0]?.startsWith("CLOSED") === true &&
        (await loadOutbox(test.sql)).join().includes("retracted");
    });
    assert.deepEqual(await loadOutbox(test.sql), [
      "-1009 1/0 sent closed",
      "-1009 2/0 withheld retracted gone",
    ]);
    assert.deepEqual([totals.planned, totals.sent, totals.edited, totals.retracted], [2, 2, 1, 1]);
    // It was sent once, and never is again.
    await test.sql`update telegram_messages_raw set deleted_at = null`;
    await plan(test.sql);
    assert.deepEqual((await loadOutbox(test.sql))[1], "-1009 2/0 withheld retracted open");
  }));

Deno.test("with the gate closed nothing is planned and nothing sent", () =>
  withBot({}, async (sender, server) => {
    await using test = await openDeliveries(assignments(3));
    await plan(test.sql);
    await deliverUntil(test.sql, { sender, kinds: [] }, () => true);
    await test.sql`delete from outbox`;
    await plan(test.sql);
    assert.deepEqual(await loadOutbox(test.sql), []);
    assert.deepEqual(server.calls, []);
    assert.deepEqual([...await test.sql`select * from delivery_gates`], []);
  }));

Deno.test("a flood is waited out for the whole time, costs no try, and holds no other chat up", () =>
  withBot(
    { fault: ({ chatId }, index) => chatId === -1 && index < 2 ? { kind: "flood", retryAfter: 0.4 } : null },
    async (sender, server) => {
      await using test = await openDeliveries(assignments(1));
      await deliverUntil(test.sql, { sender, channelIds: [-1, -2] }, async () => {
        return (await loadOutboxStatuses(test.sql))["sent"] === 2;
      });
      const times = server.calls.filter(({ chatId }) => chatId === -1).map(({ atMs }) => atMs);
      assert.equal(times.length, 2);
      assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 400, String(times));
      assert.equal(server.messages[0]?.chatId, -2);
    },
  ));

Deno.test("a subscriber who blocks the bot becomes inactive, and what waits for them is withheld", () =>
  withBot({
    fault: ({ chatId }) =>
      chatId === 11
        ? { kind: "refuse", status: 403, description: "Forbidden: bot was blocked by the user" }
        : null,
  }, async (sender, server) => {
    await using test = await openDeliveries(assignments(3));
    await test.sql`insert into subscribers (chat_id) values (11), (12)`;
    await deliverUntil(test.sql, { sender, kinds: ["dm"] }, async () => {
      const { sent = 0, withheld = 0 } = await loadOutboxStatuses(test.sql);
      return sent === 3 && withheld === 3;
    });
    assert.equal(server.calls.filter(({ chatId }) => chatId === 11).length, 1);
    const [subscriber] = await test
      .sql`select is_active, inactive_reason from subscribers where chat_id = 11`;
    assert.equal(subscriber?.["is_active"], false);
    assert.match(String(subscriber?.["inactive_reason"]), /blocked/);
  }));

Deno.test("a channel that the bot may not write in fails with what to do, and a wrong token fails nothing", () =>
  withBot({
    fault: ({ chatId }) =>
      chatId === -1 ? { kind: "refuse", status: 400, description: "Bad Request: chat not found" } : null,
  }, async (sender, server) => {
    await using test = await openDeliveries(assignments(1));
    const told: string[] = [];
    const onTrouble = (sentence: string) => void told.push(sentence);
    await deliverUntil(test.sql, { sender, channelIds: [-1], onTrouble }, () => told.length > 0);
    assert.deepEqual(await loadOutboxStatuses(test.sql), { failed: 1 });
    assert.match(told.join(), /administrator/);

    await test.sql`delete from outbox`;
    await test.sql`delete from delivery_plans`;
    using wrong = openBotApi({ url: server.url, token: "1:another-token-entirely", timeoutMs: 300 });
    const wrongSender = createBotSender(wrong, { timeoutMs: 300, pace: NO_PACE, random: () => 0 });
    told.length = 0;
    await deliverUntil(test.sql, { sender: wrongSender, onTrouble }, () => told.length > 0);
    assert.deepEqual(await loadOutboxStatuses(test.sql), { pending: 1 });
    assert.match(told.join(), /TELEGRAM_BOT_TOKEN/);
    assert.ok(!told.join().includes("another-token"));
  }));

Deno.test("where no answer comes the message is listed as unknown and not sent again", () =>
  withBot(
    { fault: (_, index) => index === 0 ? { kind: "cut", done: true } : null },
    async (sender, server) => {
      await using test = await openDeliveries(assignments(2));
      await deliverUntil(test.sql, { sender }, async () => {
        const { sent = 0, unknown = 0 } = await loadOutboxStatuses(test.sql);
        return sent + unknown === 2;
      });
      assert.deepEqual(await loadOutboxStatuses(test.sql), { sent: 1, unknown: 1 });
      assert.equal(server.calls.length, 2);
    },
  ));

Deno.test("a message that is too old to be deleted gets a text that says so", () =>
  withBot({
    fault: ({ method }) =>
      method === "deleteMessage"
        ? { kind: "refuse", status: 400, description: "Bad Request: message can't be deleted for everyone" }
        : null,
  }, async (sender, server) => {
    await using test = await openDeliveries(assignments(1));
    await deliverUntil(test.sql, { sender }, async () => (await loadOutboxStatuses(test.sql))["sent"] === 1);
    await test.sql`update telegram_messages_raw set deleted_at = now()`;
    await deliverUntil(test.sql, { sender }, async () =>
      (await loadOutboxStatuses(test.sql))["withheld"] === 1);
    assert.deepEqual(server.texts(TARGET), ["This post is not there any more."]);
  }));

Deno.test("what a dead process was sending is unknown, what it was editing is edited again", () =>
  withBot({}, async (sender, server) => {
    await using test = await openDeliveries(assignments(1));
    await deliverUntil(test.sql, { sender }, async () => (await loadOutboxStatuses(test.sql))["sent"] === 1);
    await extractAgain(test.sql, 1, { additional_remarks: "new" });
    await plan(test.sql);
    assert.equal((await claimMessages(test.sql, { ...CLAIM, leaseSeconds: 0 })).length, 1);
    const totals = await deliverUntil(
      test.sql,
      { sender },
      () => server.texts(TARGET).join().includes("new"),
    );
    assert.equal(totals.rescued, 1);

    await test.sql`delete from outbox`;
    await test.sql`delete from delivery_plans`;
    await plan(test.sql);
    assert.equal((await claimMessages(test.sql, { ...CLAIM, leaseSeconds: 0 })).length, 1);
    const told: string[] = [];
    await deliverUntil(
      test.sql,
      { sender, onTrouble: (sentence) => void told.push(sentence) },
      async () => (await loadOutboxStatuses(test.sql))["unknown"] === 1,
    );
    assert.equal(server.messages.length, 1);
    assert.match(told.join(), /deno task outbox/);
  }));

Deno.test("a message that could not go while its post was new is withheld", () =>
  withBot({}, async (sender, server) => {
    await using test = await openDeliveries(assignments(1));
    await plan(test.sql);
    await test.sql`update outbox set expires_at = now()`;
    await deliverUntil(
      test.sql,
      { sender },
      async () => (await loadOutboxStatuses(test.sql))["withheld"] === 1,
    );
    assert.deepEqual(await loadOutbox(test.sql), ["-1009 1/0 withheld too_old open"]);
    assert.deepEqual(server.calls, []);
  }));

Deno.test("a stop waits for what is on its way", () =>
  withBot({ latencyMs: () => 150 }, async (sender, server) => {
    await using test = await openDeliveries(assignments(1));
    const totals = await deliverUntil(test.sql, { sender }, () => server.calls.length === 1);
    assert.equal(totals.sent, 1);
    assert.deepEqual(await loadOutboxStatuses(test.sql), { sent: 1 });
  }));

Deno.test("a run whose gate another one closed says so and sends nothing more", () =>
  withBot({}, async (sender, server) => {
    await using test = await openDeliveries(assignments(1));
    const told: string[] = [];
    const onTrouble = (sentence: string) => void told.push(sentence);
    await deliverUntil(test.sql, { sender, onTrouble }, async () => {
      if (server.calls.length === 0) return false;
      await deliverUntil(test.sql, { sender, kinds: [] }, () => true);
      await extractAgain(test.sql, 1, { post_status: "closed" });
      return told.length > 0;
    });
    assert.match(told.join(), /closed the gate/);
    assert.equal(server.calls.length, 1);
  }));

Deno.test("an edit whose outcome is not known is tried three times, a message once", () =>
  withBot({ fault: () => ({ kind: "cut", done: true }) }, async (sender) => {
    const claim = {
      id: 1,
      kind: "broadcast",
      target: TARGET,
      rawId: 1,
      segment: 0,
      claimId: 1,
      body: "text",
      bodySha256: "00",
    } as const;
    for (const attempts of [1, 2, 3]) {
      const { result } = await sender.attempt({ ...claim, action: "edit", messageId: 5, attempts });
      assert.equal(result.kind, attempts < 3 ? "again" : "failed");
      assert.ok(result.kind !== "again" || (result.costsAttempt && result.afterMs > 0));
    }
    const { result } = await sender.attempt({ ...claim, action: "send", messageId: null, attempts: 1 });
    assert.equal(result.kind, "unknown");
  }));

Deno.test("where the Bot API cannot be reached everything waits, at no cost of tries", async () => {
  const { url, close } = startBotApiServer();
  await close();
  using bot = openBotApi({ url, token: BOT_TOKEN, timeoutMs: 300 });
  const sender = createBotSender(bot, { timeoutMs: 300, random: () => 0 });
  await using test = await openDeliveries(assignments(1));
  const told: string[] = [];
  await deliverUntil(
    test.sql,
    { sender, onTrouble: (sentence) => void told.push(sentence) },
    () => told.length > 0,
  );
  assert.match(told.join(), /BOT_API_URL/);
  const [row] = await test.sql`select status, attempts from outbox`;
  assert.deepEqual([row?.["status"], row?.["attempts"]], ["pending", 0]);
});

Deno.test("without a bot each announcement is a line of a file, once", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using test = await openDeliveries(assignments(3));
    const path = `${folder}/out/announcements.jsonl`;
    const sender = createFileSender(path, () => NOW);
    const isDone = async () => (await loadOutboxStatuses(test.sql))["written"] === 3;
    await deliverUntil(test.sql, { sender }, isDone);
    await extractAgain(test.sql, 1, { post_status: "closed" });
    await plan(test.sql);
    await deliverUntil(test.sql, { sender }, isDone);
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ raw_id }) => raw_id).sort(), [1, 2, 3]);
    assert.ok(
      lines.every(({ kind, target, html }) => kind === "broadcast" && target === TARGET && html !== ""),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("where no version is live nothing is announced, and that is said once", () =>
  withBot({}, async (sender, server) => {
    await using test = await openDeliveries(assignments(1));
    await test.sql`update pipeline_versions set promoted_at = null`;
    const told: string[] = [];
    const onTrouble = (sentence: string) => void told.push(sentence);
    await deliverUntil(test.sql, { sender, version: "v1", onTrouble }, () => told.length > 0);
    assert.deepEqual(told, ["Nothing is announced: no version is live; deno task promote --version v1"]);
    assert.deepEqual([await loadOutbox(test.sql), server.calls], [[], []]);
  }));
