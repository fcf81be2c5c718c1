#!/usr/bin/env -S deno run -A
/**
 * Mode 2: back-fill what is missing in the raw store from Telegram's history, from the newest message of a window to its oldest.
 *
 * Reads   Telegram, as the account of RECOVERY_SESSION_STRING, else of SESSION_STRING or TG_SESSION
 * Writes  telegram_channels, telegram_messages_raw, telegram_message_revisions, ingestion_runs, telegram_history_reads;
 *         with EXTRACTION_QUEUE_ENABLED telegram_extractions (pending jobs), pipeline_versions
 * Sends   nothing
 * Costs   nothing; draining the jobs may
 *
 * Where Telegram asks to be left alone, it waits that whole time. Ctrl+C ends behind the page under way, and a crash loses nothing; the
 * same command goes on from there. Messages that are gone in Telegram stay stored and are marked as deleted.
 */
import { UserError } from "../lib/core/errors.ts";
import { formatTimeWindow, parseTimeWindow } from "../lib/core/time_window.ts";
import { askTelegram } from "../lib/ingest/ask_telegram.ts";
import { BackfillPace } from "../lib/ingest/backfill_pace.ts";
import { backfillTable, describeBackfill, isBackfillComplete } from "../lib/ingest/describe_backfill.ts";
import { findChannels, parseTelegramReferences } from "../lib/ingest/find_channels.ts";
import { describeHolder, holdSession, nameSession } from "../lib/ingest/hold_session.ts";
import { runBackfill } from "../lib/ingest/run_backfill.ts";
import { loadRemaining } from "../lib/queue/lease_protocol.ts";
import { chooseExtractorName } from "../lib/runtime/choose_extractor_name.ts";
import { formatDuration } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { WINDOW_OPTIONS } from "../lib/runtime/window_options.ts";
import { openDatabase } from "../lib/store/database.ts";
import { explainOutage, outageRemedy } from "../lib/store/outage_remedy.ts";
import { ensureVersion } from "../lib/store/pipeline_versions.ts";
import { openTelegram } from "../lib/telegram/open_telegram.ts";
import { loadTelegramOptions } from "../lib/telegram/telegram_settings.ts";
import * as z from "zod";

const CHANNELS: string | null = null; // "t.me/SomeChannel,t.me/OtherChannel"; null: CHANNEL_LIST
const SINCE_ISO: string | null = null; // "2025-12-29T00:00:00+08:00", inclusive; needed
const UNTIL_ISO: string | null = null; // "2025-12-30T00:00:00+08:00", exclusive; null: now
const MAX_MESSAGES_PER_CHANNEL: number | null = null; // 50, say, for a smoke run
const EXTRACTION_QUEUE_ENABLED: boolean | null = null; // false: store only, make no jobs
const PIPELINE_VERSION_OVERRIDE: string | null = null; // "2025-12-31_prompt_v4"; null: EXTRACTION_PIPELINE_VERSION
const RESTART: boolean | null = null; // true: read the whole window anew, for edits and deletions

