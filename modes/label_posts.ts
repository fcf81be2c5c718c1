#!/usr/bin/env -S deno run -A
/**
 * Say what is right where two versions differ: a page on this machine, worked with the keyboard, that writes each label at once.
 *
 * Reads   telegram_extractions, telegram_messages_raw, labels; --import: a gold file
 * Writes  labelled_posts, labels; --export: out/labels/NAME.jsonl; --import: bad lines to out/labels/
 * Sends   nothing; the page is served on 127.0.0.1 under an address with a secret
 * Costs   nothing
 *
 * Posts in which the versions disagree are asked for more often than others, each with a known probability by whose inverse it counts,
 * so that what is estimated from the labels holds for all posts. Fields that follow from others or are free notes are not labelled:
 * time_availability.note, tutor_types, rate_breakdown. Stop with Ctrl+C; the same command goes on where it stopped.
 */
import { exportLabels } from "../lib/comparison/labels/export_labels.ts";
import { importLabels } from "../lib/comparison/labels/import_labels.ts";
import { openLabelServer } from "../lib/comparison/labels/label_server.ts";
import { LabelSession } from "../lib/comparison/labels/label_session.ts";
import { loadLabelCases } from "../lib/comparison/labels/load_label_cases.ts";
import { UserError } from "../lib/core/errors.ts";
import { parseTimeWindow } from "../lib/core/time_window.ts";
import { DOMAIN } from "../lib/extraction/current_domain.ts";
import { OUT_FOLDER, outFolderName } from "../lib/files/out_folder.ts";
import { formatCount } from "../lib/runtime/format_number.ts";
import { type Mode, runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import { WINDOW_OPTIONS } from "../lib/runtime/window_options.ts";
import type { Field } from "../lib/schema/field_paths.ts";
import { openDatabase, type Sql } from "../lib/store/database.ts";
import { resolveChannels } from "../lib/store/resolve_channels.ts";
import * as z from "zod";

const A: string | null = null; // "rules_v1"
const B: string | null = null; // "rules_v2"
const LABELS: number | null = null; // 300, how many to ask for
const LABELER: string | null = null; // "kim", written beside each label
const SEED: number | null = null; // 2: other posts
const PORT: number | null = null; // 8765; null: LABEL_PORT, else any free one
const CHANNELS: string | null = null; // "t.me/SomeChannel,t.me/OtherChannel"; null: CHANNEL_LIST, else every channel
const SINCE_ISO: string | null = null; // "2025-12-01T00:00:00+08:00", inclusive
const UNTIL_ISO: string | null = null; // "2026-01-01T00:00:00+08:00", exclusive
const EXPORT: string | null = null; // "december": write out/labels/december.jsonl and stop
const IMPORT: string | null = null; // "labels/posts.jsonl": store these labels and stop

const BAD_LINES_SHOWN = 10;
const NOT_LABELLED = DOMAIN.fields.filter((field: Field) => field.isScored === false).map(({ path }) => path);
const OPTIONS = {
  A: option(z.string().min(1), { default: null, does: "One of the two versions.", example: "rules_v1" }),
  B: option(z.string().min(1), { default: null, does: "The other one.", example: "rules_v2" }),
  LABELS: option(z.int().min(1).max(10_000), {
    default: 300,
    unit: "labels",
    does: `How many to ask for, over all fields but those that are not labelled: ${NOT_LABELLED.join(", ")}.`,
  }),
  LABELER: option(z.string().min(1).max(100), {
    default: "me",
    does: "Who labels; written beside each label.",
  }),
  SEED: option(z.int().min(0), {
    default: 1,
    does: "Decides which posts are asked for, and what stands on the left.",
  }),
  PORT: optionFromSetting("LABEL_PORT"),
  CHANNELS: optionFromSetting("CHANNEL_LIST"),
  ...WINDOW_OPTIONS,
  EXPORT: option(outFolderName, {
    default: null,
    does: "Only write all labels to out/labels/NAME.jsonl, a gold file.",
    example: "december",
  }),
  IMPORT: option(z.string().min(1), {
    default: null,
    does: "Only store the labels of this gold file.",
    example: "labels/posts.jsonl",
  }),
};
type LabelMode = Mode<typeof OPTIONS>;

await runMode({
  name: "label",
  does: "what is right where two versions differ, said by you",
  reads: "telegram_extractions, telegram_messages_raw, labels; --import: a gold file",
  writes: "labelled_posts, labels; --export: out/labels/NAME.jsonl; --import: bad lines to out/labels/",
  options: OPTIONS,
  constants: { A, B, LABELS, LABELER, SEED, PORT, CHANNELS, SINCE_ISO, UNTIL_ISO, EXPORT, IMPORT },
}, async (mode) => {
  const { options } = mode;
  if (options.EXPORT !== null && options.IMPORT !== null) {
    throw new UserError("Cannot label: found both --export and --import; give one at a time");
  }
  await using database = await openDatabase(mode.settings);
  if (options.EXPORT !== null) return await exportToFile(mode, database.sql, options.EXPORT);
  if (options.IMPORT !== null) return await importFromFile(mode, database.sql, options.IMPORT);
  return await servePage(mode, database.sql);
});

async function servePage(mode: LabelMode, sql: Sql): Promise<void> {
  const { options, signal } = mode;
  if (options.A === null || options.B === null) {
    throw new UserError("Cannot label: two versions are needed; add --a rules_v1 --b rules_v2");
  }
  const versions = { versionA: options.A, versionB: options.B };
  using progress = mode.progress({ label: "Draw", unit: "messages" });
  const cases = await loadLabelCases(sql, {
    ...versions,
    window: parseTimeWindow(options.SINCE_ISO, options.UNTIL_ISO),
    channelIds: await resolveChannels(sql, options.CHANNELS),
    fields: DOMAIN.fields,
    budget: options.LABELS,
    seed: options.SEED,
  }, { signal, onProgress: (messages) => progress.done = messages });
  progress.end();
  if (cases.length === 0) {
    throw new UserError(
      `Cannot label: ${options.A} and ${options.B} have no post of which both have an output; ` +
        "extract the same messages with both (deno task ab)",
    );
  }
  const session = new LabelSession(sql, cases, {
    ...versions,
    labeler: options.LABELER,
    seed: options.SEED,
    labelSchema: DOMAIN.labelSchema,
    now: () => new Date(),
  });
  const before = await session.count();
  {
    await using server = openLabelServer(session, {
      port: options.PORT ?? 0,
      token: crypto.randomUUID().replaceAll("-", ""),
      title: `${options.A} and ${options.B}`,
    });
    mode.print(
      `${formatCount(before.labelled)} of ${formatCount(before.cases)} labelled. Open, and keep to yourself:`,
    );
    mode.print(server.url);
    mode.note("Ctrl+C ends; every label is stored at once");
    await aborted(signal);
  }
  const after = await session.count();
  mode.print(
    `${formatCount(after.labelled)} of ${formatCount(after.cases)} labelled, ${
      formatCount(after.labelled - before.labelled)
    } of them now.`,
  );
}

async function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  if (!signal.aborted) await promise;
}

