import { basename, extname, join } from "node:path";
import { parseChannelReference } from "../core/channel_reference.ts";
import { errorMessage, UserError } from "../core/errors.ts";
import type { Channel } from "../schema/raw_message.ts";
import { loadChannelIdByLink, saveChannel } from "../store/channels.ts";
import type { Sql } from "../store/database.ts";
import { cancelSilentImports, finishRun, type RunEnd, startRun } from "../store/ingestion_runs.ts";
import { type RepeatOptions, repeatStatement } from "../store/repeat_statement.ts";
import { repeatTransaction } from "../store/repeat_transaction.ts";
import type { ExportEvent, ExportPlace, ExportStop } from "../telegram/export_event.ts";
import type { ExportSource } from "../telegram/export_file.ts";
import { iterTelegramExport } from "../telegram/iter_telegram_export.ts";
import { BatchWriter } from "./batch_writer.ts";
import { addCounts, countsOf, type IngestCounts } from "./ingest_counts.ts";
import { RejectsFile } from "./rejects_file.ts";

export interface ImportOptions {
  /** Reads a file. Default `iterTelegramExport`. */
  readonly read?: (source: ExportSource, timeZone: string | null) => AsyncIterable<ExportEvent>;
  /** The public name of the one chat in the files, such as `t.me/SomeChannel`; null leaves links as they are. */
  readonly channelLink: string | null;
  /** The zone of exports from before 2022; see `iterTelegramExport`. */
  readonly timeZone: string | null;
  /** Whether to read, compare and count, but keep nothing. */
  readonly dryRun: boolean;
  /** The folder for the records that cannot be imported. */
  readonly rejectsFolder: string;
  /** Ends the import early; what was stored stays. */
  readonly signal: AbortSignal;
  /** Gets a sentence when the database cannot be reached, once an outage; the import waits for it for two minutes. */
  readonly onTrouble?: ((sentence: string) => void) | undefined;
  /** Called now and then with how far reading is. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Messages a transaction; for tests. */
  readonly batchSize?: number;
}

/** Of all files together. */
export interface ImportProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly messagesRead: number;
}

/** What an import did to one chat of one file. */
export interface ImportedChat {
  readonly channel: Channel;
  readonly counts: IngestCounts;
}

/** What an import did with one file. */
export interface ImportedFile {
  readonly name: string;
  readonly chats: readonly ImportedChat[];
  /** All of its chats, and the records that belong to none. */
  readonly counts: IngestCounts;
  /** Where reading stopped before the end; null if it did not. */
  readonly stop: ExportStop | null;
  /** Why the file could not be read (to its end); null if it could. */
  readonly failure: string | null;
  /** Null if nothing was rejected. */
  readonly rejectsPath: string | null;
}

/** An import of which nothing has been heard for so long is gone: a batch takes about a tenth of a second. */
const SILENT_IMPORT_SECONDS = 60;

/**
 * Imports exports into the raw store, in one run. Importing a file again changes nothing; after an interruption
 * the same call goes on.
 *
 * A file that is no export costs that file; the others are imported.
 *
 * @throws {UserError} If none of the files is an export, or the link cannot be given to its chat. What was stored
 * before stays, also where the database stays out of reach.
 */
export async function importExports(
  sql: Sql,
  sources: readonly ExportSource[],
  options: ImportOptions,
): Promise<ImportedFile[]> {
  const channelLink = options.channelLink === null ? null : parseLink(options.channelLink);
  const runId = options.dryRun ? null : await repeatTransaction(sql, options, async (transaction) => {
    await cancelSilentImports(transaction, SILENT_IMPORT_SECONDS);
    return await startRun(transaction, "import", sources.map(({ name }) => name).join(", "));
  });
  const bytesTotal = sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let bytesBefore = 0;
  let messagesRead = 0;
  const linkOwner = new LinkOwner(sql, channelLink, options);
  const files: ImportedFile[] = [];
  try {
    for (const [index, source] of sources.entries()) {
      const file = await importFile(sql, source, {
        ...options,
        runId,
        linkOwner,
        rejectsPath: join(options.rejectsFolder, rejectsName(sources, index)),
        onRead: (byteOffset) => {
          messagesRead++;
          options.onProgress?.({ bytesRead: bytesBefore + byteOffset, bytesTotal, messagesRead });
        },
      });
      files.push(file);
      if (options.signal.aborted) break;
      bytesBefore += source.sizeBytes;
      options.onProgress?.({ bytesRead: bytesBefore, bytesTotal, messagesRead });
    }
    const failures = files.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0 && failures.length === files.length) throw new UserError(failures.join("\n"));
    if (!options.dryRun && !options.signal.aborted) await linkOwner.save();
  } catch (error) {
    // Where the database itself is gone, the error at hand says so better.
    if (runId !== null) {
      await finishRun(sql, runId, { status: "error", message: errorMessage(error) }).catch(() => {});
    }
    throw error;
  }
  const [failure] = files.flatMap((file) => file.failure ?? []);
  if (runId !== null) {
    const end: RunEnd = options.signal.aborted
      ? { status: "cancelled" }
      : failure === undefined
      ? { status: "ok" }
      : { status: "error", message: failure };
    await repeatStatement(() => finishRun(sql, runId, end), options);
  }
  return files;
}

