#!/usr/bin/env -S deno run -A
/**
 * Score an extractor, or the stored outputs of a version, against hand-made labels.
 *
 * Reads   a gold file, JSON Lines: {"agency", "channel", "n", "raw", "gold"} a line; with VERSION the database alone:
 *         telegram_extractions, pipeline_versions, labelled_posts, labels
 * Writes  nothing
 * Sends   nothing
 * Costs   nothing with the rules extractor; with llm what its model costs, up to MAX_COST_USD
 *
 * In `gold`, null means that the post does not say, and an absent key that nobody labelled it. --json prints
 * {posts, fields: {path: {exact: {p, r, f1}, token: {p, r, f1}, n, labels, right}}, macro_f1}.
 */
import { scoreGoldFile } from "../lib/comparison/labels/score_gold_file.ts";
import { FIELD_SCORE_HEADER, fieldScoreRows, formatShare } from "../lib/comparison/labels/score_rows.ts";
import { scoreStoredVersion, type StoredScore } from "../lib/comparison/labels/score_stored_version.ts";
import { UserError } from "../lib/core/errors.ts";
import { chooseRetryOptions } from "../lib/extraction/choose_worker_options.ts";
import { describePause } from "../lib/extraction/describe_pause.ts";
import { chooseExtractionOptions } from "../lib/extraction/extraction_options.ts";
import { openExtractor } from "../lib/extraction/open_extractor.ts";
import { describeUsage, drainDetails } from "../lib/queue/drain_report.ts";
import { emptyDrainTotals, finishedJobs, sumCounts } from "../lib/queue/drain_totals.ts";
import { chooseExtractorName } from "../lib/runtime/choose_extractor_name.ts";
import { EXTRACTION_COSTS, POSTS_SETTINGS } from "../lib/runtime/further_settings.ts";
import { type Mode, runMode } from "../lib/runtime/mode.ts";
import { option, optionFromSetting } from "../lib/runtime/option.ts";
import type { Settings } from "../lib/runtime/settings.ts";
import { openDatabase } from "../lib/store/database.ts";
import * as z from "zod";

const VERSION: string | null = null; // "rules_v1": its stored outputs against the stored labels; no gold file then
const GOLD: string | null = null; // "labels/posts.jsonl"
const FIELD_COMPLETION: "off" | "full" | null = null; // "off": only what is written in so many words
const HARD_VALIDATE_MODE: "off" | "report" | "enforce" | null = null; // "enforce": what the post does not bear out is dropped
const CONCURRENCY: number | null = null; // posts at a time; null: what suits the extractor
const EXTRACTOR: "rules" | "llm" | null = null; // null: EXTRACTOR, else llm where a model is configured, else rules

const BAD_LINES_SHOWN = 10;

