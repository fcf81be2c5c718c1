#!/usr/bin/env -S deno run -A
/**
 * The demo: the whole way on generated channels, without keys. Two looks at the channels of fictional agencies are imported, every
 * post is extracted under two versions, the versions are compared and scored against the known truth, and the better one goes live.
 *
 * Reads   nothing from outside
 * Writes  the database (generated channels, versions demo_rules_plain and demo_rules_full), out/demo
 * Sends   nothing
 * Costs   nothing
 *
 * Running it again changes nothing, unless the rules were changed: then the demo's versions are exported to out/demo and made anew.
 */
import { FIELD_COUNTS_HEADER, fieldComparisonRows } from "../lib/comparison/comparison_rows.ts";
import { findingLines } from "../lib/comparison/describe_findings.ts";
import { printCoverage } from "../lib/comparison/print_coverage.ts";
import { scoreGold } from "../lib/comparison/labels/score_gold.ts";
import { describeRate } from "../lib/comparison/tour/tour_rows.ts";
import { writeComparison } from "../lib/comparison/write_comparison.ts";
import { UserError } from "../lib/core/errors.ts";
import { diffFingerprints } from "../lib/core/fingerprint.ts";
import { linkAssignments } from "../lib/delivery/link_assignments.ts";
import { planPromotion } from "../lib/delivery/promote_version.ts";
import { retireVersion } from "../lib/delivery/retire_version.ts";
import type { ExtractionOptions } from "../lib/extraction/extraction_options.ts";
import { postInput } from "../lib/extraction/post_input.ts";
import { extractByRules, openRulesExtractor } from "../lib/extraction/rules_extractor.ts";
import { runVersion } from "../lib/extraction/run_version.ts";
import { TUITION } from "../lib/extraction/tuition/tuition_domain.ts";
import { openOutputFile } from "../lib/files/open_output_file.ts";
import { OUT_FOLDER } from "../lib/files/out_folder.ts";
import { importRows, importTable } from "../lib/ingest/describe_import.ts";
import { importExports } from "../lib/ingest/import_exports.ts";
import { drainRows } from "../lib/queue/drain_report.ts";
import { formatCount, formatDuration, formatRate } from "../lib/runtime/format_number.ts";
import { type Mode, runMode } from "../lib/runtime/mode.ts";
import { option } from "../lib/runtime/option.ts";
import { iterSampleExport } from "../lib/samples/iter_sample_export.ts";
import { iterSampleGold } from "../lib/samples/iter_sample_gold.ts";
import {
  iterSampleMessages,
  sampleChannels,
  type SampleOptions,
} from "../lib/samples/iter_sample_messages.ts";
import { type Database, openDatabase, type Sql } from "../lib/store/database.ts";
import { countOtherChannels } from "../lib/store/count_other_channels.ts";
import { loadNewestLiveAssignments } from "../lib/store/live_assignments.ts";
import { loadVersion } from "../lib/store/load_version.ts";
import { outageRemedy } from "../lib/store/outage_remedy.ts";
import { loadVersionNames } from "../lib/store/pipeline_versions.ts";
import { markDeleted } from "../lib/store/raw_messages.ts";
import { openExportFile } from "../lib/telegram/export_file.ts";
import * as z from "zod";

const MESSAGES_PER_CHANNEL: number | null = null; // 120; there are 14 channels
const SEED: number | null = null; // 1; another seed writes other posts
const BESIDE_OWN_DATA: boolean | null = null; // true: although the database holds other channels

const SINCE = new Date("2026-01-05T00:00:00+08:00");
const FOLDER = `${OUT_FOLDER}/demo`;
const VERSIONS: readonly { readonly name: string; readonly rules: Partial<ExtractionOptions> }[] = [
  { name: "demo_rules_plain", rules: { fieldCompletion: "off" } },
  { name: "demo_rules_full", rules: { fieldCompletion: "full" } },
];

type DemoMode = Mode<Record<never, never>>;

