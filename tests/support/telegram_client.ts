import { openTelegram, type TelegramOptions } from "../../lib/telegram/open_telegram.ts";
import type { Telegram } from "../../lib/telegram/telegram.ts";
import { TelegramServer } from "./telegram_server.ts";
import type { TelegramWorld } from "./telegram_world.ts";

/** A test that opens GramJS's client, which keeps timers of its own for some seconds behind a closed connection. */
export function telegramTest(name: string, run: () => Promise<void>): void {
  Deno.test({ name, fn: run, sanitizeOps: false, sanitizeResources: false });
}

/** What it takes to open a client of the server, already logged in. */
export function optionsFor(server: TelegramServer, timeoutMs = 20_000): TelegramOptions {
  const { place } = server.line;
  return { apiId: 1, apiHash: "hash", session: server.line.makeSession(), place, timeoutMs };
}

/** Serves a world, with a client of it. */
export async function withTelegram(
  world: TelegramWorld,
  use: (telegram: Telegram, server: TelegramServer) => Promise<void>,
): Promise<void> {
  await using server = new TelegramServer(world);
  await using telegram = await openTelegram(optionsFor(server));
  await use(telegram, server);
}
