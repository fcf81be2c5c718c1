import { openBotApi } from "../telegram/bot_api.ts";
import type { AnnouncementSender } from "./announcement_sender.ts";
import { createBotSender } from "./bot_sender.ts";
import { ANNOUNCEMENTS_FILE, createFileSender } from "./file_sender.ts";

/** The settings that say who sends. */
export interface SenderSettings {
  /** Null: announcements are written to a file. */
  readonly TELEGRAM_BOT_TOKEN: string | null;
  readonly BOT_API_URL: string;
}

/** How long one call of the bot may take: Telegram answers in a fraction of a second, or not at all. */
const TIMEOUT_MS = 30_000;

/** Opens what the settings name to send with: the bot, else the file of announcements. Nothing is sent or written yet. */
export function openSender(
  settings: SenderSettings,
  surroundings: { readonly now: () => Date; readonly random: () => number },
): AnnouncementSender & Disposable {
  const { TELEGRAM_BOT_TOKEN: token, BOT_API_URL: url } = settings;
  if (token === null) {
    return { ...createFileSender(ANNOUNCEMENTS_FILE, surroundings.now), [Symbol.dispose]: () => {} };
  }
  const bot = openBotApi({ url, token, timeoutMs: TIMEOUT_MS });
  const sender = createBotSender(bot, { timeoutMs: TIMEOUT_MS, random: surroundings.random });
  return { ...sender, [Symbol.dispose]: () => bot[Symbol.dispose]() };
}