async function exportToFile(mode: LabelMode, sql: Sql, name: string): Promise<"done" | "incomplete"> {
  const path = `${OUT_FOLDER}/labels/${name.replace(/\.jsonl$/, "")}.jsonl`;
  const { file, lines, labels, leftOut } = await exportLabels(sql, path, mode.signal);
  if (leftOut > 0) {
    mode.note(`${formatCount(leftOut)} labels of fields that the domain does not have stay behind`);
  }
  mode.print(
    `Wrote ${file.path}: ${formatCount(labels)} labels in ${
      formatCount(lines)
    } lines, sha256 ${file.sha256}.`,
  );
  return leftOut === 0 ? "done" : "incomplete";
}

async function importFromFile(mode: LabelMode, sql: Sql, named: string): Promise<"done" | "incomplete"> {
  using progress = mode.progress({ label: "Import", unit: "posts" });
  const counts = await importLabels(sql, mode.path(named), {
    labeler: mode.options.LABELER,
    now: new Date(),
    rejectsPath: `${OUT_FOLDER}/labels/rejects.jsonl`,
    signal: mode.signal,
    onProgress: (posts) => progress.done = posts,
  });
  progress.end();
  const { badLines, rejects } = counts;
  mode.printTable(["labels", "n"], [
    ["new", counts.added],
    ["correct the one there was", counts.corrected],
    ["there already", counts.unchanged],
    ["older than the one that holds", counts.older],
    ...[...counts.notLabelled].map(([path, labels]) => [`left out: ${path} is not labelled`, labels]),
    ["all", counts.labels],
  ]);
  for (const { lineNumber, reason } of badLines.slice(0, BAD_LINES_SHOWN)) {
    mode.note(`Line ${lineNumber} is no label and was left out: ${reason}`);
  }
  if (badLines.length > BAD_LINES_SHOWN) mode.note(`and ${badLines.length - BAD_LINES_SHOWN} more lines`);
  mode.print(`Lines stored: ${formatCount(counts.posts)}; left out: ${formatCount(badLines.length)}.`);
  if (rejects !== null) mode.print(`The lines left out are in ${rejects.path}.`);
  return badLines.length === 0 ? "done" : "incomplete";
}
