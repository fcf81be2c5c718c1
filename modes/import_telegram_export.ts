#!/usr/bin/env -S deno run -A
/**
 * Import: Telegram Desktop's JSON exports become raw messages. Also: deno task import FILE...
 *
 * Reads   the files: a whole account, a list of chats or a single chat, of any size
 * Writes  telegram_channels, telegram_messages_raw, telegram_message_revisions, ingestion_runs; wanted texts of jobs;
 *         out/import/NAME.rejects.ndjson where a record cannot be imported
 * Sends   nothing
 * Costs   nothing
 *
 * Importing a file twice changes nothing. Ctrl+C keeps what was stored; run it again to go on.
 */
import { OUT_FOLDER } from "../lib/files/out_folder.ts";
import {
  describeImport,
  IMPORT_HEADER,
  importRows,
  isImportComplete,
} from "../lib/ingest/describe_import.ts";
import { importExports } from "../lib/ingest/import_exports.ts";
import { formatCount } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { openDatabase } from "../lib/store/database.ts";
import { openExportFile } from "../lib/telegram/export_file.ts";
import * as z from "zod";

const CHANNEL_LINK: string | null = null; // "t.me/SomeChannel" where the files hold that channel alone
const EXPORT_TIME_ZONE: string | null = null; // "Asia/Singapore" for exports from before 2022
const DRY_RUN: boolean | null = null; // true: compare and count, store nothing

const REJECTS_FOLDER = `${OUT_FOLDER}/import`;
const BYTES_PER_MB = 1_000_000;

await runMode({
  name: "import",
  does: "Telegram Desktop exports become raw messages",
  reads: "the export files (result.json)",
  writes: "telegram_channels, telegram_messages_raw, telegram_message_revisions, ingestion_runs, out/import",
  positional: { name: "FILE...", does: 'exports in the format "Machine-readable JSON"', atLeast: 1 },
  options: {
    CHANNEL_LINK: option(z.string(), {
      default: null,
      does: "The public name of the one chat in the files; exports do not tell it.",
      example: "t.me/SomeChannel",
    }),
    EXPORT_TIME_ZONE: optionFromSetting("EXPORT_TIME_ZONE"),
    DRY_RUN: option(z.boolean(), { default: false, does: "Compare and count, store nothing." }),
  },
  constants: { CHANNEL_LINK, EXPORT_TIME_ZONE, DRY_RUN },
}, async (mode) => {
  const { options, settings, signal, positional } = mode;
  const sources = await Promise.all(positional.map((name) => openExportFile(mode.path(name))));
  await using database = await openDatabase(settings);

  let messagesRead = 0;
  using progress = mode.progress({
    label: "Import",
    unit: "MB",
    details: () => `${formatCount(messagesRead)} messages`,
  });
  const files = await importExports(database.sql, sources, {
    channelLink: options.CHANNEL_LINK,
    timeZone: options.EXPORT_TIME_ZONE,
    dryRun: options.DRY_RUN,
    rejectsFolder: REJECTS_FOLDER,
    signal,
    onProgress: (soFar) => {
      progress.done = soFar.bytesRead / BYTES_PER_MB;
      progress.total = soFar.bytesTotal / BYTES_PER_MB;
      messagesRead = soFar.messagesRead;
    },
  });
  progress.end();

  mode.printTable(IMPORT_HEADER, importRows(files));
  for (const line of describeImport(files, options.DRY_RUN)) mode.print(line);
  return isImportComplete(files) ? "done" : "incomplete";
});
