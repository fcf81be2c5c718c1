import assert from "node:assert/strict";
import { type BotApi, openBotApi } from "../../lib/telegram/bot_api.ts";
import {
  BOT_TOKEN,
  type BotApiServer,
  type BotApiServerOptions,
  type BotFault,
  startBotApiServer,
} from "../support/bot_api_server.ts";

async function withServer(
  options: BotApiServerOptions,
  work: (bot: BotApi, server: BotApiServer) => Promise<void>,
): Promise<void> {
  const server = startBotApiServer(options);
  try {
    using bot = openBotApi({ url: server.url, token: BOT_TOKEN, timeoutMs: 300 });
    await work(bot, server);
  } finally {
    await server.close();
  }
}

Deno.test("a message is sent, edited and deleted, and the bot knows its name", () =>
  withServer({}, async (bot, server) => {
    assert.deepEqual(await bot.getMe(), { kind: "ok", value: { username: "resift_test_bot" } });
    assert.deepEqual(await bot.sendMessage(-100, "<b>a &lt; b</b>"), { kind: "ok", value: 1 });
    assert.deepEqual(server.texts(-100), ["a < b"]);
    assert.deepEqual(await bot.editMessageText(-100, 1, "two"), { kind: "ok", value: null });
    assert.deepEqual(server.texts(-100), ["two"]);
    assert.deepEqual(await bot.deleteMessage(-100, 1), { kind: "ok", value: null });
    assert.deepEqual(server.texts(-100), []);
  }));

Deno.test("what is done already counts as done: the same text, a message that is deleted", () =>
  withServer({}, async (bot) => {
    await bot.sendMessage(5, "one");
    assert.equal((await bot.editMessageText(5, 1, "one")).kind, "ok");
    await bot.deleteMessage(5, 1);
    assert.equal((await bot.deleteMessage(5, 1)).kind, "ok");
    const edited = await bot.editMessageText(5, 1, "two");
    assert.equal(edited.kind === "refused" && edited.reason, "message_gone");
  }));

/** What is answered or happens, what the call ends with, and whether the message is there. */
const ENDS: readonly (readonly [string, BotFault, object, boolean])[] = [
  ["a flood is waited out for as long as it says", { kind: "flood", retryAfter: 37 }, {
    kind: "retry_after",
    afterMs: 37_000,
  }, false],
  [
    "a user who blocked the bot is gone",
    {
      kind: "refuse",
      status: 403,
      description: "Forbidden: bot was blocked by the user",
    },
    { kind: "refused", reason: "recipient_gone" },
    false,
  ],
  [
    "a chat that is not there is told of",
    {
      kind: "refuse",
      status: 400,
      description: "Bad Request: chat not found",
    },
    { kind: "refused", reason: "no_chat" },
    false,
  ],
  [
    "a token that is revoked concerns every call",
    {
      kind: "refuse",
      status: 401,
      description: "Unauthorized",
    },
    { kind: "refused", reason: "token" },
    false,
  ],
  [
    "an error of the server does not tell",
    { kind: "status", status: 500, done: false },
    { kind: "unknown" },
    false,
  ],
  ["nor does a gateway's", { kind: "status", status: 502, done: true }, { kind: "unknown" }, true],
  [
    "a line that is cut before the answer does not tell",
    { kind: "cut", done: true },
    { kind: "unknown" },
    true,
  ],
  [
    "nor does one that is cut before the message is taken",
    { kind: "cut", done: false },
    { kind: "unknown" },
    false,
  ],
  ["silence does not tell", { kind: "hang", done: true }, { kind: "unknown" }, true],
];

for (const [name, fault, expected, isThere] of ENDS) {
  Deno.test(name, () =>
    withServer({ fault: () => fault }, async (bot, server) => {
      const result = await bot.sendMessage(7, "text");
      for (const [key, value] of Object.entries(expected)) assert.equal(Reflect.get(result, key), value);
      assert.equal(server.messages.length, isThere ? 1 : 0);
      assert.equal(server.calls.length, 1);
      assert.ok(!JSON.stringify(result).includes(BOT_TOKEN));
    }));
}

Deno.test("where nothing listens nothing was sent, and the token is in no error", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  using bot = openBotApi({ url: `http://127.0.0.1:${port}/`, token: BOT_TOKEN, timeoutMs: 300 });
  const result = await bot.sendMessage(7, "text");
  assert.equal(result.kind, "not_sent");
  assert.ok(!JSON.stringify(result).includes("TEST-token"));
});

Deno.test("a message is never sent twice by itself where a line that was kept open is gone", () =>
  withServer(
    { fault: (_, index) => index % 2 === 1 ? { kind: "cut", done: true } : null },
    async (bot, server) => {
      const results = [];
      for (let count = 0; count < 20; count++) results.push((await bot.sendMessage(7, `text ${count}`)).kind);
      assert.equal(server.calls.length, 20);
      assert.equal(results.filter((kind) => kind === "unknown").length, 10);
    },
  ));

Deno.test("a refusal quotes nothing of a message", () =>
  withServer({}, async (bot) => {
    const result = await bot.sendMessage(7, "<secret>");
    assert.ok(result.kind === "refused" && result.reason === "other");
    assert.match(result.message, /can't parse entities/);
    assert.ok(!result.message.includes("secret"));
  }));

Deno.test("the server refuses what Telegram does", () =>
  withServer({}, async (bot) => {
    for (
      const html of [
        "a & b",
        "<b>open",
        "</b>",
        "<b><i>x</b></i>",
        "&nbsp;",
        " ",
        "a".repeat(4097),
        "<a>x</a>",
      ]
    ) {
      assert.equal((await bot.sendMessage(7, html)).kind, "refused", html.slice(0, 20));
    }
    assert.equal((await bot.sendMessage(7, "&amp;".repeat(4096))).kind, "ok");
  }));
