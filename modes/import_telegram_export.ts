#!/usr/bin/env -S deno run -A
/**
 * Import: Telegram Desktop's JSON exports become raw messages. Also: deno task import FILE_OR_FOLDER...
 *
 * Reads   the files, or all result*.json in the folders: a whole account, a list of chats or a single chat, of any size
 * Writes  telegram_channels, telegram_messages_raw, telegram_message_revisions, ingestion_runs; wanted texts of jobs;
 *         out/import/NAME.rejects.ndjson where a record cannot be imported
 * Sends   nothing
 * Costs   nothing
 *
 * Importing a file twice changes nothing. Ctrl+C keeps what was stored, as does a crash; run it again to go on.
 * With NDJSON each line is a message of an export, with its chat beside:
 * {"chat":{"id":1234567890,"type":"public_channel","name":"Tuition"},"id":1,"type":"message","date_unixtime":"1714521600","text":"..."}
 */
import { OUT_FOLDER } from "../lib/files/out_folder.ts";
import { describeImport, importRows, importTable, isImportComplete } from "../lib/ingest/describe_import.ts";
import { importExports } from "../lib/ingest/import_exports.ts";
import { formatCount } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { openDatabase } from "../lib/store/database.ts";
import { explainOutage, outageRemedy } from "../lib/store/outage_remedy.ts";
import { iterMessageLines } from "../lib/telegram/iter_message_lines.ts";
import { openExports } from "../lib/telegram/open_exports.ts";
import * as z from "zod";

const CHANNEL_LINK: string | null = null; // "t.me/SomeChannel" where the files hold that channel alone
const EXPORT_TIME_ZONE: string | null = null; // "Asia/Singapore" for exports from before 2022
const NDJSON: boolean | null = null; // true: the files hold one message a line
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
    NDJSON: option(z.boolean(), {
      default: false,
      does: "The files hold one message a line, with its chat; of a folder all *.ndjson and *.jsonl.",
    }),
    DRY_RUN: option(z.boolean(), { default: false, does: "Compare and count, store nothing." }),
  },
  constants: { CHANNEL_LINK, EXPORT_TIME_ZONE, NDJSON, DRY_RUN },
}, async (mode) => {
  const { options, settings, signal, positional } = mode;
  const paths = positional.map((named) => mode.path(named));
  const sources = await openExports(paths, options.NDJSON ? /\.(?:ndjson|jsonl)$/i : undefined);
  await using database = await openDatabase(settings);

  let messagesRead = 0;
  using progress = mode.progress({
    label: "Import",
    unit: "MB",
    rateUnit: " MB/s",
    details: () => `${formatCount(messagesRead)} messages`,
  });
  const files = await importExports(database.sql, sources, {
    channelLink: options.CHANNEL_LINK,
    timeZone: options.EXPORT_TIME_ZONE,
    dryRun: options.DRY_RUN,
    rejectsFolder: REJECTS_FOLDER,
    ...(options.NDJSON ? { read: iterMessageLines } : {}),
    signal,
    onTrouble: (sentence) => mode.note(`${sentence}. ${outageRemedy(database)}`),
    onProgress: (soFar) => {
      progress.done = soFar.bytesRead / BYTES_PER_MB;
      progress.total = soFar.bytesTotal / BYTES_PER_MB;
      messagesRead = soFar.messagesRead;
    },
  }).catch((error) => {
    throw explainOutage(error, "finish the import", database) ?? error;
  });
  progress.end();

  const { header, rows } = importTable(importRows(files));
  mode.printTable(header, rows);
  for (const line of describeImport(files, { dryRun: options.DRY_RUN, interrupted: signal.aborted })) {
    mode.print(line);
  }
  return isImportComplete(files) ? "done" : "incomplete";
});
