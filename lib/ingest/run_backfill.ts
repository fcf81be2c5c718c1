import { errorMessage } from "../core/errors.ts";
import type { Sql } from "../store/database.ts";
import { cancelRunsOf, finishRun, type RunEnd, startRun } from "../store/ingestion_runs.ts";
import { repeatStatement } from "../store/repeat_statement.ts";
import type { Telegram, TelegramChannel } from "../telegram/telegram.ts";
import { backfillChannel, type BackfillEnd, type BackfillOptions } from "./backfill_channel.ts";
import { isOfOneChannel, type NamedChannel } from "./find_channels.ts";
import { addCounts, type IngestCounts, NO_COUNTS } from "./ingest_counts.ts";
import type { StoredPage } from "./iter_history.ts";

export interface BackfillRunOptions extends Omit<BackfillOptions, "runId" | "onPage"> {
  /** What the run is known by: the session, which nobody else uses meanwhile. */
  readonly source: string;
  /** Told of each channel that is begun. */
  readonly onChannel?: (name: string) => void;
  readonly onPage?: (page: StoredPage) => void;
  /** Told of each channel that this run is through with; not of one that it was interrupted in. */
  readonly onChannelEnd?: () => void;
}

/** What a back-fill did to a channel. */
export interface BackfilledChannel {
  readonly name: string;
  readonly counts: IngestCounts;
  /** Messages that were stored and are gone in Telegram. */
  readonly deleted: number;
  readonly pages: number;
  readonly readBefore: number;
  /** How it ended; `failed` with the failure, `waiting` where it was never begun. */
  readonly end: BackfillEnd["end"] | "failed" | "waiting";
  readonly failure: string | null;
  /** The oldest message of the last page. */
  readonly reached: Date | null;
}

/**
 * Back-fills channels one after the other, as a run of its own; one that cannot be read costs itself alone.
 *
 * @throws {TelegramError} What concerns all channels and waiting does not mend.
 * @throws If the database stays out of reach.
 */
export async function runBackfill(
  sql: Sql,
  telegram: Telegram,
  channels: readonly NamedChannel[],
  options: BackfillRunOptions,
): Promise<BackfilledChannel[]> {
  const runId = await repeatStatement(async () => {
    await cancelRunsOf(sql, options.source);
    return await startRun(sql, "backfill", options.source);
  }, options);
  const finish = (end: RunEnd) => repeatStatement(() => finishRun(sql, runId, end), options);
  const done: BackfilledChannel[] = [];
  try {
    for (const { name, found } of channels) {
      if ("failure" in found) done.push({ ...untouched(name), end: "failed", failure: found.failure });
      else if (options.signal.aborted) done.push(untouched(name));
      else done.push(await backfillOne(sql, telegram, name, found, { ...options, runId }));
    }
  } catch (error) {
    await finish({ status: "error", message: errorMessage(error) }).catch(() => {});
    throw error;
  }
  await finish({ status: options.signal.aborted ? "cancelled" : "ok" });
  return done;
}

async function backfillOne(
  sql: Sql,
  telegram: Telegram,
  name: string,
  channel: TelegramChannel,
  options: BackfillRunOptions & Pick<BackfillOptions, "runId">,
): Promise<BackfilledChannel> {
  let counts = NO_COUNTS;
  let deleted = 0;
  let pages = 0;
  let reached: Date | null = null;
  const report = (end: BackfilledChannel["end"], readBefore: number, failure: string | null = null) => {
    return { name, counts, deleted, pages, readBefore, end, failure, reached };
  };
  options.onChannel?.(name);
  try {
    const { end, readBefore } = await backfillChannel(sql, telegram, channel, {
      ...options,
      onPage(page) {
        counts = addCounts(counts, page.counts);
        deleted += page.deleted;
        pages++;
        reached = page.oldestDate ?? reached;
        options.onPage?.(page);
      },
    });
    if (end !== "interrupted") options.onChannelEnd?.();
    return report(end, readBefore);
  } catch (error) {
    if (!isOfOneChannel(error)) throw error;
    options.onChannelEnd?.();
    return report("failed", 0, error.message);
  }
}

function untouched(name: string): BackfilledChannel {
  return {
    name,
    counts: NO_COUNTS,
    deleted: 0,
    pages: 0,
    readBefore: 0,
    end: "waiting",
    failure: null,
    reached: null,
  };
}
