#!/usr/bin/env -S deno run -A
/**
 * An A/B experiment: the same messages extracted under two configurations at the same time, then compared field by field.
 *
 * Reads   telegram_messages_raw, telegram_extractions, pipeline_versions; with llm llm_replies too
 * Writes  telegram_extractions (jobs and outputs of two versions), pipeline_versions, llm_replies, out/NAME/summary.json,
 *         summary.schema.json, side_by_side.csv, report.html
 * Sends   nothing
 * Costs   nothing with the rules extractor; with llm what its model costs, up to MAX_COST_USD in each run
 *
 * Outputs of the live version are never touched. Ctrl+C finishes what is in flight in all runs and releases the rest; run it again to
 * go on. With NOISE_FLOOR a further run of A, as version VERSION_A_again, shows how much a model differs from itself: what B changes is
 * held against it. All replies are then asked for anew.
 */
import {
  describeEmptyWindow,
  enqueuedRows,
  experimentDetails,
  experimentHoldUp,
  outcomeRows,
  plannedRunRows,
  runSettingRows,
  runsHeader,
  usageRows,
} from "../lib/comparison/experiment/describe_experiment.ts";
import { planExperiment } from "../lib/comparison/experiment/plan_experiment.ts";
import { planRemarks } from "../lib/comparison/experiment/plan_remarks.ts";
import { GATE_OPTIONS, readGate } from "../lib/comparison/gate/gate_options.ts";
import { printComparison } from "../lib/comparison/print_comparison.ts";
import { isExperimentComplete, runExperiment } from "../lib/comparison/experiment/run_experiment.ts";
import { writeComparison } from "../lib/comparison/write_comparison.ts";
import { formatTimeWindow, limitToDays, parseTimeWindow } from "../lib/core/time_window.ts";
import { OUT_FOLDER, outFolderName } from "../lib/files/out_folder.ts";
import { ReplyCache } from "../lib/llm/reply_cache.ts";
import { describeRemaining } from "../lib/queue/drain_report.ts";
import { emptyDrainTotals, finishedJobs } from "../lib/queue/drain_totals.ts";
import { WORKER_SETTINGS } from "../lib/runtime/further_settings.ts";
import { formatCount } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import type { RunSettings } from "../lib/runtime/run_settings.ts";
import { runSettingsOption } from "../lib/runtime/run_settings_option.ts";
import { WINDOW_OPTIONS } from "../lib/runtime/window_options.ts";
import { wrapText } from "../lib/runtime/wrap_text.ts";
import { openDatabase } from "../lib/store/database.ts";
import { loadRawExtent } from "../lib/store/load_raw_extent.ts";
import { outageRemedy } from "../lib/store/outage_remedy.ts";
import { resolveChannels } from "../lib/store/resolve_channels.ts";
import * as z from "zod";

// Settings of each run by their own names; what is left out is as in the environment. Without EXTRACTION_PIPELINE_VERSION a version
// is named after its configuration, so that a changed prompt is a new version by itself. Another model, say:
//   { EXTRACTOR: "llm", LLM_MODEL_NAME: "qwen3-8b", LLM_SYSTEM_PROMPT_VARIANT: "terse", LLM_INCLUDE_EXAMPLES: true }
const RUN_A: RunSettings = { EXTRACTOR: "rules", FIELD_COMPLETION: "off" };
const RUN_B: RunSettings = { EXTRACTOR: "rules", FIELD_COMPLETION: "full" };
const CHANNELS: string | null = null; // "t.me/SomeChannel,t.me/OtherChannel"; null: CHANNEL_LIST, else every channel
const SINCE_ISO: string | null = null; // "2025-12-01T00:00:00+08:00", inclusive; null: 7 days before the end
const UNTIL_ISO: string | null = null; // "2026-01-01T00:00:00+08:00", exclusive; null: now
const MAX_MESSAGES_PER_CHANNEL: number | null = null; // the newest 50 of each channel, say
const MAX_JOBS: number | null = null; // 50 in each run, say; 0: no limit
const CONCURRENCY: number | null = null; // jobs at a time on one server, of all runs together that share it
const CACHE: boolean | null = null; // false: ask a model anew what it was asked before
const NOISE_FLOOR: boolean | null = null; // true: also run A once more, to see what B changes beyond A's own noise
const FORCE: boolean | null = null; // true: also redo what is finished and up to date
const DRY_RUN: boolean | null = null; // true: show the plan, change nothing
const GATE: string | null = null; // "rate.min:not_worse,macro:better": exit code 1 unless B meets every rule
const GATE_MARGIN_POINTS: number | null = null; // what not_worse and fills_not_less may lose; null: 3 by labels, 1 of coverage
const NAME: string | null = null; // "terse_prompt", the folder below out/; null: VERSION_A_vs_VERSION_B

const DAYS = 7;

