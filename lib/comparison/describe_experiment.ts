import { describePause } from "../extraction/describe_pause.ts";
import { limitToDays } from "../core/time_window.ts";
import { drainDetails, drainRows } from "../queue/drain_report.ts";
import { type DrainTotals, finishedJobs } from "../queue/drain_totals.ts";
import { PRICES_AS_OF } from "../llm/price.ts";
import { formatCount, formatUsd } from "../runtime/format_number.ts";
import type { Cell } from "../runtime/format_table.ts";
import { formatSetting, RUN_SETTING_NAMES, type RunSettingName } from "../runtime/run_settings.ts";
import type { VersionExtent } from "../store/load_version_extent.ts";
import { truncateText } from "../text/truncate_text.ts";
import type { ExperimentPlan, PlannedRun } from "./plan_experiment.ts";
import type { ExperimentReport, RunProgress, RunReport } from "./run_experiment.ts";

/** The header of the tables of an experiment. */
export const EXPERIMENT_HEADER = ["", "A", "B"];

/** What the first rows of a plan tell already. */
const TOLD_ABOVE: readonly RunSettingName[] = [
  "EXTRACTION_PIPELINE_VERSION",
  "EXTRACTOR",
  "LLM_API_URL",
  "LLM_MODEL_NAME",
];
/** Of a prompt that stands in the settings, its beginning. */
const LONGEST_SETTING = 40;

/** A setting of both runs, or what follows from one. */
export type RunSettingRow = readonly [name: string, a: string, b: string];

/** What extracts in both runs, and the settings that they differ in or name. */
export function runSettingRows(
  { request, a, b }: Pick<ExperimentPlan, "request" | "a" | "b">,
): RunSettingRow[] {
  const both = (name: string, cell: (run: PlannedRun) => string): RunSettingRow => [name, cell(a), cell(b)];
  const named = RUN_SETTING_NAMES.filter((name) =>
    !TOLD_ABOVE.includes(name) &&
    (a.settings[name] !== b.settings[name] || name in request.runA || name in request.runB)
  );
  return [
    both("extracted by", ({ extractor: { name, model } }) => [name, model].filter(Boolean).join(", ")),
    ...(a.server === null && b.server === null ? [] : [
      both("asks", ({ server }) => server ?? "nobody"),
      both("at a time", ({ server, concurrency }) => (server === null ? "" : formatCount(concurrency))),
    ]),
    ...named.map((name) => both(name, ({ settings }) => showSetting(name, settings[name]))),
  ];
}

/** Both runs side by side: what they are, and what they will do. */
export function plannedRunRows(plan: ExperimentPlan): Cell[][] {
  const { request, a, b } = plan;
  const both = (name: string, cell: (run: PlannedRun) => Cell): Cell[] => [name, cell(a), cell(b)];
  const due = ({ due }: PlannedRun) => formatCount(Math.min(due, request.maxJobs ?? due));
  return [
    both("version", ({ version, isLive }) => (isLive ? `${version} (live)` : version)),
    ...runSettingRows(plan).map((row) => [...row]),
    both("posts to extract", due),
    both("up to date", ({ jobs, due }) => formatCount(jobs.posts - due)),
    ...(a.otherJobs + b.otherJobs === 0
      ? []
      : [both("waiting beside them", ({ otherJobs }) => formatCount(otherJobs))]),
    both("costs", describeCost),
  ];
}

function showSetting(name: RunSettingName, value: unknown): string {
  const shown = formatSetting(name, value).replace(/\s+/g, " ");
  return shown === "" ? "-" : truncateText(shown, LONGEST_SETTING);
}

function describeCost({ cost, settings: { MAX_COST_USD: limit } }: PlannedRun): string {
  if (cost === null) return "not known";
  if (cost.mostUsd === 0) return "nothing";
  return limit !== null && limit < cost.mostUsd
    ? `stops at ${formatUsd(limit)}`
    : `at most ${formatUsd(cost.mostUsd)}`;
}

/** What else there is to say of a plan before it begins, a sentence or two each. */
export function planRemarks({ request, a, b, isNoiseFloor, sharesServer }: ExperimentPlan): string[] {
  const runs = [a, b];
  const priced = runs.filter(({ cost }) => cost !== null && cost.mostUsd > 0);
  const remarks: [boolean, string][] = [
    [
      isNoiseFloor && a.server === null,
      "Both runs have the same configuration and ask no model: nothing can differ between them.",
    ],
    [
      isNoiseFloor && a.server !== null,
      "Both runs have the same configuration: what differs is chance, the noise floor of other comparisons. The cache of replies is off, " +
      "for it would give both the same.",
    ],
    [
      isNoiseFloor && a.server !== null && a.due < a.jobs.posts && b.due < b.jobs.posts,
      "Outputs of both that are there already are compared as they are: where one run took the other's replies from the cache, nothing " +
      "differs. FORCE asks anew for all.",
    ],
    [
      sharesServer,
      "Both ask the same server: each has half of what it may be asked, at a time and a minute.",
    ],
    [
      priced.length > 0,
      `The cost is that of ${
        priced.map(({ side, cost }) => `${formatCount(cost?.requests ?? 0)} requests in ${side}`).join(
          " and ",
        )
      } with the longest answers (LLM_MAX_TOKENS), at the prices of ${PRICES_AS_OF} in lib/llm/prices.json; most answers are far shorter.`,
    ],
    [
      runs.some(({ cost }) => cost === null),
      "A cost that is not known is of a model that lib/llm/prices.json does not list; one of your own costs nothing.",
    ],
    [
      a.otherJobs + b.otherJobs > 0,
      "Jobs of these versions that wait outside of the window are done too, but not compared.",
    ],
    ...runs.map(({ side, isLive }): [boolean, string] => [
      isLive,
      `${side} is live and up to date: it is compared as it stands.`,
    ]),
  ];
  const limited = request.maxJobs === null
    ? []
    : [`Each run stops after ${formatCount(request.maxJobs)} jobs.`];
  return [...remarks.filter(([holds]) => holds).map(([, remark]) => remark), ...limited];
}

