import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { openTelegram } from "../../lib/telegram/open_telegram.ts";
import { TelegramError, type TelegramErrorKind } from "../../lib/telegram/telegram_error.ts";
import { optionsFor, telegramTest, withTelegram } from "../support/telegram_client.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import { TelegramWorld } from "../support/telegram_world.ts";
import { until } from "../support/until.ts";

function isTelegramError(kind: TelegramErrorKind, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TelegramError, String(error));
    assert.equal(error.kind, kind);
    assert.match(error.message, message);
    return true;
  };
}

function isUserError(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, message);
    return true;
  };
}

telegramTest(
  "a session opens as its account, whatever was sent is acknowledged, and nothing is printed",
  async () => {
    await withTelegram(new TelegramWorld(), async (telegram, { line }) => {
      assert.equal(telegram.userId, 777);
      assert.deepEqual(line.calls.slice(0, 2), ["help.GetConfig", "users.GetUsers"]);
      await assert.rejects(telegram.resolveChannel({ kind: "username", username: "nobody" }));
      assert.ok(line.acknowledged > 0);
    });
  },
);

telegramTest(
  "a session or credentials that Telegram refuses are the user's mistake, each with its remedy",
  async () => {
    const refusals: [status: number, code: string, message: RegExp][] = [
      [401, "AUTH_KEY_UNREGISTERED", /telegram:login/],
      [401, "SESSION_REVOKED", /telegram:login/],
      [401, "USER_DEACTIVATED_BAN", /USER_DEACTIVATED_BAN/],
      [406, "AUTH_KEY_DUPLICATED", /two places at once/],
      [400, "API_ID_INVALID", /TELEGRAM_API_ID and TELEGRAM_API_HASH/],
    ];
    await using server = new TelegramServer(new TelegramWorld());
    for (const [status, code, message] of refusals) {
      for (const method of ["help.GetConfig", "users.GetUsers"]) {
        server.line.faults = (called) => called === method ? { kind: "refuse", status, code } : null;
        await assert.rejects(openTelegram(optionsFor(server)), isUserError(message));
      }
    }
  },
);

telegramTest("a key that Telegram does not know any more is told at once", async () => {
  await using server = new TelegramServer(new TelegramWorld());
  const options = optionsFor(server, 60_000);
  server.line.forgetKeys();
  const start = performance.now();
  await assert.rejects(openTelegram(options), isUserError(/telegram:login/));
  assert.ok(performance.now() - start < 30_000);
});

telegramTest("a text that is no session is refused without being repeated", async () => {
  await using server = new TelegramServer(new TelegramWorld());
  for (const session of ["", "secret", "1secret", "2" + server.line.makeSession().slice(1)]) {
    await assert.rejects(openTelegram({ ...optionsFor(server), session }), (error) => {
      assert.ok(isUserError(/telegram:login/)(error));
      return !String(error).includes("secret");
    });
  }
});

telegramTest("a server that is not there and one that is silent end in time", async () => {
  const server = new TelegramServer(new TelegramWorld());
  const options = optionsFor(server, 300);
  server.line.isSilent = true;
  await assert.rejects(openTelegram(options), isTelegramError("timeout", /no answer within 0.3 s/));
  await server[Symbol.asyncDispose]();
  await assert.rejects(openTelegram(options), isTelegramError("connection", /check the network/));
});

telegramTest("opening can be given up", async () => {
  await using server = new TelegramServer(new TelegramWorld());
  server.line.isSilent = true;
  const reason = new Error("given up");
  await assert.rejects(openTelegram(optionsFor(server), AbortSignal.abort(reason)), reason);
  const stop = new AbortController();
  const opening = openTelegram(optionsFor(server), stop.signal);
  await until(() => server.line.accepted > 0);
  stop.abort(reason);
  await assert.rejects(opening, reason);
});

telegramTest("a closed client makes no more connections and refuses requests", async () => {
  await using server = new TelegramServer(new TelegramWorld());
  const telegram = await openTelegram(optionsFor(server));
  server.line.faults = (method) => method === "messages.GetDialogs" ? { kind: "silence" } : null;
  const pending = assert.rejects(
    telegram.resolveChannel({ kind: "id", channelId: -1000000000001 }),
    isTelegramError("connection", /is closed/),
  );
  await until(() => server.line.calls.includes("messages.GetDialogs"));
  await telegram[Symbol.asyncDispose]();
  await pending;
  await assert.rejects(
    telegram.resolveChannel({ kind: "id", channelId: -1000000000001 }),
    isTelegramError("connection", /is closed/),
  );
  await until(() => server.line.connections === 0);
  await assertNoMoreConnections(server);
});

telegramTest("one that is closed while it connects again gives that up too", async () => {
  await using server = new TelegramServer(new TelegramWorld());
  const telegram = await openTelegram(optionsFor(server));
  server.line.dropConnections();
  await until(() => server.line.connections === 0);
  await telegram[Symbol.asyncDispose]();
  await assertNoMoreConnections(server);
});

async function assertNoMoreConnections({ line }: TelegramServer): Promise<void> {
  const { accepted } = line;
  // GramJS waits a second before it connects again.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(line.accepted, accepted);
}