await runMode({
  name: "ab",
  does: "the same messages under two configurations, then compared",
  reads: "telegram_messages_raw, telegram_extractions, pipeline_versions",
  writes: "telegram_extractions, pipeline_versions, out/NAME",
  costs: "nothing with rules; with llm what its model costs, up to MAX_COST_USD in each run",
  settings: WORKER_SETTINGS,
  options: {
    RUN_A: runSettingsOption("RUN_A", {
      does: "What run A has to itself: settings by their names.",
      example: `'{"EXTRACTOR": "rules"}'`,
    }),
    RUN_B: runSettingsOption("RUN_B", {
      does: "What run B has to itself.",
      example: `'{"EXTRACTOR": "llm", "LLM_MODEL_NAME": "qwen3-8b"}'`,
    }),
    CHANNELS: optionFromSetting("CHANNEL_LIST"),
    ...WINDOW_OPTIONS,
    MAX_MESSAGES_PER_CHANNEL: option(z.int().min(1), {
      default: null,
      unit: "messages",
      does: "Only the newest so many of each channel's window.",
    }),
    MAX_JOBS: optionFromSetting("EXTRACTION_WORKER_MAX_JOBS", {
      default: 0,
      does: "Stop each run after this many jobs; 0 is no limit.",
    }),
    CONCURRENCY: optionFromSetting("EXTRACTION_WORKER_CONCURRENCY", {
      default: null,
      does: "How many jobs are in flight at a time on one server, of all runs together that share it.",
    }),
    CACHE: optionFromSetting("LLM_CACHE"),
    NOISE_FLOOR: option(z.boolean(), {
      default: false,
      does: "Also run A once more, to see what B changes beyond A's own noise.",
    }),
    FORCE: option(z.boolean(), { default: false, does: "Also redo what is finished and up to date." }),
    DRY_RUN: option(z.boolean(), { default: false, does: "Show the plan, change nothing." }),
    ...GATE_OPTIONS,
    NAME: option(outFolderName, {
      default: null,
      does: "The folder below out/. Unset: VERSION_A_vs_VERSION_B.",
      example: "terse_prompt",
    }),
  },
  constants: {
    RUN_A,
    RUN_B,
    CHANNELS,
    SINCE_ISO,
    UNTIL_ISO,
    MAX_MESSAGES_PER_CHANNEL,
    MAX_JOBS,
    CONCURRENCY,
    CACHE,
    NOISE_FLOOR,
    FORCE,
    DRY_RUN,
    GATE,
    GATE_MARGIN_POINTS,
    NAME,
  },
}, async (mode) => {
  const { options, settings, signal } = mode;
  const gate = readGate(options);
  const window = limitToDays(parseTimeWindow(options.SINCE_ISO, options.UNTIL_ISO), DAYS, new Date());
  await using database = await openDatabase(settings, { maxConnections: 8 });
  const { sql } = database;
  const channelIds = await resolveChannels(sql, options.CHANNELS);
  const onTrouble = (sentence: string) => mode.note(`${sentence}. ${outageRemedy(database)}`);
  await using replies = new ReplyCache(sql, { signal, onTrouble });
  const plan = await planExperiment(sql, { ...settings, LLM_CACHE: options.CACHE }, {
    runA: options.RUN_A ?? {},
    runB: options.RUN_B ?? {},
    window,
    channelIds,
    maxMessagesPerChannel: options.MAX_MESSAGES_PER_CHANNEL,
    noiseFloor: options.NOISE_FLOOR,
    force: options.FORCE,
    maxJobs: options.MAX_JOBS > 0 ? options.MAX_JOBS : null,
    concurrency: options.CONCURRENCY,
  }, replies);
  const [{ jobs, version: versionA }, { version: versionB }, again] = plan.runs;

  mode.print(formatTimeWindow(window));
  mode.print(`${formatCount(jobs.posts)} posts on ${database.description}`);
  mode.print("");
  mode.printTable(runsHeader(plan), plannedRunRows(plan));
  planRemarks(plan).flatMap((remark) => wrapText(remark, 80)).forEach(mode.print);
  if (jobs.posts === 0) {
    describeEmptyWindow(await loadRawExtent(sql, channelIds)).forEach(mode.print);
    return "incomplete";
  }
  if (options.DRY_RUN) {
    mode.print("Dry run: nothing was enqueued, asked or written.");
    return;
  }

  let details = "";
  let totals = plan.runs.map(emptyDrainTotals);
  using progress = mode.progress({
    label: "A/B",
    unit: "jobs",
    details: () => details,
    holdUp: () => experimentHoldUp(plan),
  });
  const printTotals = () => {
    mode.print("");
    mode.printTable(runsHeader(plan, "outcome"), outcomeRows(totals));
    const usage = usageRows(plan, totals);
    if (usage.length === 0) return;
    mode.print("");
    mode.printTable(runsHeader(plan, "replies"), usage);
  };
  const reports = await runExperiment(sql, plan, {
    signal,
    onProgress: (runs) => {
      totals = runs.map((run) => run.totals);
      details = experimentDetails(runs);
      progress.total = runs.reduce((sum, { total }) => sum + total, 0);
      progress.done = totals.reduce((sum, of) => sum + finishedJobs(of), 0);
    },
    onTrouble,
    onStop: mode.note,
  }).catch((error) => {
    // What was done before it is stored, and may have cost something.
    progress[Symbol.dispose]();
    if (totals.some(({ claimed }) => claimed > 0)) printTotals();
    throw error;
  });
  progress.end();

  mode.print("");
  mode.printTable(runsHeader(plan, "messages"), enqueuedRows(reports));
  printTotals();
  for (const { side, worker } of reports) {
    const remaining = worker && describeRemaining(worker.remaining);
    if (remaining) mode.print(`${side}: ${remaining}. Go on with the same command.`);
  }
  if (signal.aborted) return;

  mode.print("");
  using comparing = mode.progress({ label: "Compare", unit: "messages" });
  const written = await writeComparison(
    sql,
    {
      versionA,
      versionB,
      noiseVersion: again?.version ?? null,
      window,
      channelIds,
      comparedAt: new Date(),
      runs: runSettingRows(plan),
      gate,
    },
    `${OUT_FOLDER}/${options.NAME ?? `${versionA}_vs_${versionB}`}`,
    { signal, onProgress: (messages) => comparing.done = messages },
  );
  comparing.end();
  await printComparison(mode, sql, written);
  const { both_ok, gate: judged } = written.comparison;
  return isExperimentComplete(plan, reports) && both_ok > 0 && judged?.passed !== false
    ? "done"
    : "incomplete";
});
