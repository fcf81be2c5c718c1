import type { TimeWindow } from "../core/time_window.ts";
import { saveChannel } from "../store/channels.ts";
import type { Sql } from "../store/database.ts";
import {
  advanceHistoryRead,
  forgetHistoryReads,
  type HistoryRead,
  loadHistoryReads,
  startHistoryRead,
} from "../store/history_reads.ts";
import { repeatStatement } from "../store/repeat_statement.ts";
import type { Telegram, TelegramChannel } from "../telegram/telegram.ts";
import { type HistoryOptions, iterHistory, type ReadingOptions, type StoredPage } from "./iter_history.ts";

export interface BackfillOptions extends ReadingOptions, Pick<HistoryOptions, "window" | "maxMessages"> {
  /** Whether to read all of the window anew, also what was read before. */
  readonly restart: boolean;
  /** Told of each page once it is stored. */
  readonly onPage?: (page: StoredPage) => void;
}

/** How the reading of a channel's window ended. */
export interface BackfillEnd {
  /**
   * `read`: all of the window is stored; `nothing`: it had been before; `limit`: as many messages as were asked for; `interrupted`:
   * behind a page, because the signal was aborted. After the last two, running again goes on from there.
   */
  readonly end: "read" | "nothing" | "limit" | "interrupted";
  /** Messages that earlier runs of the same window had read. */
  readonly readBefore: number;
}

/**
 * Reads a window of a channel's history that is not read yet: what earlier runs left unfinished, then what is new at the top of a
 * window that is still open. The place it has come to is stored with each page.
 *
 * @throws {TelegramError} What waiting does not mend.
 */
export async function backfillChannel(
  sql: Sql,
  telegram: Telegram,
  channel: TelegramChannel,
  options: BackfillOptions,
): Promise<BackfillEnd> {
  const { channelId } = channel;
  const { window, signal, onTrouble } = options;
  const repeat = { signal, onTrouble };
  const load = () => repeatStatement(() => loadHistoryReads(sql, channelId, window), repeat);
  await repeatStatement(async () => {
    await saveChannel(sql, channel);
    if (options.restart) await forgetHistoryReads(sql, channelId, window);
  }, repeat);
  const earlier = await load();
  const readBefore = earlier.reduce((sum, { messagesRead }) => sum + messagesRead, 0);
  let hasRead = false;
  let left = options.maxMessages;

  /** @returns Why it ended, or null at the descent's own end. */
  async function read(descent: HistoryRead): Promise<"limit" | "interrupted" | null> {
    const pages = iterHistory(sql, telegram, channel, {
      ...options,
      afterMessageId: descent.afterMessageId,
      beforeMessageId: descent.beforeMessageId,
      maxMessages: left,
      alongside: (transaction, step) =>
        advanceHistoryRead(transaction, descent.id, { ...step, isLast: step.stop === "end" }),
    });
    try {
      for await (const page of pages) {
        hasRead = true;
        if (left !== null) left -= page.messages;
        options.onPage?.(page);
        if (page.stop !== null) return page.stop === "end" ? null : "limit";
        if (signal.aborted) return "interrupted";
      }
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
    }
    return "interrupted";
  }

  for (const descent of earlier.filter(({ isFinished }) => !isFinished)) {
    const end = await read(descent);
    if (end !== null) return { end, readBefore };
  }
  if (!hasMoreAtTop(earlier, window)) return { end: hasRead ? "read" : "nothing", readBefore };
  // One that was stopped before its first page has met its newest message only now.
  const newestIds = (await load()).flatMap(({ newestMessageId }) => newestMessageId ?? []);
  const afterMessageId = newestIds.length === 0 ? null : Math.max(...newestIds);
  const start = () => startHistoryRead(sql, channelId, window, afterMessageId);
  const descent = await repeatStatement(start, repeat);
  return { end: await read(descent) ?? "read", readBefore };
}

/** Whether messages of the window may have come after the last reading began. */
function hasMoreAtTop(earlier: readonly HistoryRead[], { until }: TimeWindow): boolean {
  const last = earlier.at(-1);
  return last === undefined || until === null || last.startedAt < until;
}
