#!/usr/bin/env -S deno run -A
/**
 * Mode 1: follow channels day and night. New, edited and deleted messages are stored as Telegram tells of them, what was missed is
 * caught up with, and in the same process posts become outputs of a version.
 *
 * Reads   Telegram, as the account of SESSION_STRING or TG_SESSION
 * Writes  telegram_channels, telegram_messages_raw, telegram_message_revisions, telegram_tails, ingestion_runs;
 *         telegram_extractions (jobs and outputs), pipeline_versions, assignment_links; with SEND outbox, delivery_gates
 * Sends   nothing, unless SEND is true here (or --send given) and EXTRACTION_WORKER_BROADCAST or EXTRACTION_WORKER_DMS is 1 in the environment:
 *         then announcements of the version that is live, to BROADCAST_CHANNEL_IDS or to subscribers
 * Costs   nothing with the rules extractor; with llm what its model costs, up to MAX_COST_USD
 *
 * Killed at any moment it loses nothing: how far a channel is stored is stored with its messages. Ctrl+C or SIGTERM ends it within
 * seconds. It refuses to run where its session is in use: back-fill beside it with RECOVERY_SESSION_STRING.
 */
import { errorMessage, UserError } from "../lib/core/errors.ts";
import { chooseDeliveryKinds, describeKeys } from "../lib/delivery/choose_delivery_kinds.ts";
import { findRepeatsByLinks } from "../lib/delivery/find_repeats.ts";
import { LiveReport } from "../lib/delivery/live_report.ts";
import { openSender } from "../lib/delivery/open_sender.ts";
import { parseBroadcastChannels } from "../lib/delivery/parse_broadcast_channels.ts";
import { runLinking } from "../lib/delivery/run_linking.ts";
import { DELIVERY_DEFAULTS, runDelivery, settleGates } from "../lib/delivery/run_delivery.ts";
import { chooseWorkerOptions } from "../lib/extraction/choose_worker_options.ts";
import { DOMAIN } from "../lib/extraction/current_domain.ts";
import { chooseExtractionOptions } from "../lib/extraction/extraction_options.ts";
import { openExtractor } from "../lib/extraction/open_extractor.ts";
import { runWorker } from "../lib/extraction/worker.ts";
import { askTelegram } from "../lib/ingest/ask_telegram.ts";
import { findChannels, parseTelegramReferences, requireChannels } from "../lib/ingest/find_channels.ts";
import { describeHolder, holdSession, nameSession } from "../lib/ingest/hold_session.ts";
import { runTail } from "../lib/ingest/run_tail.ts";
import { TailFigures } from "../lib/ingest/tail_figures.ts";
import { waitForBacklog } from "../lib/ingest/wait_for_backlog.ts";
import { ReplyCache } from "../lib/llm/reply_cache.ts";
import { drainRows } from "../lib/queue/drain_report.ts";
import { chooseExtractorName } from "../lib/runtime/choose_extractor_name.ts";
import { EXTRACTION_COSTS, WORKER_SETTINGS } from "../lib/runtime/further_settings.ts";
import { openMetricsServer } from "../lib/runtime/metrics_server.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { type Part, runTogether } from "../lib/runtime/run_together.ts";
import { openDatabase } from "../lib/store/database.ts";
import { cancelRunsOf, finishRun, startRun } from "../lib/store/ingestion_runs.ts";
import { outageRemedy } from "../lib/store/outage_remedy.ts";
import { ensureVersion } from "../lib/store/pipeline_versions.ts";
import { openTelegram } from "../lib/telegram/open_telegram.ts";
import { loadTelegramOptions } from "../lib/telegram/telegram_settings.ts";
import * as z from "zod";

const SEND = false; // true: announce what is live, where the environment allows it too
const CHANNELS: string | null = null; // "t.me/SomeChannel,t.me/OtherChannel"; null: CHANNEL_LIST
const PIPELINE_VERSION_OVERRIDE: string | null = null; // "2025-12-31_prompt_v4"; null: EXTRACTION_PIPELINE_VERSION
const CONCURRENCY: number | null = null; // jobs at a time; null: what suits the extractor
const FIELD_COMPLETION: "off" | "full" | null = null; // "off": only what is written in so many words
const HARD_VALIDATE_MODE: "off" | "report" | "enforce" | null = null; // "enforce": what the post does not bear out is dropped
const TRUSTED_FORWARDS: string | null = null; // "t.me/a,t.me/b": forwards in these channels are read; "*": in all
const EXTRACTOR: "rules" | "llm" | null = null; // null: EXTRACTOR, else llm where a model is configured, else rules
const CATCH_UP_OVERLAP: number | null = null; // messages read again when a history is caught up with
const CATCH_UP_BACKLOG: number | null = null; // a catch-up waits while more jobs than this are due
const POLL_SECONDS: number | null = null; // how often a channel is read that the account has not joined
const METRICS_PORT: number | null = null; // 9464, for /health and /metrics; null: METRICS_PORT, else none

