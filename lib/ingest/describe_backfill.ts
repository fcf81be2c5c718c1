import { formatCount } from "../runtime/format_number.ts";
import { formatMinute } from "./backfill_pace.ts";
import { addCounts, countsOf } from "./ingest_counts.ts";
import type { BackfilledChannel } from "./run_backfill.ts";

const HEADER = [
  "channel",
  "read",
  "new",
  "edited",
  "refreshed",
  "unchanged",
  "older",
  "rejected",
  "deleted",
  "pages",
  "before",
  "end",
] as const;
const ALWAYS_SHOWN: ReadonlySet<string> = new Set(["channel", "read", "new", "deleted", "pages", "end"]);

const ENDS: Readonly<Record<BackfilledChannel["end"], string>> = {
  read: "whole window",
  nothing: "read before",
  limit: "as many as asked for",
  interrupted: "interrupted",
  failed: "failed",
  waiting: "not begun",
};

/** The totals of a back-fill, a row a channel; `read` is the sum of the columns from `new` to `rejected`. */
export function backfillTable(
  channels: readonly BackfilledChannel[],
): { readonly header: readonly string[]; readonly rows: (readonly (string | number)[])[] } {
  const rows = channels.map((channel) => row(channel.name, channel, ENDS[channel.end]));
  if (channels.length > 1) {
    rows.push(row("all", {
      counts: channels.map(({ counts }) => counts).reduce(addCounts, countsOf({})),
      deleted: sum(channels, ({ deleted }) => deleted),
      pages: sum(channels, ({ pages }) => pages),
      readBefore: sum(channels, ({ readBefore }) => readBefore),
    }, ""));
  }
  const isShown = HEADER.map((name, column) =>
    ALWAYS_SHOWN.has(name) || rows.some((row) => row[column] !== 0)
  );
  const pick = <T>(cells: readonly T[]) => cells.filter((_, column) => isShown[column]);
  return { header: pick(HEADER), rows: rows.map(pick) };
}

/** What the totals mean, in sentences. */
export function describeBackfill(channels: readonly BackfilledChannel[]): string[] {
  const lines = channels.flatMap(({ failure }) => failure === null ? [] : [`Failed: ${failure}`]);
  const unfinished = channels.filter(({ end }) => ["limit", "interrupted", "waiting"].includes(end));
  if (unfinished.length > 0) {
    lines.push(
      `Not read to the window's start: ${unfinished.map(describeUnfinished).join("; ")}. ` +
        "What was read is stored; the same command goes on from there.",
    );
  }
  const refused = sum(channels, ({ counts }) => counts.rejected);
  if (refused > 0) lines.push(`The database refused ${formatCount(refused)} of the messages; named above.`);
  const deleted = sum(channels, ({ deleted }) => deleted);
  if (deleted > 0) {
    lines.push(`Deleted in Telegram: ${formatCount(deleted)}, which stay stored and are marked so.`);
  }
  return lines;
}

/** Whether all that was asked for is stored; a limit of messages is what was asked for. */
export function isBackfillComplete(channels: readonly BackfilledChannel[]): boolean {
  return channels.every(({ end, counts }) =>
    end !== "failed" && end !== "interrupted" && end !== "waiting" && counts.rejected === 0
  );
}

function describeUnfinished({ name, reached }: BackfilledChannel): string {
  return reached === null ? `${name} (not begun)` : `${name} (down to ${formatMinute(reached)})`;
}

function row(
  name: string,
  { counts, deleted, pages, readBefore }: Pick<
    BackfilledChannel,
    "counts" | "deleted" | "pages" | "readBefore"
  >,
  end: string,
): (string | number)[] {
  const { read, edited, refreshed, unchanged, older, rejected } = counts;
  return [
    name,
    read,
    counts.new,
    edited,
    refreshed,
    unchanged,
    older,
    rejected,
    deleted,
    pages,
    readBefore,
    end,
  ];
}

function sum(channels: readonly BackfilledChannel[], of: (channel: BackfilledChannel) => number): number {
  return channels.reduce((total, channel) => total + of(channel), 0);
}
