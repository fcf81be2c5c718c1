#!/usr/bin/env -S deno run -A
/**
 * Compare the stored outputs of two versions, field by field. Nothing is extracted anew.
 *
 * Reads   telegram_extractions, telegram_messages_raw, pipeline_versions
 * Writes  out/NAME/summary.json, out/NAME/side_by_side.csv, out/NAME/report.html
 * Sends   nothing
 * Costs   nothing
 *
 * A post is compared when both versions have finished it on the same text; all others are counted with their reason. Of a post with
 * several assignments each is compared with the one of the same code, or place. Without labels
 * nobody knows which version is right: the words are "fills more", "fills less", "differs" and "alike".
 */
import {
  comparedMessageRows,
  compilationRows,
  FIELD_COUNTS_HEADER,
  fieldComparisonRows,
} from "../lib/comparison/comparison_rows.ts";
import { findingLines } from "../lib/comparison/describe_findings.ts";
import { describeNothing } from "../lib/comparison/describe_nothing.ts";
import { writeComparison } from "../lib/comparison/write_comparison.ts";
import { UserError } from "../lib/core/errors.ts";
import { parseTimeWindow } from "../lib/core/time_window.ts";
import { OUT_FOLDER } from "../lib/files/out_folder.ts";
import { formatCount } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { WINDOW_OPTIONS } from "../lib/runtime/window_options.ts";
import { openDatabase } from "../lib/store/database.ts";
import { loadVersionExtent } from "../lib/store/load_version_extent.ts";
import { resolveChannels } from "../lib/store/resolve_channels.ts";
import * as z from "zod";

const A: string | null = null; // "rules_v1", the version to compare with
const B: string | null = null; // "rules_v2"
const CHANNELS: string | null = null; // "t.me/SomeChannel,t.me/OtherChannel"; null: CHANNEL_LIST, else every channel
const SINCE_ISO: string | null = null; // "2025-12-01T00:00:00+08:00", inclusive
const UNTIL_ISO: string | null = null; // "2026-01-01T00:00:00+08:00", exclusive
const NAME: string | null = null; // "december", the folder below out/; null: rules_v1_vs_rules_v2

const folderName = z.string().regex(/^[A-Za-z0-9_][\w.:+-]{0,219}$/)
  .describe("a name of letters, digits and . _ : + - without spaces");

await runMode({
  name: "compare",
  does: "two stored versions, side by side",
  reads: "telegram_extractions, telegram_messages_raw, pipeline_versions",
  writes: "out/NAME/summary.json, side_by_side.csv, report.html",
  options: {
    A: option(z.string().min(1), {
      default: null,
      does: "The version to compare with.",
      example: "rules_v1",
    }),
    B: option(z.string().min(1), {
      default: null,
      does: "The version that is compared.",
      example: "rules_v2",
    }),
    CHANNELS: optionFromSetting("CHANNEL_LIST"),
    ...WINDOW_OPTIONS,
    NAME: option(folderName, {
      default: null,
      does: "The folder below out/. Unset: A_vs_B.",
      example: "december",
    }),
  },
  constants: { A, B, CHANNELS, SINCE_ISO, UNTIL_ISO, NAME },
}, async (mode) => {
  const { options, settings, signal } = mode;
  if (options.A === null || options.B === null) {
    throw new UserError("Cannot compare: two versions are needed; add --a rules_v1 --b rules_v2");
  }
  const window = parseTimeWindow(options.SINCE_ISO, options.UNTIL_ISO);
  await using database = await openDatabase(settings);
  const channelIds = await resolveChannels(database.sql, options.CHANNELS);

  using progress = mode.progress({ label: "Compare", unit: "messages" });
  const written = await writeComparison(
    database.sql,
    { versionA: options.A, versionB: options.B, window, channelIds, comparedAt: new Date() },
    `${OUT_FOLDER}/${options.NAME ?? `${options.A}_vs_${options.B}`}`,
    { signal, onProgress: (messages) => progress.done = messages },
  );
  progress.end();

  const { comparison } = written;
  if (comparison.both_ok === 0) {
    const extentA = await loadVersionExtent(database.sql, options.A);
    const extentB = await loadVersionExtent(database.sql, options.B);
    describeNothing(comparison, extentA, extentB).forEach(mode.print);
  } else {
    mode.print(`A is ${options.A}, B is ${options.B}.`);
    mode.print(
      `Over the ${formatCount(comparison.both_ok)} assignments with an output in both, of ${
        formatCount(comparison.pairs)
      } compared:`,
    );
    findingLines(comparison).forEach(mode.print);
    mode.print("");
    mode.printTable(FIELD_COUNTS_HEADER, fieldComparisonRows(comparison));
  }
  if (comparison.messages > 0) {
    mode.print("");
    mode.printTable(["messages", "count"], comparedMessageRows(comparison));
  }
  if (comparison.compilations.messages > 0) {
    mode.print("");
    mode.printTable(["posts with several assignments", "count"], compilationRows(comparison));
  }
  for (const { version, mixed_with } of [comparison.a, comparison.b]) {
    if (mixed_with > 0) {
      mode.note(
        `Version "${version}" holds outputs of ${mixed_with + 1} configurations that cannot be told apart.`,
      );
    }
  }
  if (written.replaced) mode.print("Replaced the files of an earlier comparison of this name.");
  mode.print(`Wrote ${written.summaryPath}`);
  mode.print(`Wrote ${written.csvPath}`);
  mode.print(`Wrote ${written.reportPath}`);
  return comparison.both_ok === 0 ? "incomplete" : "done";
});
