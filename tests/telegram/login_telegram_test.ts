import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { type LoginQuestions, loginTelegram } from "../../lib/telegram/login_telegram.ts";
import { openTelegram } from "../../lib/telegram/open_telegram.ts";
import { TelegramAccount } from "../support/telegram_account.ts";
import { telegramTest } from "../support/telegram_client.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import { TelegramWorld } from "../support/telegram_world.ts";

const PHONE = "+6590001234";
const APPLICATION = { apiId: 1, apiHash: "hash", timeoutMs: 10_000 };

/** Answers from lists, and notes what was asked and refused. */
function answering(answers: { phone?: string[]; code?: string[]; password?: string[] }) {
  const heard: string[] = [];
  const next = (list: string[] | undefined) => list?.shift() ?? assert.fail("asked too often");
  const questions: LoginQuestions = {
    phone: () => Promise.resolve(next(answers.phone)),
    code: (place) => {
      heard.push(`code by ${place}`);
      return Promise.resolve(next(answers.code));
    },
    password: (hint) => {
      heard.push(`password, ${hint}`);
      return Promise.resolve(next(answers.password));
    },
    refused: (why) => void heard.push(why),
  };
  return { questions, heard };
}

function serve(password: string | null): TelegramServer {
  return new TelegramServer(
    new TelegramWorld(),
    new TelegramAccount({ phone: PHONE, code: "12345", password }),
  );
}

telegramTest("a phone number and a code become a session that can be opened", async () => {
  await using server = serve(null);
  const { questions, heard } = answering({ phone: ["+65 9000 1234"], code: [" 12345"] });
  const { place } = server.line;
  const session = await loginTelegram({ ...APPLICATION, place }, questions);
  assert.deepEqual(heard, ["code by app"]);
  await using telegram = await openTelegram({ ...APPLICATION, place, session });
  assert.equal(telegram.userId, 777);
});

telegramTest("an account with a second password asks for it, with its hint", async () => {
  await using server = serve("påss wörd");
  const { questions, heard } = answering({
    phone: [PHONE],
    code: ["12345"],
    password: ["wrong", "påss wörd"],
  });
  const session = await loginTelegram({ ...APPLICATION, place: server.line.place }, questions);
  assert.match(session, /^1/);
  assert.deepEqual(heard, [
    "code by app",
    "password, the usual",
    "the password is wrong",
    "password, the usual",
  ]);
});

telegramTest(
  "what is refused is asked again three times, and neither the number nor the code is repeated",
  async () => {
    await using server = serve(null);
    const { questions, heard } = answering({ phone: ["123", PHONE], code: ["1", "2", "3"] });
    await assert.rejects(
      loginTelegram({ ...APPLICATION, place: server.line.place }, questions),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(
          error.message,
          "Cannot log in: the code is wrong, after 3 tries; Telegram may ask to wait now",
        );
        return true;
      },
    );
    assert.equal(heard.filter((line) => line === "the code is wrong").length, 2);
    assert.ok(heard.some((line) => line.startsWith("that is no phone number")));
  },
);

telegramTest("an account of another data centre is followed there", async () => {
  await using server = serve(null);
  server.line.faults = (method, index) =>
    method === "auth.SendCode" && index === 0
      ? { kind: "refuse", status: 303, code: "PHONE_MIGRATE_4" }
      : null;
  const { questions } = answering({ phone: [PHONE], code: ["12345"] });
  const { place } = server.line;
  const session = await loginTelegram({ ...APPLICATION, place }, questions);
  assert.equal(atob(session.slice(1)).charCodeAt(0), 4);
  await using telegram = await openTelegram({ ...APPLICATION, place, session });
  assert.equal(telegram.userId, 777);
});

telegramTest("credentials that Telegram does not know are the user's mistake", async () => {
  await using server = serve(null);
  server.line.faults = (method) =>
    method === "auth.SendCode" ? { kind: "refuse", status: 400, code: "API_ID_INVALID" } : null;
  const { questions } = answering({ phone: [PHONE] });
  await assert.rejects(
    loginTelegram({ ...APPLICATION, place: server.line.place }, questions),
    (error) => error instanceof UserError && /TELEGRAM_API_ID/.test(error.message),
  );
});
