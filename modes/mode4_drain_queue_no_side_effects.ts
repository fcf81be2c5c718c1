#!/usr/bin/env -S deno run -A
/**
 * Mode 4: drain a version's jobs without side effects. Nothing here can send: no sender is imported.
 *
 * Reads   telegram_extractions (pending jobs), telegram_messages_raw; with llm llm_replies too
 * Writes  telegram_extractions (outputs), pipeline_versions (what the version is made with), llm_replies
 * Sends   nothing
 * Costs   nothing with the rules extractor; with llm what its model costs, up to MAX_COST_USD
 *
 * Any number of processes on any number of machines may drain one version. Ctrl+C finishes what is in flight and releases the
 * rest; run it again to go on.
 */
import { chooseWorkerOptions } from "../lib/extraction/choose_worker_options.ts";
import { describePause } from "../lib/extraction/describe_pause.ts";
import { chooseExtractionOptions } from "../lib/extraction/extraction_options.ts";
import { openExtractor } from "../lib/extraction/open_extractor.ts";
import { runWorker } from "../lib/extraction/worker.ts";
import { describeMock } from "../lib/llm/mock_chat.ts";
import { ReplyCache } from "../lib/llm/reply_cache.ts";
import {
  describeRemaining,
  describeUsage,
  drainDetails,
  drainRows,
  isDrainComplete,
} from "../lib/queue/drain_report.ts";
import { emptyDrainTotals, finishedJobs } from "../lib/queue/drain_totals.ts";
import { loadRemaining } from "../lib/queue/lease_protocol.ts";
import { chooseExtractorName } from "../lib/runtime/choose_extractor_name.ts";
import { EXTRACTION_COSTS, WORKER_SETTINGS } from "../lib/runtime/further_settings.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { optionFromSetting } from "../lib/runtime/option.ts";
import { openDatabase } from "../lib/store/database.ts";
import { outageRemedy } from "../lib/store/outage_remedy.ts";

const PIPELINE_VERSION_OVERRIDE: string | null = null; // "2025-12-31_prompt_v4"; null: EXTRACTION_PIPELINE_VERSION
const ONESHOT: boolean | null = null; // false: wait for more jobs when the queue is empty
const MAX_JOBS: number | null = null; // 50, say, for a smoke run; 0: no limit
const CONCURRENCY: number | null = null; // jobs at a time; null: what suits the extractor
const FIELD_COMPLETION: "off" | "full" | null = null; // "off": only what is written in so many words
const HARD_VALIDATE_MODE: "off" | "report" | "enforce" | null = null; // "enforce": what the post does not bear out is dropped
const TRUSTED_FORWARDS: string | null = null; // "t.me/a,t.me/b": forwards in these channels are read; "*": in all
const EXTRACTOR: "rules" | "llm" | null = null; // null: EXTRACTOR, else llm where a model is configured, else rules
const CACHE: boolean | null = null; // false: ask a model anew what it was asked before, for a noise floor