await runMode({
  name: "demo",
  does: "the whole way on generated channels: import, two versions, compare, promote",
  reads: "nothing from outside",
  writes: "generated channels and two versions in the database, out/demo",
  options: {
    MESSAGES_PER_CHANNEL: option(z.int().min(1).max(100_000), {
      default: 120,
      unit: "messages",
      does: "How many messages each of the 14 channels has.",
    }),
    SEED: option(z.int().min(0), { default: 1, does: "Another seed writes other posts." }),
    BESIDE_OWN_DATA: option(z.boolean(), {
      default: false,
      does: "Go on although the database holds other channels.",
    }),
  },
  constants: { MESSAGES_PER_CHANNEL, SEED, BESIDE_OWN_DATA },
}, async (mode) => {
  const { options } = mode;
  const sample: SampleOptions = {
    seed: options.SEED,
    messagesPerChannel: options.MESSAGES_PER_CHANNEL,
    since: SINCE,
  };
  const startedAt = performance.now();
  await using database = await openDatabase(mode.settings);
  const { sql } = database;
  const channelIds = sampleChannels(sample).map(({ channel }) => channel.channelId);
  const others = await countOtherChannels(sql, channelIds);
  if (others > 0 && !options.BESIDE_OWN_DATA) {
    throw new UserError(
      `Cannot run the demo on ${database.description}: it holds ${others} other channels, and the demo would write generated ` +
        "messages beside them; add --beside-own-data to do so all the same",
    );
  }

  mode.print(`\n1. Two exports of ${channelIds.length} generated channels, into ${database.description}`);
  await importSamples(mode, sql, sample);

  mode.print("\n2. The same posts under two versions: field completion off (plain) and on (full)");
  for (const { name, rules } of VERSIONS) await extractVersion(mode, database, name, rules, channelIds);

  mode.print("\n3. How the versions differ");
  const [plain, full] = VERSIONS;
  if (!plain || !full) throw new Error("The demo needs its two versions");
  const written = await writeComparison(sql, {
    versionA: plain.name,
    versionB: full.name,
    window: { since: null, until: null },
    fields: TUITION.fields,
    channelIds,
    comparedAt: new Date(),
  }, FOLDER);
  mode.print(`A is ${plain.name}, B is ${full.name}.`);
  mode.print(`Over the ${formatCount(written.comparison.both_ok)} assignments with an output in both:`);
  findingLines(written.comparison).forEach(mode.print);
  mode.print("");
  mode.printTable(FIELD_COUNTS_HEADER, fieldComparisonRows(written.comparison));
  printCoverage(mode, written.comparison);
  mode.print("");
  for (const { name, rules } of VERSIONS) mode.print(describeScore(name, rules, sample));

  mode.print("\n4. The better one goes live");
  mode.print(await goLive(sql, full.name));
  const assignments = await loadNewestLiveAssignments(sql, 5);
  mode.printTable(
    ["code", "assignment", "mode", "where", "rate"],
    assignments.map((row) => [
      row.assignment_code ?? "-",
      row.academic_display_text ?? "-",
      row.learning_mode ?? "-",
      row.address?.[0] ?? row.postal_code?.[0] ?? "-",
      describeRate(row.rate_min, row.rate_max) || "-",
    ]),
  );

  mode.print(`\nDone in ${formatDuration(performance.now() - startedAt)}. Look at`);
  mode.print(`  ${written.reportPath}`);
  mode.print(`  ${written.csvPath}`);
  mode.print("  deno task notebooks 02_ab_compare --html   the same comparison as a notebook");
  mode.print(
    "  psql \"$(deno task -q db url)\"              select * from live_assignments where status = 'open'",
  );
});

