import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import {
  formatTelegramPlace,
  loadTelegramOptions,
  parseTelegramPlace,
  type TelegramSettings,
} from "../../lib/telegram/telegram_settings.ts";

const NONE: TelegramSettings = {
  TELEGRAM_API_ID: null,
  TELEGRAM_API_HASH: null,
  SESSION_STRING: null,
  TG_SESSION: null,
  RECOVERY_SESSION_STRING: null,
  TELEGRAM_SERVER: null,
};
const APPLICATION = { ...NONE, TELEGRAM_API_ID: 1, TELEGRAM_API_HASH: "hash" };

Deno.test("all that is missing to read Telegram is named at once, with what to do", () => {
  assert.throws(() => loadTelegramOptions(NONE), (error) => {
    assert(error instanceof UserError);
    assert.match(
      error.message,
      /TELEGRAM_API_ID, TELEGRAM_API_HASH, SESSION_STRING \(or TG_SESSION\) are not/,
    );
    assert.match(error.message, /my\.telegram\.org.*telegram:login/);
    return true;
  });
  assert.throws(
    () => loadTelegramOptions({ ...APPLICATION, SESSION_STRING: null }),
    /: SESSION_STRING \(or TG_SESSION\) is not set\. Get a session string with deno task telegram:login$/,
  );
});

Deno.test("a session comes from the setting, else from the file; that for recovery wins where it is asked for", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "1file\n");
  const settings = { ...APPLICATION, TG_SESSION: path };
  assert.equal(loadTelegramOptions(settings).session, "1file");
  assert.equal(loadTelegramOptions({ ...settings, SESSION_STRING: "1main" }).session, "1main");
  const both = { ...settings, SESSION_STRING: "1main", RECOVERY_SESSION_STRING: "1second" };
  assert.equal(loadTelegramOptions(both, "recovery").session, "1second");
  assert.equal(loadTelegramOptions(both).session, "1main");
  assert.equal(loadTelegramOptions({ ...both, RECOVERY_SESSION_STRING: null }, "recovery").session, "1main");
  await Deno.remove(path);
  assert.throws(() => loadTelegramOptions(settings), /there is no .*telegram:login/);
});

Deno.test("a server is read as it was written", () => {
  const place = {
    hostname: "127.0.0.1",
    port: 4430,
    publicKey: { fingerprint: -123n, modulus: 2n ** 2047n + 1n, exponent: 65_537 },
  };
  assert.deepEqual(parseTelegramPlace(formatTelegramPlace(place)), place);
});