await runMode({
  name: "score",
  does: "an extractor's outputs against hand-made labels",
  reads: "a gold file; with VERSION telegram_extractions, pipeline_versions, labelled_posts, labels",
  writes: "nothing",
  costs: EXTRACTION_COSTS,
  settings: POSTS_SETTINGS,
  options: {
    VERSION: option(z.string().min(1), {
      default: null,
      does: "Score its stored outputs against the stored labels; no gold file then.",
      example: "rules_v1",
    }),
    GOLD: option(z.string().min(1), {
      default: null,
      does: "The gold file, JSON Lines of labelled posts.",
      example: "labels/posts.jsonl",
    }),
    FIELD_COMPLETION: optionFromSetting("FIELD_COMPLETION"),
    HARD_VALIDATE_MODE: optionFromSetting("HARD_VALIDATE_MODE"),
    CONCURRENCY: optionFromSetting("EXTRACTION_WORKER_CONCURRENCY"),
    EXTRACTOR: optionFromSetting("EXTRACTOR"),
  },
  constants: { VERSION, GOLD, FIELD_COMPLETION, HARD_VALIDATE_MODE, CONCURRENCY, EXTRACTOR },
  json: true,
}, async (mode) => {
  const { options, settings } = mode;
  if (options.VERSION !== null) {
    if (options.GOLD !== null) {
      throw new UserError(
        "Cannot score: found both --version and --gold; a stored version is scored against the stored labels, which " +
          "deno task label --import takes from a gold file",
      );
    }
    return await scoreVersion(mode, settings, options.VERSION);
  }
  if (options.GOLD === null) {
    throw new UserError(
      "Cannot score: no gold file is named; add --gold labels/posts.jsonl, or --version rules_v1 for stored labels",
    );
  }
  const extractor = await openExtractor(
    options.EXTRACTOR ?? chooseExtractorName(settings),
    chooseExtractionOptions({ ...options, TRUSTED_FORWARDS: null }),
    settings,
    null,
  );
  const concurrency = options.CONCURRENCY ?? extractor.defaultConcurrency;
  const { pace } = extractor;
  let soFar = emptyDrainTotals();
  using progress = mode.progress({
    label: "Score",
    unit: "posts",
    holdUp: () => describePause(pace?.pause ?? null),
    details: () => drainDetails(soFar, pace ? { wanted: concurrency, limit: pace.concurrencyLimit } : null),
  });
  const { total, byAgency, badLines, withoutOutput, totals } = await scoreGoldFile(
    mode.path(options.GOLD),
    extractor,
    {
      ...chooseRetryOptions(settings),
      concurrency,
      signal: mode.signal,
      onRead: (posts) => progress.total = posts,
      onProgress: (totals) => {
        soFar = totals;
        progress.done = finishedJobs(totals);
      },
    },
  );
  progress.end();
  const [firstBad] = badLines;
  if (total.posts === 0) {
    throw new UserError(
      `Cannot score "${options.GOLD}": ${
        firstBad === undefined
          ? "it is empty"
          : `no line is a label (line ${firstBad.lineNumber}: ${firstBad.reason})`
      }; write one a line, like {"agency": "a", "channel": "b", "n": 1, "raw": "the post", "gold": {...}}`,
    );
  }

  printScores(mode, { total, byAgency, withoutOutput });
  for (const { lineNumber, reason } of badLines.slice(0, BAD_LINES_SHOWN)) {
    mode.note(`Line ${lineNumber} is no label and was left out: ${reason}`);
  }
  if (badLines.length > BAD_LINES_SHOWN) mode.note(`and ${badLines.length - BAD_LINES_SHOWN} more lines`);
  const usage = describeUsage(totals);
  if (usage !== null) mode.print(usage);
  const by = extractor.model === null ? extractor.name : `${extractor.name} (${extractor.model})`;
  mode.print(`Scored ${total.posts} posts with ${by}; ${badLines.length} lines left out.`);
  return badLines.length === 0 && sumCounts(totals.failed) === 0 ? "done" : "incomplete";
});

type Scores = Pick<StoredScore, "total" | "byAgency" | "withoutOutput">;
type Output = Pick<Mode<Record<never, never>>, "json" | "printJson" | "print" | "printTable" | "note">;

function printScores(mode: Output, { total, byAgency, withoutOutput }: Scores): void {
  if (mode.json) mode.printJson(total);
  mode.printTable(FIELD_SCORE_HEADER, fieldScoreRows(total));
  mode.print("");
  mode.printTable(
    ["agency", "posts", "macro F1"],
    [
      ...byAgency.map(({ agency, score }) => [agency, score.posts, formatShare(score.macro_f1)]),
      ["all", total.posts, formatShare(total.macro_f1)],
    ],
  );
  for (const [reason, posts] of withoutOutput) {
    mode.note(`${posts} ${posts === 1 ? "post" : "posts"} without an output (${reason})`);
  }
}

async function scoreVersion(
  mode: Output,
  settings: Settings,
  version: string,
): Promise<"done" | "incomplete"> {
  await using database = await openDatabase(settings);
  const score = await scoreStoredVersion(database.sql, version);
  const { total, unread } = score;
  if (total.posts === 0) {
    throw new UserError(
      `Cannot score "${version}": it has read none of the ${unread} labelled posts; label posts that it has read ` +
        "(deno task label), or store a gold file of such posts (deno task label --import)",
    );
  }
  printScores(mode, score);
  if (unread > 0) {
    mode.note(
      `${unread} labelled ${unread === 1 ? "post" : "posts"} that ${version} has not read ${
        unread === 1 ? "is" : "are"
      } left out`,
    );
  }
  mode.print(`Scored ${total.posts} posts of ${version}; every label counts alike, sampled or not.`);
  return unread === 0 ? "done" : "incomplete";
}