/** One joined channel is asked for what was not pushed; a sign of life, too. */
const CHECK_SECONDS = 60;
/** So many signs of life may be missed. */
const MISSED_SIGNS = 3;
/** What is in flight at the end goes on for so long, then it is given back. */
const STOP_WITHIN_SECONDS = 5;
/** How often posts that changed are linked to those they repeat, and how old they may be. */
const LINK_SECONDS = 30;
const LINK_DAYS = 30;
const COUNT_EVERY_MS = 15_000;
const COUNTS_A_LINE = 4;
const WORKER = "the extraction";
const now = () => new Date();

await runMode({
  name: "live",
  does: "Telegram's channels, followed day and night, become raw messages and outputs",
  reads: "Telegram",
  writes: "raw messages, jobs and outputs of a version; with SEND the outbox",
  sends: "nothing; with SEND and EXTRACTION_WORKER_BROADCAST or _DMS announcements of what is live",
  costs: EXTRACTION_COSTS,
  settings: [
    "TELEGRAM_API_ID",
    "TELEGRAM_API_HASH",
    "SESSION_STRING",
    "TG_SESSION",
    "TELEGRAM_SERVER",
    "TELEGRAM_LEASE_S",
    "METRICS_HOST",
    "EXTRACTION_WORKER_BROADCAST",
    "EXTRACTION_WORKER_DMS",
    "BROADCAST_CHANNEL_IDS",
    "DM_MAX_RECIPIENTS",
    "TELEGRAM_BOT_TOKEN",
    "BOT_API_URL",
    ...WORKER_SETTINGS,
  ],
  options: {
    SEND: option(z.boolean(), {
      default: false,
      does:
        "Announce what is live: the first of two keys, which no setting turns; the other is in the environment.",
    }),
    CHANNELS: optionFromSetting("CHANNEL_LIST"),
    PIPELINE_VERSION_OVERRIDE: optionFromSetting("EXTRACTION_PIPELINE_VERSION"),
    CONCURRENCY: optionFromSetting("EXTRACTION_WORKER_CONCURRENCY"),
    FIELD_COMPLETION: optionFromSetting("FIELD_COMPLETION"),
    HARD_VALIDATE_MODE: optionFromSetting("HARD_VALIDATE_MODE"),
    TRUSTED_FORWARDS: optionFromSetting("TRUSTED_FORWARDS"),
    EXTRACTOR: optionFromSetting("EXTRACTOR"),
    CATCH_UP_OVERLAP: optionFromSetting("CATCH_UP_OVERLAP"),
    CATCH_UP_BACKLOG: optionFromSetting("CATCH_UP_BACKLOG"),
    POLL_SECONDS: optionFromSetting("POLL_SECONDS"),
    METRICS_PORT: optionFromSetting("METRICS_PORT"),
  },
  constants: {
    SEND,
    CHANNELS,
    PIPELINE_VERSION_OVERRIDE,
    CONCURRENCY,
    FIELD_COMPLETION,
    HARD_VALIDATE_MODE,
    TRUSTED_FORWARDS,
    EXTRACTOR,
    CATCH_UP_OVERLAP,
    CATCH_UP_BACKLOG,
    POLL_SECONDS,
    METRICS_PORT,
  },
}, async (mode) => {
  const { options, settings } = mode;
  const references = parseTelegramReferences(options.CHANNELS ?? "");
  if (references.length === 0) {
    throw new UserError(
      "Cannot follow channels: none is named; set CHANNEL_LIST in .env, CHANNELS or --channels",
    );
  }
  const access = loadTelegramOptions(settings);
  const kinds = chooseDeliveryKinds(options.SEND, settings);
  const targets = kinds.includes("broadcast")
    ? parseBroadcastChannels(settings.BROADCAST_CHANNEL_IDS ?? "")
    : [];
  if (kinds.includes("broadcast") && targets.length === 0) {
    throw new UserError(
      "Cannot broadcast: BROADCAST_CHANNEL_IDS names no channel; set it, or leave out SEND or EXTRACTION_WORKER_BROADCAST",
    );
  }
  const extractorName = options.EXTRACTOR ?? chooseExtractorName(settings);
  const version = options.PIPELINE_VERSION_OVERRIDE ?? `${extractorName}_v1`;

  await using database = await openDatabase(settings, { maxConnections: 8 });
  const { sql } = database;
  const onTrouble = (sentence: string) => mode.note(`${sentence}. ${outageRemedy(database)}`);
  await using replies = settings.LLM_CACHE ? new ReplyCache(sql, { signal: mode.signal, onTrouble }) : null;
  const extractor = await openExtractor(extractorName, chooseExtractionOptions(options), settings, replies);
  await using session = await holdSession(sql, access.session, {
    purpose: "live",
    leaseSeconds: settings.TELEGRAM_LEASE_S,
    signal: mode.signal,
    onTrouble: mode.note,
    onWait: (heldBy) => mode.note(`Waiting for the session: ${describeHolder(heldBy)}`),
  });
  const signal = AbortSignal.any([mode.signal, session.lost]);

  const tail = new TailFigures(MISSED_SIGNS * Math.max(CHECK_SECONDS, options.POLL_SECONDS), Date.now);
  const patience = {
    signal,
    limitMs: Infinity,
    onWait: () => tail.noteFloodWait(),
    onAnswer: () => tail.noteSign(),
    onTelegramTrouble: mode.note,
  };
  await using telegram = await askTelegram(() => openTelegram(access, signal), patience);
  const channels = requireChannels(await findChannels(telegram, references, patience));

  await ensureVersion(sql, version);
  await cancelRunsOf(sql, nameSession(access.session));
  const runId = await startRun(sql, "tail", nameSession(access.session));

  const report = new LiveReport(tail);
  await using metrics = options.METRICS_PORT === null ? null : openMetricsServer({
    host: settings.METRICS_HOST,
    port: options.METRICS_PORT,
    metrics: () => report.metrics(),
    health: () => report.health(sql, WORKER),
  });

  const parts: Part[] = [{
    name: "the tail",
    run: (signal) =>
      runTail(sql, telegram, channels, {
        ...patience,
        signal,
        runId,
        enqueueVersion: version,
        overlapMessages: options.CATCH_UP_OVERLAP,
        pollSeconds: options.POLL_SECONDS,
        checkSeconds: CHECK_SECONDS,
        onTrouble,
        beforePage: () =>
          waitForBacklog(sql, version, options.CATCH_UP_BACKLOG, {
            signal,
            onTrouble,
            onWait: () => tail.noteSign(),
          }),
        onStored: (stored) => tail.noteStored(stored),
        onCatchUp: (_, reason) => tail.noteCatchUp(reason),
        onRefused: (messageId, reason) => mode.note(`Message ${messageId} is not stored: ${reason}`),
      }),
  }, {
    name: WORKER,
    run: (signal) =>
      runWorker(
        sql,
        extractor,
        chooseWorkerOptions(settings, {
          version,
          oneshot: false,
          maxJobs: null,
          concurrency: options.CONCURRENCY ?? extractor.defaultConcurrency,
          listens: !database.state.pooled,
          stopWithinSeconds: STOP_WITHIN_SECONDS,
          signal,
          onTrouble,
          onProgress: (totals) => report.drained = totals,
        }),
      ),
  }, {
    name: "the linking",
    run: (signal) =>
      runLinking(sql, DOMAIN, { everySeconds: LINK_SECONDS, days: LINK_DAYS, signal, now, onTrouble }),
  }];
  using sender = kinds.length === 0 ? null : openSender(settings, { now, random: Math.random });
  if (sender === null) await settleGates(sql, [], now());
  else {
    parts.push({
      name: "the announcements",
      run: (signal) =>
        runDelivery(sql, {
          ...DELIVERY_DEFAULTS,
          kinds,
          sender,
          version,
          channelIds: targets,
          dmLimit: settings.DM_MAX_RECIPIENTS,
          findRepeats: findRepeatsByLinks(DOMAIN),
          worker: `${Deno.hostname()}:${Deno.pid}`,
          signal,
          now,
          onTrouble: mode.note,
          onProgress: (totals) => report.delivered = totals,
        }),
    });
  }

  mode.print(
    `Following ${channels.length} ${
      channels.length === 1 ? "channel" : "channels"
    } into ${database.description}; ` +
      `version "${version}"; ${describeKeys(options.SEND, settings, settings.TELEGRAM_BOT_TOKEN === null)}` +
      (metrics === null ? "" : `; ${metrics.url}/health and /metrics`),
  );
  let counts = 0;
  const counting = setInterval(async () => {
    await report.count(sql, version);
    if (++counts % COUNTS_A_LINE === 0) mode.print(report.takeMinute(now()));
  }, COUNT_EVERY_MS);

  const failed = await runTogether(parts.map((part) => report.watch(part)), {
    signal,
    onFailure: ({ name }) => mode.note(`Stopping, because ${name} failed`),
  });
  clearInterval(counting);
  mode.print(report.takeMinute(now()));
  mode.printTable(["outcome", "jobs"], drainRows(report.drained));
  if (session.lost.aborted) mode.note(`${session.lost.reason.message}; stopped reading Telegram`);
  const [first, ...others] = failed;
  for (const { name, error } of others) mode.note(`Then ${name} failed, too: ${errorMessage(error)}`);
  await finishRun(
    sql,
    runId,
    first === undefined ? { status: "cancelled" } : { status: "error", message: `${first.name} failed` },
  ).catch(() => {});
  if (first !== undefined) throw first.error;
  return "incomplete";
});