await runMode({
  name: "drain",
  does: "jobs of a version become outputs; cannot send",
  reads: "telegram_extractions, telegram_messages_raw",
  writes: "telegram_extractions, pipeline_versions",
  costs: EXTRACTION_COSTS,
  settings: WORKER_SETTINGS,
  options: {
    PIPELINE_VERSION_OVERRIDE: optionFromSetting("EXTRACTION_PIPELINE_VERSION"),
    ONESHOT: optionFromSetting("EXTRACTION_WORKER_ONESHOT", { default: true }),
    MAX_JOBS: optionFromSetting("EXTRACTION_WORKER_MAX_JOBS"),
    CONCURRENCY: optionFromSetting("EXTRACTION_WORKER_CONCURRENCY"),
    FIELD_COMPLETION: optionFromSetting("FIELD_COMPLETION"),
    HARD_VALIDATE_MODE: optionFromSetting("HARD_VALIDATE_MODE"),
    TRUSTED_FORWARDS: optionFromSetting("TRUSTED_FORWARDS"),
    EXTRACTOR: optionFromSetting("EXTRACTOR"),
    CACHE: optionFromSetting("LLM_CACHE"),
  },
  constants: {
    PIPELINE_VERSION_OVERRIDE,
    ONESHOT,
    MAX_JOBS,
    CONCURRENCY,
    FIELD_COMPLETION,
    HARD_VALIDATE_MODE,
    TRUSTED_FORWARDS,
    EXTRACTOR,
    CACHE,
  },
}, async (mode) => {
  const { options, settings, signal } = mode;
  const extractorName = options.EXTRACTOR ?? chooseExtractorName(settings);
  const version = options.PIPELINE_VERSION_OVERRIDE ?? `${extractorName}_v1`;
  const maxJobs = options.MAX_JOBS > 0 ? options.MAX_JOBS : null;
  await using database = await openDatabase(settings);
  const onTrouble = (sentence: string) => mode.note(`${sentence}. ${outageRemedy(database)}`);
  await using replies = options.CACHE ? new ReplyCache(database.sql, { signal, onTrouble }) : null;
  const extractor = await openExtractor(extractorName, chooseExtractionOptions(options), settings, replies);

  const by = extractor.model === null ? extractor.name : `${extractor.name} (${extractor.model})`;
  mode.print(`Version "${version}", extracted by ${by} on ${database.description}`);
  if (extractor.name === "llm" && settings.LLM_MOCK_OUTPUT_FILE !== null) {
    mode.print(describeMock(settings.LLM_MOCK_OUTPUT_FILE));
  }

  const concurrency = options.CONCURRENCY ?? extractor.defaultConcurrency;
  const { pace } = extractor;
  let totals = emptyDrainTotals();
  const queued = await loadRemaining(database.sql, version, 0);
  const total = queued.due + queued.dueLater;
  using progress = mode.progress({
    label: "Drain",
    unit: "jobs",
    total: options.ONESHOT ? Math.min(total, maxJobs ?? total) : null,
    holdUp: () => describePause(pace?.pause ?? null),
    details: () => drainDetails(totals, pace ? { wanted: concurrency, limit: pace.concurrencyLimit } : null),
  });
  const printTotals = () => {
    mode.printTable(["outcome", "jobs"], drainRows(totals));
    const usage = describeUsage(totals);
    if (usage !== null) mode.print(usage);
  };
  const report = await runWorker(
    database.sql,
    extractor,
    chooseWorkerOptions(settings, {
      version,
      oneshot: options.ONESHOT,
      maxJobs,
      concurrency,
      listens: !database.state.pooled && !options.ONESHOT,
      signal,
      onProgress: (soFar) => {
        totals = soFar;
        progress.done = finishedJobs(soFar);
      },
      onTrouble,
    }),
  ).catch((error) => {
    // What was done before it is stored, and may have cost something.
    progress[Symbol.dispose]();
    if (totals.claimed > 0) printTotals();
    throw error;
  });
  progress.end();

  totals = report.totals;
  printTotals();
  if (report.violations.length > 0) {
    mode.print("");
    mode.printTable(
      [options.HARD_VALIDATE_MODE === "enforce" ? "dropped" : "violated", "posts"],
      report.violations,
    );
  }
  if (report.totals.rescued > 0) {
    mode.print(`Returned to the queue from workers that died or froze: ${report.totals.rescued}`);
  }
  if (report.version === "unknown") {
    mode.print(
      `No job was ever enqueued under "${version}". Enqueue some: deno task enqueue --pipeline-version-override ${version}`,
    );
  }
  if (report.version === "mixed") {
    mode.print(`Version "${version}" now holds outputs of several configurations.`);
  }
  const remaining = describeRemaining(report.remaining);
  if (remaining === null && report.version !== "unknown" && report.totals.claimed === 0) {
    mode.print(`Nothing to do: no job of version "${version}" is due.`);
  }
  if (remaining !== null) mode.print(`${remaining}. Go on with the same command.`);
  return isDrainComplete(report.totals, report.remaining, maxJobs) ? "done" : "incomplete";
});