await runMode({
  name: "backfill",
  does: "Telegram's history of a window becomes raw messages, and jobs of a version",
  reads: "Telegram",
  writes:
    "telegram_channels, telegram_messages_raw, telegram_message_revisions, ingestion_runs, jobs of a version",
  settings: [
    "TELEGRAM_API_ID",
    "TELEGRAM_API_HASH",
    "SESSION_STRING",
    "TG_SESSION",
    "RECOVERY_SESSION_STRING",
    "TELEGRAM_SERVER",
    "TELEGRAM_LEASE_S",
  ],
  options: {
    CHANNELS: optionFromSetting("CHANNEL_LIST"),
    ...WINDOW_OPTIONS,
    MAX_MESSAGES_PER_CHANNEL: option(z.int().min(1), {
      default: null,
      unit: "messages",
      does: "Only so many of each channel in this run, the newest that are not read yet.",
    }),
    EXTRACTION_QUEUE_ENABLED: optionFromSetting("EXTRACTION_QUEUE_ENABLED"),
    PIPELINE_VERSION_OVERRIDE: optionFromSetting("EXTRACTION_PIPELINE_VERSION"),
    RESTART: option(z.boolean(), {
      default: false,
      does: "Read the whole window anew, also what earlier runs have read.",
    }),
  },
  constants: {
    CHANNELS,
    SINCE_ISO,
    UNTIL_ISO,
    MAX_MESSAGES_PER_CHANNEL,
    EXTRACTION_QUEUE_ENABLED,
    PIPELINE_VERSION_OVERRIDE,
    RESTART,
  },
}, async (mode) => {
  const { options, settings } = mode;
  const references = parseTelegramReferences(options.CHANNELS ?? "");
  if (references.length === 0) {
    throw new UserError("Cannot back-fill: no channel is named; set CHANNELS, --channels or CHANNEL_LIST");
  }
  if (options.SINCE_ISO === null) {
    throw new UserError(
      "Cannot back-fill: the window has no start; set SINCE_ISO or --since-iso, like 2025-12-29T00:00:00+08:00",
    );
  }
  const window = parseTimeWindow(options.SINCE_ISO, options.UNTIL_ISO);
  const access = loadTelegramOptions(settings, "recovery");
  const version = options.EXTRACTION_QUEUE_ENABLED
    ? options.PIPELINE_VERSION_OVERRIDE ?? `${chooseExtractorName(settings)}_v1`
    : null;
  await using database = await openDatabase(settings);
  const { sql } = database;
  await using session = await holdSession(sql, access.session, {
    purpose: "backfill",
    leaseSeconds: settings.TELEGRAM_LEASE_S,
    signal: mode.signal,
    onTrouble: mode.note,
    onWait: (heldBy) => mode.note(`Waiting for the session: ${describeHolder(heldBy)}`),
  });
  const signal = AbortSignal.any([mode.signal, session.lost]);

  let floodWaitSeconds = 0;
  const patience = {
    signal,
    onWait: (seconds: number) => floodWaitSeconds = seconds,
    onAnswer: () => floodWaitSeconds = 0,
    onTelegramTrouble: mode.note,
  };
  await using telegram = await askTelegram(() => openTelegram(access, signal), patience);
  const channels = await findChannels(telegram, references, patience);
  if (version !== null) await ensureVersion(sql, version);
  mode.print(
    `Messages of ${formatTimeWindow(window)} into ${database.description}` +
      (version === null ? "" : `, and jobs of version "${version}"`),
  );

  const readable = channels.filter(({ found }) => !("failure" in found)).length;
  const pace = new BackfillPace(window, readable, Date.now());
  using progress = mode.progress({
    label: "Back-fill",
    unit: "messages",
    holdUp: () =>
      floodWaitSeconds > 0 ? `Telegram asks to wait, ${formatDuration(floodWaitSeconds * 1000)} to go` : "",
    details: () => pace.describe(Date.now()),
  });
  const done = await runBackfill(sql, telegram, channels, {
    ...patience,
    onTrouble: (sentence) => mode.note(`${sentence}. ${outageRemedy(database)}`),
    source: nameSession(access.session),
    window,
    maxMessages: options.MAX_MESSAGES_PER_CHANNEL,
    enqueueVersion: version,
    restart: options.RESTART,
    onRefused: (messageId, reason) => mode.note(`Message ${messageId} is not stored: ${reason}`),
    onChannel: (name) => pace.beginChannel(name),
    onPage(page) {
      progress.done += page.messages;
      pace.addPage(page.oldestDate);
    },
    onChannelEnd: () => pace.endChannel(),
  }).catch((error) => {
    throw explainOutage(error, "finish the back-fill", database) ?? error;
  });
  progress.end();

  const { header, rows } = backfillTable(done);
  mode.printTable(header, rows);
  for (const line of describeBackfill(done)) mode.print(line);
  if (session.lost.aborted) {
    mode.note(`${session.lost.reason.message}; stopped reading Telegram`);
    return "incomplete";
  }
  if (version !== null) {
    const { due, dueLater } = await loadRemaining(sql, version, 0);
    mode.print(
      due + dueLater === 0
        ? `Nothing is due under version "${version}".`
        : `Jobs are under version "${version}". Next: deno task drain --pipeline-version-override ${version}`,
    );
  }
  return isBackfillComplete(done) ? "done" : "incomplete";
});
