#!/usr/bin/env -S deno run -A
/**
 * Mode 3: enqueue raw messages under a version, to extract them (again) without reading Telegram.
 *
 * Reads   telegram_messages_raw; with DISAGREEING telegram_extractions too
 * Writes  telegram_extractions (pending jobs), pipeline_versions (the version's name)
 * Sends   nothing
 * Costs   nothing; draining the jobs may
 *
 * A version that is new gets a job for every message of the window. Under a version that exists, a finished job is due again when
 * its message was edited since or when it failed; FORCE redoes all.
 *
 * With DISAGREEING only the posts of the window on which two versions disagree are enqueued, under a third version: to look into a
 * difference without paying for the rest. Such posts are chosen for being hard, so that figures over them do not hold for all posts.
 */
import { chooseReplay, noteReplay } from "../lib/comparison/replay/choose_replay.ts";
import type { DifferenceKind } from "../lib/comparison/differences/difference_kind.ts";
import { parseReplayOptions, REPLAY_OPTIONS } from "../lib/comparison/replay/replay_options.ts";
import { formatTimeWindow, parseTimeWindow } from "../lib/core/time_window.ts";
import { type EnqueueTotals, iterEnqueueJobs } from "../lib/queue/enqueue_jobs.ts";
import { chooseExtractorName } from "../lib/runtime/choose_extractor_name.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { WINDOW_OPTIONS } from "../lib/runtime/window_options.ts";
import { openDatabase } from "../lib/store/database.ts";
import { resolveChannels } from "../lib/store/resolve_channels.ts";
import * as z from "zod";

const CHANNELS: string | null = null; // "t.me/SomeChannel,t.me/OtherChannel"; null: CHANNEL_LIST, else every channel
const SINCE_ISO: string | null = null; // "2025-12-01T00:00:00+08:00", inclusive
const UNTIL_ISO: string | null = null; // "2026-01-01T00:00:00+08:00", exclusive
const PIPELINE_VERSION_OVERRIDE: string | null = null; // "2025-12-31_prompt_v4"; null: EXTRACTION_PIPELINE_VERSION
const FORCE: boolean | null = null; // true: also redo jobs that are finished and up to date
const MAX_MESSAGES_PER_CHANNEL: number | null = null; // the newest 50 of each channel, say, for a smoke run
const DISAGREEING: string | null = null; // "rules_v1,rules_v2": only posts on which these two disagree, under a third version
const DISAGREEMENT_FIELD: string | null = null; // "rate.min"; null: in any field
const DISAGREEMENT_KIND: DifferenceKind | null = null; // "a_null", "b_null", "format", "order" or "value"; null: any
const DRY_RUN: boolean | null = null; // true: count the posts on which they disagree, enqueue nothing
const PAGE_SIZE: number | null = null; // messages a statement

await runMode({
  name: "enqueue",
  does: "raw messages of a window become jobs of a version",
  reads: "telegram_messages_raw",
  writes: "telegram_extractions, pipeline_versions",
  options: {
    CHANNELS: optionFromSetting("CHANNEL_LIST"),
    ...WINDOW_OPTIONS,
    PIPELINE_VERSION_OVERRIDE: optionFromSetting("EXTRACTION_PIPELINE_VERSION"),
    FORCE: option(z.boolean(), { default: false, does: "Also redo jobs that are finished and up to date." }),
    MAX_MESSAGES_PER_CHANNEL: option(z.int().min(1), {
      default: null,
      unit: "messages",
      does: "Only the newest so many of each channel's window.",
    }),
    ...REPLAY_OPTIONS,
    PAGE_SIZE: option(z.int().min(1), { default: 20_000, unit: "messages", does: "Messages a statement." }),
  },
  constants: {
    CHANNELS,
    SINCE_ISO,
    UNTIL_ISO,
    PIPELINE_VERSION_OVERRIDE,
    FORCE,
    MAX_MESSAGES_PER_CHANNEL,
    DISAGREEING,
    DISAGREEMENT_FIELD,
    DISAGREEMENT_KIND,
    DRY_RUN,
    PAGE_SIZE,
  },
}, async (mode) => {
  const { options, settings, signal } = mode;
  const version = options.PIPELINE_VERSION_OVERRIDE ?? `${chooseExtractorName(settings)}_v1`;
  const window = parseTimeWindow(options.SINCE_ISO, options.UNTIL_ISO);
  await using database = await openDatabase(settings);
  const channelIds = await resolveChannels(database.sql, options.CHANNELS);
  mode.print(`Version "${version}", messages of ${formatTimeWindow(window)} on ${database.description}`);

  const replay = parseReplayOptions(options);
  const rawIds = replay && await chooseReplay(mode, database.sql, { ...replay, version, window, channelIds });
  if (options.DRY_RUN) {
    mode.print("Dry run: nothing was enqueued.");
    return;
  }
  if (replay && rawIds) await noteReplay(database.sql, version, replay, rawIds.length);

  let totals: EnqueueTotals | null = null;
  using progress = mode.progress({ label: "Enqueue", unit: "messages" });
  const pages = iterEnqueueJobs(database.sql, {
    version,
    window,
    channelIds,
    maxMessagesPerChannel: options.MAX_MESSAGES_PER_CHANNEL,
    rawIds,
    force: options.FORCE,
    allowLive: settings.ALLOW_LIVE,
    pageSize: options.PAGE_SIZE,
  });
  for await (totals of pages) {
    progress.done = totals.scanned;
    if (signal.aborted) break;
  }
  progress.end();

  mode.printTable([rawIds === null ? "messages of the window" : "posts that disagree", "count"], [
    ["new jobs", totals?.inserted ?? 0],
    ["due again", totals?.reset ?? 0],
    ["finished and up to date", totals?.kept ?? 0],
    ["queued or in flight already", totals?.alreadyQueued ?? 0],
    ["left out: deleted", totals?.deleted ?? 0],
    ["left out: no post (service message)", totals?.notPosts ?? 0],
    ["messages scanned", totals?.scanned ?? 0],
  ]);
  const { scanned = 0, inserted = 0, reset = 0, alreadyQueued = 0 } = totals ?? {};
  mode.print(
    scanned === 0 && rawIds === null
      ? "No message of this window is stored. Import some: deno task import result.json"
      : inserted + reset + alreadyQueued === 0
      ? `Nothing is due under version "${version}".`
      : `Jobs are under version "${version}". Next: deno task drain --pipeline-version-override ${version}`,
  );
});
