import type { ImportedChat, ImportedFile } from "./import_exports.ts";
import { addCounts, countsOf, type IngestCounts } from "./ingest_counts.ts";

/** The columns of `importRows`. */
const IMPORT_HEADER = [
  "chat",
  "read",
  "new",
  "edited",
  "refreshed",
  "unchanged",
  "older",
  "duplicates",
  "rejected",
] as const;

const ALWAYS_SHOWN: ReadonlySet<string> = new Set(["chat", "read", "new", "rejected"]);

/** The totals of an import: a row a chat, of all files together, and one of all where there are several. */
export function importRows(files: readonly ImportedFile[]): (readonly (string | number)[])[] {
  const chats = mergeChats(files.flatMap((file) => file.chats));
  const rows = chats.map(({ channel, counts }) =>
    row(channel.title ?? channel.channelLink ?? String(channel.channelId), counts)
  );
  const outside = files.map((file) =>
    countsOf({
      rejected: file.counts.rejected - file.chats.reduce((sum, { counts }) => sum + counts.rejected, 0),
    })
  ).reduce(addCounts, countsOf({}));
  if (outside.rejected > 0) rows.push(row("(in no chat)", outside));
  return rows.length === 1 ? rows : [...rows, row("all", totalCounts(files))];
}

/** `importRows`, or rows made of them, under their header and without the columns in which there is nothing to see. */
export function importTable(
  rows: readonly (readonly (string | number)[])[],
): { readonly header: readonly string[]; readonly rows: (readonly (string | number)[])[] } {
  const isShown = IMPORT_HEADER.map((name, column) =>
    ALWAYS_SHOWN.has(name) || rows.some((row) => row[column] !== 0)
  );
  const pick = <T>(cells: readonly T[]) => cells.filter((_, column) => isShown[column]);
  return { header: pick(IMPORT_HEADER), rows: rows.map(pick) };
}

/** What the totals mean, in sentences, and what to do next. */
export function describeImport(
  files: readonly ImportedFile[],
  { dryRun, interrupted }: { readonly dryRun: boolean; readonly interrupted: boolean },
): string[] {
  const total = totalCounts(files);
  const lines = files.flatMap(({ name, stop }) =>
    stop === null ? [] : [
      `Stopped in "${name}" at byte ${stop.byteOffset}: ${stop.reason}. What stands before was read; export the chat again for the rest.`,
    ]
  );
  lines.push(...files.flatMap(({ failure }) => failure ?? []));
  if (!interrupted && total.unchanged + total.older > 0 && total.new + total.edited + total.refreshed === 0) {
    lines.push(
      `Nothing new: ${count(total.unchanged, "message was", "messages were")} already stored unchanged` +
        (total.older > 0 ? `, ${count(total.older, "is", "are")} older than what is stored.` : "."),
    );
  }
  if (total.edited > 0) {
    lines.push(
      `Edited: ${count(total.edited, "old text is", "old texts are")} kept in telegram_message_revisions.`,
    );
  }
  if (total.rejected > 0) {
    lines.push(
      `Rejected: ${count(total.rejected, "record", "records")}, kept aside with place and reason in ` +
        `${files.flatMap(({ rejectsPath }) => rejectsPath ?? []).join(", ")}`,
    );
  }
  if (dryRun) lines.push("Dry run: nothing was stored.");
  else if (interrupted) {
    lines.push("Interrupted: what was stored stays. The same command goes on from there.");
  } else if (total.new + total.edited > 0) lines.push("Next: deno task enqueue");
  return lines;
}

/** Whether everything in the files was read and stored. */
export function isImportComplete(files: readonly ImportedFile[]): boolean {
  return totalCounts(files).rejected === 0 &&
    files.every(({ stop, failure }) => stop === null && failure === null);
}

function mergeChats(chats: readonly ImportedChat[]): ImportedChat[] {
  const merged = new Map<number, ImportedChat>();
  for (const { channel, counts } of chats) {
    const before = merged.get(channel.channelId)?.counts ?? countsOf({});
    merged.set(channel.channelId, { channel, counts: addCounts(before, counts) });
  }
  return [...merged.values()];
}

function totalCounts(files: readonly ImportedFile[]): IngestCounts {
  return files.map(({ counts }) => counts).reduce(addCounts, countsOf({}));
}

function row(name: string, counts: IngestCounts): readonly (string | number)[] {
  const { read, edited, refreshed, unchanged, older, duplicates, rejected } = counts;
  return [name, read, counts.new, edited, refreshed, unchanged, older, duplicates, rejected];
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