interface FileOptions extends ImportOptions {
  readonly runId: number | null;
  readonly linkOwner: LinkOwner;
  readonly rejectsPath: string;
  readonly onRead: (byteOffset: number) => void;
}

async function importFile(sql: Sql, source: ExportSource, options: FileOptions): Promise<ImportedFile> {
  using rejects = new RejectsFile(options.rejectsPath, source.name);
  const chats = new Map<number, ImportedChat>();
  let outsideChats = countsOf({});
  let stop: ExportStop | null = null;
  let failure: string | null = null;
  const writer = new BatchWriter<ExportPlace>(sql, {
    runId: options.runId,
    dryRun: options.dryRun,
    signal: options.signal,
    onTrouble: options.onTrouble,
    ...(options.batchSize === undefined ? {} : { batchSize: options.batchSize }),
    onRefused: async ({ messageId, messageJson, place, reason }) =>
      await rejects.add({ ...place, messageId, reason, record: messageJson }),
    onStored: (channel, counts) => {
      const before = chats.get(channel.channelId)?.counts ?? countsOf({});
      chats.set(channel.channelId, { channel, counts: addCounts(before, counts) });
    },
  });
  try {
    for await (const event of (options.read ?? iterTelegramExport)(source, options.timeZone)) {
      if (options.signal.aborted) break;
      switch (event.kind) {
        case "chat":
          await options.linkOwner.check(event.channel);
          await writer.startChannel(event.channel);
          break;
        case "message":
          options.onRead(event.place.byteOffset);
          await writer.add(event.message, event.place);
          break;
        case "reject":
          await rejects.add(event.reject);
          if (event.reject.messageIndex !== null) writer.countRejected();
          else outsideChats = addCounts(outsideChats, countsOf({ rejected: 1 }));
          break;
        case "end":
          stop = event.stop;
      }
    }
    await writer.close();
  } catch (error) {
    if (!(error instanceof UserError) || error === options.linkOwner.refusal) {
      await writer.abandon();
      throw error;
    }
    await writer.close();
    failure = error.message;
  }
  return {
    name: source.name,
    chats: [...chats.values()],
    counts: [...chats.values()].reduce((sum, chat) => addCounts(sum, chat.counts), outsideChats),
    stop,
    failure,
    rejectsPath: rejects.count > 0 ? rejects.path : null,
  };
}

/** Gives the link that the user named to the one chat of the import, once it is known to be one. */
class LinkOwner {
  readonly #sql: Sql;
  readonly #channelLink: string | null;
  readonly #options: RepeatOptions;
  #channel: Channel | null = null;
  /** Thrown by `check`, if it was. */
  refusal: UserError | null = null;

  constructor(sql: Sql, channelLink: string | null, options: RepeatOptions) {
    this.#sql = sql;
    this.#channelLink = channelLink;
    this.#options = options;
  }

  /** @throws {UserError} If the link cannot be this chat's. */
  async check(channel: Channel): Promise<void> {
    const link = this.#channelLink;
    if (link === null) return;
    this.#channel ??= channel;
    if (this.#channel.channelId !== channel.channelId) {
      throw this.refusal = new UserError(
        `Cannot give ${link} to several chats: found ${this.#channel.channelId} and ` +
          `${channel.channelId}; import the export of that channel alone with --channel-link`,
      );
    }
    const owner = await repeatStatement(() => loadChannelIdByLink(this.#sql, link), this.#options);
    if (owner !== null && owner !== channel.channelId) {
      throw this.refusal = new UserError(
        `Cannot give ${link} to the chat ${channel.channelId}: it is stored as the link of ${owner}; ` +
          "check --channel-link and the file",
      );
    }
  }

  async save(): Promise<void> {
    if (this.#channelLink === null || this.#channel === null) return;
    const channel = { ...this.#channel, channelLink: this.#channelLink };
    await repeatStatement(() => saveChannel(this.#sql, channel), this.#options);
  }
}

function parseLink(text: string): string {
  const reference = parseChannelReference(text);
  if (reference.kind === "username") return `t.me/${reference.username}`;
  throw new UserError(
    `Cannot use the link "${text}": it names a chat by its number, which the export tells already; ` +
      "write the public name, like t.me/SomeChannel, or leave --channel-link out",
  );
}

/** Telegram calls every export `result.json`: files of one name get a number. */
function rejectsName(sources: readonly ExportSource[], index: number): string {
  const names = sources.slice(0, index + 1).map(({ name }) => basename(name, extname(name)));
  const name = names.at(-1) ?? "export";
  const earlier = names.filter((other) => other === name).length;
  return earlier > 1 ? `${name}-${earlier}.rejects.ndjson` : `${name}.rejects.ndjson`;
}
