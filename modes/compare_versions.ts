#!/usr/bin/env -S deno run -A
/**
 * Compare the stored outputs of two versions, or of several with the same one, field by field. Nothing is extracted anew.
 *
 * Reads   telegram_extractions, telegram_messages_raw, pipeline_versions, labels
 * Writes  out/NAME/summary.json, summary.schema.json, side_by_side.csv, report.html; with several B these into out/NAME/VERSION, and
 *         out/NAME/overview.json, overview.html
 * Sends   nothing
 * Costs   nothing
 *
 * A post is compared when both versions have finished it on the same text; all others are counted with their reason. Of a post with
 * several assignments each is compared with the one of the same code, or place. Without labels
 * nobody knows which version is right: the words are "fills more", "fills less", "differs", "too few to tell" and "alike". Where posts
 * have labels (deno task label), "better" and "worse" are said of the fields in which these decide. With NOISE_FLOOR, what differs no
 * more than A does from a further run of itself is said to be within noise. With several B each is compared with A by itself; the
 * overview adjusts for having looked at all of them. With GATE the exit code is 1 unless B, or each of several, meets every rule.
 */
import { GATE_OPTIONS, readGate } from "../lib/comparison/gate/gate_options.ts";
import { parseVersionList } from "../lib/comparison/overview/parse_version_list.ts";
import { printComparison } from "../lib/comparison/print_comparison.ts";
import { printOverview } from "../lib/comparison/overview/print_overview.ts";
import { writeComparison } from "../lib/comparison/write_comparison.ts";
import { writeOverview } from "../lib/comparison/overview/write_overview.ts";
import { UserError } from "../lib/core/errors.ts";
import { parseTimeWindow } from "../lib/core/time_window.ts";
import { OUT_FOLDER, outFolderName } from "../lib/files/out_folder.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { WINDOW_OPTIONS } from "../lib/runtime/window_options.ts";
import { openDatabase } from "../lib/store/database.ts";
import { resolveChannels } from "../lib/store/resolve_channels.ts";
import * as z from "zod";

const A: string | null = null; // "rules_v1", the version to compare with
const B: string | null = null; // "rules_v2", or "rules_v2,rules_v3": each against A
const CHANNELS: string | null = null; // "t.me/SomeChannel,t.me/OtherChannel"; null: CHANNEL_LIST, else every channel
const SINCE_ISO: string | null = null; // "2025-12-01T00:00:00+08:00", inclusive
const UNTIL_ISO: string | null = null; // "2026-01-01T00:00:00+08:00", exclusive
const NOISE_FLOOR: string | null = null; // "rules_v1_again", a further run of A: how much A differs from itself
const GATE: string | null = null; // "rate.min:not_worse,macro:better": exit code 1 unless B meets every rule
const GATE_MARGIN_POINTS: number | null = null; // what not_worse and fills_not_less may lose; null: 3 by labels, 1 of coverage
const NAME: string | null = null; // "december", the folder below out/; null: rules_v1_vs_rules_v2, or rules_v1_overview

await runMode({
  name: "compare",
  does: "two stored versions, side by side, or several against one",
  reads: "telegram_extractions, telegram_messages_raw, pipeline_versions, labels",
  writes:
    "out/NAME/summary.json, summary.schema.json, side_by_side.csv, report.html, overview.json, overview.html",
  options: {
    A: option(z.string().min(1), {
      default: null,
      does: "The version to compare with.",
      example: "rules_v1",
    }),
    B: option(z.string().min(1), {
      default: null,
      does: "The version that is compared, or several with commas between.",
      example: "rules_v2",
    }),
    CHANNELS: optionFromSetting("CHANNEL_LIST"),
    ...WINDOW_OPTIONS,
    NOISE_FLOOR: option(z.string().min(1), {
      default: null,
      does: "A version that is a further run of A: how much A differs from itself.",
      example: "rules_v1_again",
    }),
    ...GATE_OPTIONS,
    NAME: option(outFolderName, {
      default: null,
      does: "The folder below out/. Unset: A_vs_B, with several B A_overview.",
      example: "december",
    }),
  },
  constants: { A, B, CHANNELS, SINCE_ISO, UNTIL_ISO, NOISE_FLOOR, GATE, GATE_MARGIN_POINTS, NAME },
}, async (mode) => {
  const { options, settings, signal } = mode;
  if (options.A === null || options.B === null) {
    throw new UserError("Cannot compare: two versions are needed; add --a rules_v1 --b rules_v2");
  }
  const gate = readGate(options);
  const window = parseTimeWindow(options.SINCE_ISO, options.UNTIL_ISO);
  const [versionB, ...further] = parseVersionList(options.B);
  await using database = await openDatabase(settings);
  const channelIds = await resolveChannels(database.sql, options.CHANNELS);
  const request = {
    versionA: options.A,
    noiseVersion: options.NOISE_FLOOR,
    window,
    channelIds,
    comparedAt: new Date(),
  };

  using progress = mode.progress({ label: "Compare", unit: "messages" });
  const hooks = { signal, onProgress: (messages: number) => void (progress.done = messages) };
  if (further.length > 0) {
    const folder = `${OUT_FOLDER}/${options.NAME ?? `${options.A}_overview`}`;
    const versions = [versionB, ...further];
    const written = await writeOverview(database.sql, { ...request, versions, gate }, folder, hooks);
    progress.end();
    printOverview(mode, written);
    return written.overview.versions.some(({ both_ok, gate }) => both_ok === 0 || gate?.passed === false)
      ? "incomplete"
      : "done";
  }
  const folder = `${OUT_FOLDER}/${options.NAME ?? `${options.A}_vs_${versionB}`}`;
  const written = await writeComparison(database.sql, { ...request, versionB, gate }, folder, hooks);
  progress.end();
  await printComparison(mode, database.sql, written);
  return written.comparison.both_ok === 0 || written.comparison.gate?.passed === false
    ? "incomplete"
    : "done";
});
