import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { formatTelegramPlace } from "../../lib/telegram/telegram_settings.ts";
import { openTelegram } from "../../lib/telegram/open_telegram.ts";
import { TelegramAccount } from "../support/telegram_account.ts";
import { telegramTest } from "../support/telegram_client.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import { TelegramWorld } from "../support/telegram_world.ts";

const ROOT = new URL("../../", import.meta.url);

/** Runs the mode with its task's permissions and these lines typed. */
async function logIn(typed: string, settings: Readonly<Record<string, string>>) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=telegram_login", "modes/telegram_login.ts"],
    cwd: fileURLToPath(ROOT),
    env: { ...settings, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(typed));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

telegramTest(
  "the log-in asks for what it needs and prints a line for .env that opens the account",
  async () => {
    const account = new TelegramAccount({ phone: "+6590001234", code: "12345", password: "hunter2" });
    await using server = new TelegramServer(new TelegramWorld(), account);
    const { place } = server.line;
    const settings = {
      TELEGRAM_API_ID: "1",
      TELEGRAM_API_HASH: "0123456789abcdef",
      TELEGRAM_SERVER: formatTelegramPlace(place),
    };
    const { code, out, err } = await logIn("+65 9000 1234\n11111\n12345\nhunter2\n", settings);
    assert.equal(code, 0, err);
    const [, session = ""] = /^SESSION_STRING=(\S+)\n$/.exec(out) ?? [];
    await using telegram = await openTelegram({ apiId: 1, apiHash: "hash", session, place });
    assert.equal(telegram.userId, 777);
    assert.match(err, /Not accepted: the code is wrong/);
    assert.match(err, /Second password, hint "the usual"/);
    for (const secret of ["9000", "12345", "hunter2", "0123456789abcdef", session]) {
      assert.ok(
        !err.includes(secret),
        secret,
      );
    }
  },
);

Deno.test("without an application's credentials the log-in says where to get them", async () => {
  const { code, err } = await logIn("", { TELEGRAM_API_ID: "", TELEGRAM_API_HASH: "" });
  assert.equal(code, 2);
  assert.match(err, /my\.telegram\.org/);
});
