/** Reads a channel's whole history: `backfill_process.ts SERVER SESSION store|fetch`. */
import { backfillChannel } from "../../lib/ingest/backfill_channel.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { openTelegram } from "../../lib/telegram/open_telegram.ts";
import type { Telegram, TelegramChannel } from "../../lib/telegram/telegram.ts";
import { parseTelegramPlace } from "../../lib/telegram/telegram_settings.ts";
import { timed } from "./interleave.ts";
import { reportFigures } from "./run_measured.ts";

const [server = "", session = "", work = ""] = Deno.args;
const telegram = await openTelegram({
  apiId: 1,
  apiHash: "hash",
  session,
  place: parseTelegramPlace(server),
});
const channel = await telegram.resolveChannel({ kind: "username", username: "benched" });
let pages = 0;
const seconds = await timed(() =>
  work === "store" ? store(telegram, channel) : fetchPages(telegram, channel)
);
reportFigures({ seconds, pages });
Deno.exit(0);

async function store(telegram: Telegram, channel: TelegramChannel): Promise<void> {
  await using database = await openDatabase({ DATABASE_URL: Deno.env.get("DATABASE_URL") ?? null });
  await backfillChannel(database.sql, telegram, channel, {
    window: { since: null, until: null },
    maxMessages: null,
    restart: true,
    runId: null,
    signal: new AbortController().signal,
    onPage: () => pages++,
  });
}

async function fetchPages(telegram: Telegram, channel: TelegramChannel): Promise<void> {
  let page = await telegram.fetchHistoryPage(channel, {});
  for (pages++; !page.isEnd && page.oldestMessageId !== null; pages++) {
    page = await telegram.fetchHistoryPage(channel, { beforeMessageId: page.oldestMessageId });
  }
}