/** Writes both exports, imports them one after the other, and marks what the second no longer shows as deleted. */
async function importSamples(mode: DemoMode, sql: Sql, sample: SampleOptions): Promise<void> {
  const rows: (readonly (string | number)[])[] = [];
  for (const [revision, look] of [[1, "first look"], [2, "later look"]] as const) {
    const path = `${FOLDER}/export_${revision}.json`;
    using file = await openOutputFile(path);
    for (const chunk of iterSampleExport({ ...sample, revision })) await file.write(chunk);
    await file.finish();
    const files = await importExports(sql, [await openExportFile(path)], {
      channelLink: null,
      timeZone: null,
      dryRun: false,
      rejectsFolder: FOLDER,
      signal: mode.signal,
    });
    const [, ...counts] = importRows(files).at(-1) ?? [];
    rows.push([look, ...counts]);
  }
  const table = importTable(rows);
  mode.printTable(table.header.map((name) => (name === "chat" ? "export" : name)), table.rows);
  let deleted = 0;
  const at = new Date(SINCE.getTime() + 365 * 86_400_000);
  for (const { isDeleted, channel, messageId } of iterSampleMessages({ ...sample, revision: 2 })) {
    if (isDeleted) deleted += await markDeleted(sql, channel.channelId, [messageId], at);
  }
  if (deleted > 0) mode.print(`${deleted} posts were deleted in between; they stay stored, marked so.`);
}

/** Enqueues the posts under a version and drains it. */
async function extractVersion(
  mode: DemoMode,
  database: Database,
  version: string,
  rules: Partial<ExtractionOptions>,
  channelIds: readonly number[],
): Promise<void> {
  const { sql } = database;
  const extractor = openRulesExtractor(TUITION, rules);
  if ((await loadVersionNames(sql)).includes(version)) {
    const { fingerprint } = await loadVersion(sql, version);
    const changes = fingerprint === null ? [] : diffFingerprints(fingerprint, extractor.fingerprint);
    if (changes.length > 0) {
      const retired = await retireVersion(sql, version, FOLDER);
      mode.print(
        `The rules have changed: the earlier ${version} was exported to ${retired.file.path} and removed.`,
      );
    }
  }
  const startedAt = performance.now();
  const { enqueued, totals } = await runVersion(sql, extractor, mode.settings, {
    version,
    window: { since: null, until: null },
    channelIds,
    signal: mode.signal,
    onTrouble: (sentence) => mode.note(`${sentence}. ${outageRemedy(database)}`),
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const jobs = drainRows(totals).filter(([, count]) => count > 0).map(([name, count]) =>
    `${formatCount(count)} ${name}`
  );
  mode.print(
    totals.claimed === 0
      ? `${version}: ${formatCount(enqueued?.kept ?? 0)} posts are extracted already, nothing to do`
      : `${version}: ${jobs.join(", ")}, ${formatRate(totals.claimed / seconds)} posts/s`,
  );
}

/** The generator knows what each post says: that makes its truth the gold labels of the demo. */
function describeScore(version: string, rules: Partial<ExtractionOptions>, sample: SampleOptions): string {
  const score = scoreGold(
    iterSampleGold(sample).map(({ raw, gold }) => {
      const outcome = extractByRules(TUITION, postInput(raw), rules);
      return { gold, output: outcome.kind === "ok" ? outcome.output : null };
    }),
    TUITION.fields,
  );
  return `${version}: macro F1 of ${Object.keys(score.fields).length} fields ${
    (score.macro_f1 ?? 0).toFixed(3)
  } against the known truth of ${formatCount(score.posts)} posts`;
}

/** Promotes the demo's version unless a version of the user's own is live. */
async function goLive(sql: Sql, version: string): Promise<string> {
  const plan = await planPromotion(sql, version, { allowShrink: true, allowUnfinished: false });
  if (plan.from === plan.to) return `${version} is live already.`;
  if (plan.from !== null && !VERSIONS.some(({ name }) => name === plan.from)) {
    return `"${plan.from}" is live and stays so: the demo does not replace a version of yours.`;
  }
  if (plan.obstacle !== null) return `${version} was not promoted: ${plan.obstacle}`;
  await plan.apply();
  await linkAssignments(sql, TUITION, { since: null });
  return `${version} is live: the view live_assignments shows its ${
    formatCount(plan.coverage.candidate)
  } assignments, such as`;
}
