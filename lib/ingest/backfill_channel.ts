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
import { addCounts, type IngestCounts, NO_COUNTS } from "./ingest_counts.ts";
import { type HistoryOptions, iterHistory, type StoredPage } from "./iter_history.ts";

export interface BackfillOptions extends
  Pick<
    HistoryOptions,
    "window" | "maxMessages" | "runId" | "enqueueVersion" | "signal" | "onWait" | "onTrouble" | "onRefused"
  > {
  /** Whether to read all of the window anew, also what was read before. */
  readonly restart: boolean;
  readonly onPage?: (page: StoredPage) => void;
}

/** What a back-fill did to a channel. */
export interface ChannelBackfill {
  readonly counts: IngestCounts;
  readonly deleted: number;
  readonly pages: number;
  /** Messages that earlier runs of the same window had read. */
  readonly readBefore: number;
  /** `read`: to the window's end; `limit`: as many messages as were asked for; `nothing`: it had been read before. */
  readonly end: "read" | "limit" | "nothing";
}

/**
 * Reads a window of a channel's history that is not read yet: what earlier runs left unfinished, then what is new at the top of a
 * window that is still open. The place it has come to is stored with each page.
 *
 * @throws {TelegramError} What waiting does not mend.
 * @throws The signal's reason, once it is aborted; running again goes on from there.
 */
export async function backfillChannel(
  sql: Sql,
  telegram: Telegram,
  channel: TelegramChannel,
  options: BackfillOptions,
): Promise<ChannelBackfill> {
  const { channelId } = channel;
  const { window, signal, onTrouble } = options;
  const repeat = { signal, onTrouble };
  const earlier = await repeatStatement(async () => {
    await saveChannel(sql, channel);
    if (options.restart) await forgetHistoryReads(sql, channelId, window);
    return await loadHistoryReads(sql, channelId, window);
  }, repeat);
  let counts = NO_COUNTS;
  let deleted = 0;
  let pages = 0;
  let left = options.maxMessages;

  /** @returns Whether it came to its end. */
  async function read(descent: HistoryRead): Promise<boolean> {
    const pagesBelow = iterHistory(sql, telegram, channel, {
      ...options,
      afterMessageId: descent.afterMessageId,
      beforeMessageId: descent.beforeMessageId,
      maxMessages: left,
      alongside: (transaction, step) =>
        advanceHistoryRead(transaction, descent.id, { ...step, isLast: step.stop === "end" }),
    });
    for await (const page of pagesBelow) {
      counts = addCounts(counts, page.counts);
      deleted += page.deleted;
      pages++;
      if (left !== null) left -= page.messages;
      options.onPage?.(page);
      if (page.stop === "end") return true;
      if (page.stop === null) signal.throwIfAborted();
    }
    return false;
  }
  const report = (end: ChannelBackfill["end"]) => ({
    counts,
    deleted,
    pages,
    readBefore: earlier.reduce((sum, descent) => sum + descent.messagesRead, 0),
    end,
  });

  for (const descent of earlier) {
    if (!descent.isFinished && !await read(descent)) return report("limit");
  }
  if (!hasMoreAtTop(earlier, window)) return report(pages === 0 ? "nothing" : "read");
  const newestIds = earlier.flatMap(({ newestMessageId }) => newestMessageId ?? []);
  const afterMessageId = newestIds.length === 0 ? null : Math.max(...newestIds);
  const descent = await repeatStatement(
    () => startHistoryRead(sql, channelId, window, afterMessageId),
    repeat,
  );
  return report(await read(descent) ? "read" : "limit");
}

/** Whether messages of the window may have come after the last reading began. */
function hasMoreAtTop(earlier: readonly HistoryRead[], { until }: TimeWindow): boolean {
  const last = earlier.at(-1);
  return last === undefined || until === null || last.startedAt < until;
}
