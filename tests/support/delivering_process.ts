/** A process that delivers until it is killed: the address of the Bot API and its own name are its arguments. */
import { createBotSender } from "../../lib/delivery/bot_sender.ts";
import { DELIVERY_DEFAULTS, runDelivery } from "../../lib/delivery/run_delivery.ts";
import { loadSettings } from "../../lib/runtime/settings.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { openBotApi } from "../../lib/telegram/bot_api.ts";
import { BOT_TOKEN } from "./bot_api_server.ts";
import { NO_PACE, NOW, TARGET } from "./delivery_world.ts";

const [url = "", worker = ""] = Deno.args;
/** Far below the lease, so that nobody sends whose claim can be taken for lost. */
const TIMEOUT_MS = 250;

await using database = await openDatabase(loadSettings(), { migrations: "ignore" });
using bot = openBotApi({ url, token: BOT_TOKEN, timeoutMs: TIMEOUT_MS });
await runDelivery(database.sql, {
  ...DELIVERY_DEFAULTS,
  leaseSeconds: 1.5,
  idleSeconds: 0.05,
  changesSeconds: 0,
  kinds: ["broadcast", "dm"],
  version: null,
  channelIds: [TARGET],
  sender: createBotSender(bot, { timeoutMs: TIMEOUT_MS, pace: NO_PACE, random: Math.random }),
  worker,
  signal: new AbortController().signal,
  now: () => NOW,
});
