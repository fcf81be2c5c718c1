#!/usr/bin/env -S deno run -A
/**
 * Log in to Telegram once, for the session string that the other modes read Telegram with.
 *
 * Reads   the keyboard: phone number, the code that Telegram sends, the second password where there is one
 * Writes  the session string to the terminal, and nothing else anywhere
 * Sends   nothing; Telegram sends its code to the account, and lists the session among its devices
 * Costs   nothing
 *
 * TELEGRAM_API_ID and TELEGRAM_API_HASH come from https://my.telegram.org. Whoever has the session string is in the account: if it
 * was seen, end the session in a Telegram app, under Settings > Devices.
 */
import { UserError } from "../lib/core/errors.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { optionFromSetting } from "../lib/runtime/option.ts";
import { openQuestions } from "../lib/runtime/questions.ts";
import { type CodePlace, loginTelegram } from "../lib/telegram/login_telegram.ts";
import { parseTelegramPlace } from "../lib/telegram/telegram_settings.ts";

const PLACES: Readonly<Record<CodePlace, string>> = {
  app: "sent to your Telegram app",
  sms: "sent by SMS",
  call: "told by a call",
  elsewhere: "that Telegram has sent",
};

await runMode({
  name: "telegram:login",
  does: "log in to Telegram once, for a session string",
  reads: "phone number, code and password from the keyboard",
  writes: "the session string, to the terminal",
  options: {
    TELEGRAM_API_ID: optionFromSetting("TELEGRAM_API_ID"),
    TELEGRAM_API_HASH: optionFromSetting("TELEGRAM_API_HASH"),
  },
}, async ({ options, settings, signal, note, print }) => {
  const { TELEGRAM_API_ID: apiId, TELEGRAM_API_HASH: apiHash } = options;
  if (apiId === null || apiHash === null) {
    throw new UserError(
      "Cannot log in: TELEGRAM_API_ID or TELEGRAM_API_HASH is not set; " +
        "get both from https://my.telegram.org (API development tools) and set them in .env",
    );
  }
  const server = settings.TELEGRAM_SERVER;
  const questions = openQuestions(signal);
  const session = await loginTelegram(
    { apiId, apiHash, ...(server !== null && { place: parseTelegramPlace(server) }) },
    {
      phone: () => questions.ask("Phone number of the account, with country code, like +65...:"),
      code: (place) => questions.ask(`Code ${PLACES[place]}:`),
      password: (hint) => questions.askSecret(`Second password${hint === null ? "" : `, hint "${hint}"`}:`),
      refused: (why) => note(`Not accepted: ${why}`),
    },
    signal,
  );
  note("Logged in. Put this line into .env and keep it secret: whoever has it is in the account.");
  print(`SESSION_STRING=${session}`);
});
