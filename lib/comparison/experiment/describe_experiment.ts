import { describePause } from "../../extraction/describe_pause.ts";
import { limitToDays } from "../../core/time_window.ts";
import { drainDetails, drainRows } from "../../queue/drain_report.ts";
import { type DrainTotals, emptyDrainTotals, finishedJobs } from "../../queue/drain_totals.ts";
import { formatCount, formatUsd } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import { formatSetting, RUN_SETTING_NAMES, type RunSettingName } from "../../runtime/run_settings.ts";
import type { VersionExtent } from "../../store/load_version_extent.ts";
import { truncateText } from "../../text/truncate_text.ts";
import type { ExperimentPlan, ExperimentRequest, PlannedRun } from "./plan_experiment.ts";
import type { RunProgress, RunReport } from "./run_experiment.ts";

/** The header of a table with a column for each run. */
export function runsHeader({ runs }: Pick<ExperimentPlan, "runs">, name = ""): string[] {
  return [name, ...runs.map(({ side }) => side)];
}

/** What the first rows of a plan tell already. */
const TOLD_ABOVE: readonly RunSettingName[] = [
  "EXTRACTION_PIPELINE_VERSION",
  "EXTRACTOR",
  "LLM_API_URL",
  "LLM_MODEL_NAME",
];
/** Of a prompt that stands in the settings, its beginning. */
const LONGEST_SETTING = 40;

/** A setting in A and in B, or what follows from one. */
export type RunSettingRow = readonly [name: string, a: string, b: string];

type RunCell<Value extends Cell> = (run: PlannedRun) => Value;

/** What extracts in A and in B, and the settings that they differ in or name. */
export function runSettingRows(
  { request, runs: [a, b] }: Pick<ExperimentPlan, "request" | "runs">,
): RunSettingRow[] {
  return settingCells(request, [a, b]).map(([name, cell]) => [name, cell(a), cell(b)]);
}

function settingCells(
  { runA, runB }: ExperimentRequest,
  runs: readonly PlannedRun[],
): (readonly [name: string, cell: RunCell<string>])[] {
  const named = RUN_SETTING_NAMES.filter((name) =>
    !TOLD_ABOVE.includes(name) &&
    (runs.some(({ settings }) => settings[name] !== runs[0]?.settings[name]) || name in runA || name in runB)
  );
  return [
    ["extracted by", ({ extractor: { name, model } }) => [name, model].filter(Boolean).join(", ")],
    ...(runs.every(({ server }) => server === null) ? [] : [
      ["asks", ({ server }: PlannedRun) => server ?? "nobody"],
      [
        "at a time",
        ({ server, concurrency }: PlannedRun) => (server === null ? "" : formatCount(concurrency)),
      ],
    ] as const),
    ...named.map((name) => [name, ({ settings }: PlannedRun) => showSetting(name, settings[name])] as const),
  ];
}

/** The runs side by side: what they are, and what they will do. */
export function plannedRunRows({ request, runs }: ExperimentPlan): Cell[][] {
  const row = (name: string, cell: RunCell<Cell>): Cell[] => [name, ...runs.map(cell)];
  const due = ({ due }: PlannedRun) => formatCount(Math.min(due, request.maxJobs ?? due));
  return [
    row("version", ({ version, isLive }) => (isLive ? `${version} (live)` : version)),
    ...settingCells(request, runs).map(([name, cell]) => row(name, cell)),
    row("posts to extract", due),
    row("up to date", ({ jobs, due }) => formatCount(jobs.posts - due)),
    ...(runs.every(({ otherJobs }) => otherJobs === 0)
      ? []
      : [row("waiting beside them", ({ otherJobs }) => formatCount(otherJobs))]),
    row("costs", describeCost),
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

/** The figures of the progress line of all runs: `A 120/500, B 80/500, 3 failed, 45.2 k tokens, US$ 0.0431`. */
export function experimentDetails(runs: readonly RunProgress[]): string {
  return [
    ...runs.map(({ side, total, totals }) =>
      `${side} ${formatCount(finishedJobs(totals))}/${formatCount(total)}`
    ),
    drainDetails(runs.map(({ totals }) => totals).reduce(addTotals, emptyDrainTotals())),
  ].filter((part) => part !== "").join(", ");
}

/** What holds a run up just now; empty where nothing does. */
export function experimentHoldUp({ runs }: ExperimentPlan): string {
  return runs.map(({ side, extractor }) => ({ side, pause: describePause(extractor.pace?.pause ?? null) }))
    .filter(({ pause }) => pause !== "")
    .map(({ side, pause }) => `${side} ${pause}`)
    .join(", ");
}

/** What became of the messages of the window in each run; each column adds up to its last row. */
export function enqueuedRows(runs: readonly RunReport[]): Cell[][] {
  const row = (name: string, count: (of: NonNullable<RunReport["enqueued"]>) => number): Cell[] => [
    name,
    ...runs.map(({ enqueued }) => enqueued && count(enqueued)),
  ];
  return [
    row("new jobs", ({ inserted }) => inserted),
    row("due again", ({ reset }) => reset),
    row("finished and up to date", ({ kept }) => kept),
    row("queued or in flight already", ({ alreadyQueued }) => alreadyQueued),
    row("left out: deleted", ({ deleted }) => deleted),
    row("left out: no post (service message)", ({ notPosts }) => notPosts),
    row("messages of the window", ({ scanned }) => scanned),
  ].filter(([, ...counts], index) => index === 0 || index === 6 || counts.some((count) => Number(count) > 0));
}

const ROW_ORDER = [/^ok$/, /^skipped: /, /^failed: /, /^(?!jobs claimed)/, /^jobs claimed$/];

/** What became of the jobs of each run, so far or in the end; each column adds up to its last row. */
export function outcomeRows(totals: readonly DrainTotals[]): Cell[][] {
  const counts = totals.map((of) => new Map(drainRows(of)));
  const names = [...new Set(counts.flatMap((of) => [...of.keys()]))];
  const rank = (name: string) => ROW_ORDER.findIndex((pattern) => pattern.test(name));
  return names.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map((name) => [name, ...counts.map((of) => of.get(name) ?? 0)]);
}

/** What the replies of each run came to, failed tries included; empty where none was asked for. */
export function usageRows({ runs }: ExperimentPlan, totals: readonly DrainTotals[]): Cell[][] {
  const row = (name: string, cell: (totals: DrainTotals) => Cell): Cell[] => [name, ...totals.map(cell)];
  const hasReplies = totals.some(({ promptTokens, cachedReplies }) => promptTokens + cachedReplies > 0);
  return !hasReplies ? [] : [
    row("tokens sent", ({ promptTokens }) => promptTokens),
    row("tokens received", ({ completionTokens }) => completionTokens),
    row("replies from the cache", ({ cachedReplies }) => cachedReplies),
    [
      "cost",
      ...totals.map(({ costUsd }, place) => runs[place]?.cost === null ? "not known" : formatUsd(costUsd)),
    ],
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
