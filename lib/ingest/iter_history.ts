import type { Channel } from "../schema/raw_message.ts";
import type { Sql, Transaction } from "../store/database.ts";
import { markAbsentDeleted } from "../store/raw_messages.ts";
import type { HistoryPage, Telegram, TelegramChannel } from "../telegram/telegram.ts";
import { askTelegram, type PatienceOptions } from "./ask_telegram.ts";
import type { IngestOptions } from "./ingest_batch.ts";
import type { IngestCounts } from "./ingest_counts.ts";
import { type HistoryBounds, planHistoryPage, type PlannedPage } from "./plan_history_page.ts";
import { storeSeen } from "./store_seen.ts";

/** A page that was read. */
export interface HistoryStep {
  readonly newestMessageId: number | null;
  /** Where to go on before; null where the page was empty. */
  readonly oldestMessageId: number | null;
  readonly newestDate: Date | null;
  readonly oldestDate: Date | null;
  /** Messages within the bounds. */
  readonly messages: number;
  readonly stop: PlannedPage["stop"];
  /** The channel's count of changes when the page was made. */
  readonly pts: number;
}

/** A page that is stored. */
export interface StoredPage extends HistoryStep {
  readonly counts: IngestCounts;
  /** Messages that were stored and are gone in Telegram. */
  readonly deleted: number;
}

export interface HistoryOptions extends HistoryBounds, IngestOptions, PatienceOptions {
  /** Where to go on before, from an earlier reading; null is the top. */
  readonly beforeMessageId: number | null;
  /** Written in the transaction that stores a page, such as the place to go on from. */
  readonly alongside?: (transaction: Transaction, step: HistoryStep) => Promise<void>;
  /** Waited for before each page but the first. */
  readonly beforePage?: () => Promise<void>;
  /** Told of a message that the database refuses. */
  readonly onRefused?: (messageId: number, reason: string) => void;
}

/** What every reading of Telegram goes by, whatever it reads, and whom it tells. */
export type ReadingOptions = Pick<
  HistoryOptions,
  | "runId"
  | "enqueueVersion"
  | "signal"
  | "limitMs"
  | "onWait"
  | "onAnswer"
  | "onTelegramTrouble"
  | "onTrouble"
  | "onRefused"
>;

/**
 * Reads a channel's history from its top down and stores it a page a transaction; what is stored of a page's span but is not there any
 * more is marked as deleted. While a page is being stored the next is fetched.
 *
 * @throws {TelegramError} What waiting does not mend.
 */
export async function* iterHistory(
  sql: Sql,
  telegram: Telegram,
  channel: TelegramChannel,
  options: HistoryOptions,
): AsyncGenerator<StoredPage> {
  let beforeMessageId = options.beforeMessageId;
  let left = options.maxMessages;
  let next = fetchPage(telegram, channel, beforeMessageId, options);
  while (true) {
    const page = await next;
    const plan = planHistoryPage(page, beforeMessageId, { ...options, maxMessages: left });
    if (plan.stop === null) {
      next = fetchAfterwards(telegram, channel, page.oldestMessageId, options);
      // Whoever waits for it gets the error; until then it is nobody's.
      next.catch(() => {});
    }
    yield await storePage(sql, channel, page, plan, options);
    if (plan.stop !== null) return;
    beforeMessageId = page.oldestMessageId;
    if (left !== null) left -= plan.messages.length;
  }
}

async function fetchAfterwards(
  telegram: Telegram,
  channel: TelegramChannel,
  beforeMessageId: number | null,
  options: HistoryOptions,
): Promise<HistoryPage> {
  await options.beforePage?.();
  return await fetchPage(telegram, channel, beforeMessageId, options);
}

async function fetchPage(
  telegram: Telegram,
  channel: TelegramChannel,
  beforeMessageId: number | null,
  options: HistoryOptions,
): Promise<HistoryPage> {
  const { window: { until }, signal } = options;
  // The message that bounds the reading from below is fetched too: that it comes proves that nothing above it is missing.
  const request = beforeMessageId !== null ? { beforeMessageId } : until !== null ? { until } : {};
  return await askTelegram(() => telegram.fetchHistoryPage(channel, request, signal), options);
}

async function storePage(
  sql: Sql,
  channel: Channel,
  page: HistoryPage,
  { messages, covered, stop }: PlannedPage,
  options: HistoryOptions,
): Promise<StoredPage> {
  const step: HistoryStep = {
    newestMessageId: messages.at(-1)?.messageId ?? null,
    oldestMessageId: messages[0]?.messageId ?? null,
    newestDate: messages.at(-1)?.messageDate ?? null,
    oldestDate: messages[0]?.messageDate ?? null,
    messages: messages.length,
    stop,
    pts: page.pts,
  };
  const stored = await storeSeen(sql, channel, messages, async (transaction) => {
    const presentIds = page.messages.map(({ messageId }) => messageId);
    const deleted = covered === null
      ? 0
      : await markAbsentDeleted(transaction, channel.channelId, covered, presentIds, new Date());
    await options.alongside?.(transaction, step);
    return deleted;
  }, options);
  return { ...step, ...stored };
}