/** What to do where the window holds nothing, given what is stored of its channels at all. */
export function describeEmptyWindow({ messages, first, last }: VersionExtent): string[] {
  if (messages === 0) return ["No message is stored. Import some: deno task import result.json"];
  const [from, to] = [first, last].map(formatDay);
  const week = limitToDays({ since: null, until: last }, 7, new Date(0)).since;
  return [
    `No post of this window is stored; there are ${formatCount(messages)} messages of ${from} to ${to}.`,
    `Choose another window, like --since-iso ${formatDay(week)}T00:00:00Z`,
  ];
}

function formatDay(date: Date | null): string {
  return date?.toISOString().slice(0, 10) ?? "?";
}

/** The figures of the progress line of both runs: `A 120/500, B 80/500, 3 failed, 45.2 k tokens, US$ 0.0431`. */
export function experimentDetails(a: RunProgress, b: RunProgress): string {
  const sides = [["A", a], ["B", b]] as const;
  return [
    ...sides.map(([side, { total, totals }]) =>
      `${side} ${formatCount(finishedJobs(totals))}/${formatCount(total)}`
    ),
    drainDetails(addTotals(a.totals, b.totals)),
  ].filter((part) => part !== "").join(", ");
}

/** What holds a run up just now; empty where nothing does. */
export function experimentHoldUp({ a, b }: ExperimentPlan): string {
  return [a, b].map(({ side, extractor }) => ({ side, pause: describePause(extractor.pace?.pause ?? null) }))
    .filter(({ pause }) => pause !== "")
    .map(({ side, pause }) => `${side} ${pause}`)
    .join(", ");
}

/** What became of the messages of the window in both runs; each column adds up to its last row. */
export function enqueuedRows({ a, b }: ExperimentReport): Cell[][] {
  const row = (name: string, count: (of: NonNullable<RunReport["enqueued"]>) => number): Cell[] => [
    name,
    a.enqueued && count(a.enqueued),
    b.enqueued && count(b.enqueued),
  ];
  return [
    row("new jobs", ({ inserted }) => inserted),
    row("due again", ({ reset }) => reset),
    row("finished and up to date", ({ kept }) => kept),
    row("queued or in flight already", ({ alreadyQueued }) => alreadyQueued),
    row("left out: deleted", ({ deleted }) => deleted),
    row("left out: no post (service message)", ({ notPosts }) => notPosts),
    row("messages of the window", ({ scanned }) => scanned),
  ].filter(([, ofA, ofB], index) => index === 0 || index === 6 || Number(ofA) + Number(ofB) > 0);
}

/** What the jobs of both runs came to, so far or in the end. */
export interface ExperimentTotals {
  readonly a: DrainTotals;
  readonly b: DrainTotals;
}

const ROW_ORDER = [/^ok$/, /^skipped: /, /^failed: /, /^(?!jobs claimed)/, /^jobs claimed$/];

/** What became of the jobs of both runs; each column adds up to its last row. */
export function outcomeRows({ a, b }: ExperimentTotals): Cell[][] {
  const [ofA, ofB] = [new Map(drainRows(a)), new Map(drainRows(b))];
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])];
  const rank = (name: string) => ROW_ORDER.findIndex((pattern) => pattern.test(name));
  return names.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map((name) => [name, ofA.get(name) ?? 0, ofB.get(name) ?? 0]);
}

/** What the replies of both runs came to, failed tries included; empty where none was asked for. */
export function usageRows(plan: ExperimentPlan, { a: ofA, b: ofB }: ExperimentTotals): Cell[][] {
  const cost = (run: PlannedRun, { costUsd }: DrainTotals) =>
    run.cost === null ? "not known" : formatUsd(costUsd);
  const row = (name: string, cell: (totals: DrainTotals) => Cell): Cell[] => [name, cell(ofA), cell(ofB)];
  const hasReplies = [ofA, ofB].some(({ promptTokens, cachedReplies }) => promptTokens + cachedReplies > 0);
  return !hasReplies ? [] : [
    row("tokens sent", ({ promptTokens }) => promptTokens),
    row("tokens received", ({ completionTokens }) => completionTokens),
    row("replies from the cache", ({ cachedReplies }) => cachedReplies),
    ["cost", cost(plan.a, ofA), cost(plan.b, ofB)],
  ];
}

function addTotals(a: DrainTotals, b: DrainTotals): DrainTotals {
  return {
    claimed: a.claimed + b.claimed,
    ok: a.ok + b.ok,
    skipped: addCounts(a.skipped, b.skipped),
    failed: addCounts(a.failed, b.failed),
    retried: a.retried + b.retried,
    edited: a.edited + b.edited,
    late: a.late + b.late,
    released: a.released + b.released,
    rescued: a.rescued + b.rescued,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    costUsd: a.costUsd + b.costUsd,
    cachedReplies: a.cachedReplies + b.cachedReplies,
  };
}

function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
