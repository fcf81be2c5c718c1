import type { ChartFrame } from "../notebook/chart_output.ts";
import type { HtmlOutput } from "../notebook/html_output.ts";
import { timeChart, type TimeMark, type TimePoint } from "../notebook/time_chart.ts";
import { formatCount } from "../runtime/format_number.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import { COMPARISON_COLORS } from "./report/comparison_colors.ts";
import type { Comparison } from "./comparison_schema.ts";
import { channelName } from "./describe_channel.ts";
import type { DriftMeasure, Week } from "./drift/drift_schema.ts";
import { fieldCounts } from "./field_counts.ts";

type Weekly = Pick<Comparison, "weeks" | "drift" | "channels" | "fields">;
type Size = Pick<ChartFrame, "width">;

/** Pictures of one chart; more than these nobody reads. */
const MOST_PANELS = 4;

/** The share that A and B fill, week by week: a picture for each field, all channels together, or for each channel, all fields together. */
export function weeklyCoverageChart(
  comparison: Weekly,
  by: "field" | "channel",
  size: Size = {},
): HtmlOutput {
  return weeklyChart(comparison, by, ["coverage_a", "coverage_b"], {
    ...size,
    title: "Filled by A and by B, week by week",
    axis: "share filled",
  });
}

/** The share that is equal of what either fills, week by week. */
export function weeklyAgreementChart(
  comparison: Weekly,
  by: "field" | "channel",
  size: Size = {},
): HtmlOutput {
  return weeklyChart(comparison, by, ["agreement"], {
    ...size,
    title: "Equal where either fills it, week by week",
    axis: "share that is equal",
  });
}

const SERIES: Readonly<
  Record<DriftMeasure, { readonly name: string; readonly color: string; readonly thickness: number }>
> = {
  coverage_a: { name: "A", color: COMPARISON_COLORS.a, thickness: 3.5 },
  coverage_b: { name: "B", color: COMPARISON_COLORS.b, thickness: 1.6 },
  agreement: { name: "equal", color: COMPARISON_COLORS.a, thickness: 2 },
};

function weeklyChart(
  comparison: Weekly,
  by: "field" | "channel",
  measures: readonly DriftMeasure[],
  frame: ChartFrame & { readonly axis: string },
): HtmlOutput {
  const names = choosePanels(comparison, by);
  const rows = comparison.weeks.filter((week) => names.has(keyOf(week, by)));
  const points = [...names].flatMap(([key, panel]) =>
    rows.filter((week) => keyOf(week, by) === key)
      .flatMap((week) => measures.map((measure) => pointOf(comparison, week, measure, panel)))
  );
  const all = new Set(comparison.weeks.map((week) => keyOf(week, by)).filter((key) => key !== null)).size;
  const few = names.size < all
    ? ` The ${names.size} of ${formatCount(all)} with the largest changes or most pairs.`
    : "";
  return timeChart(points, {
    ...frame,
    percent: true,
    caption:
      `Weeks (UTC) by their Mondays, n = ${
        formatCount(pairsOf(comparison))
      } pairs; bands: 95 % intervals, wider for days ` +
      `whose posts fare alike. Dashed: from there on it is otherwise, beyond chance.${few}`,
    series: measures.map((measure) => SERIES[measure]),
    marks: marksOf(comparison, by, measures, names),
  });
}

/** Channel id or path; null for a row of the other kind. */
function keyOf(
  { channel_id, path }: Pick<Week, "channel_id" | "path">,
  by: "field" | "channel",
): string | null {
  if (by === "field") return channel_id === null ? path : null;
  return path === null && channel_id !== null ? String(channel_id) : null;
}

/** What to draw, by key: what changed comes first, then what has the most pairs, each in the order of the summary. */
function choosePanels(
  { weeks, drift, channels }: Weekly,
  by: "field" | "channel",
): Map<string | null, string> {
  const titles = new Map(channels.map((channel) => [String(channel.channel_id), channelName(channel)]));
  const filled = new Map<string, number>();
  for (const week of weeks) {
    const key = keyOf(week, by);
    if (key !== null) {
      filled.set(key, (filled.get(key) ?? 0) + week.pairs * (week.path === null ? 1 : 0) + week.equal);
    }
  }
  const changed = new Set(
    drift?.findings.map(({ path, channel_id }) => by === "field" ? path : String(channel_id)) ?? [],
  );
  const chosen = [...filled].filter(([, count]) => count > 0)
    .sort(([one, ofOne], [other, ofOther]) =>
      Number(changed.has(other)) - Number(changed.has(one)) || ofOther - ofOne
    )
    .slice(0, MOST_PANELS);
  return new Map(chosen.map(([key]) => [key, titles.get(key) ?? key]));
}

function pointOf({ drift }: Weekly, week: Week, measure: DriftMeasure, panel: string): TimePoint {
  const value = fieldCounts(week)[measure];
  const wholes = measure === "agreement"
    ? week.only_a + week.only_b + week.equal + week.different
    : week.both_null + week.only_a + week.only_b + week.equal + week.different;
  const effect =
    drift?.design_effects.find(({ channel_id, path }) => channel_id === week.channel_id && path === week.path)
      ?.[measure] ?? 1;
  const trials = wholes / effect;
  const interval = value === null ? { low: null, high: null } : wilsonInterval(value * trials, trials);
  return { panel, series: SERIES[measure].name, time: new Date(week.since), value, ...interval };
}

/** One for each week in which something of a picture changed. */
function marksOf(
  { drift, channels }: Weekly,
  by: "field" | "channel",
  measures: readonly DriftMeasure[],
  names: ReadonlyMap<string | null, string>,
): TimeMark[] {
  const titles = new Map(channels.map((channel) => [channel.channel_id, channelName(channel)]));
  const findings = (drift?.findings ?? []).filter(({ measure }) => measures.includes(measure));
  const byPlace = Map.groupBy(
    findings,
    ({ path, channel_id, since }) => `${by === "field" ? path : channel_id} ${since}`,
  );
  return [...byPlace.values()].flatMap((ofPlace): TimeMark[] => {
    const [first] = ofPlace;
    const panel = first && names.get(by === "field" ? first.path : String(first.channel_id));
    if (first === undefined || panel === undefined) return [];
    const what = ofPlace.map(({ path, channel_id }) =>
      by === "field"
        ? (channel_id === null ? "all channels" : titles.get(channel_id) ?? String(channel_id))
        : path
    );
    return [{ panel, time: new Date(first.since), text: shorten([...new Set(what)]) }];
  });
}

function shorten(names: readonly string[]): string {
  return names.length <= 2 ? names.join(", ") : `${names[0]} and ${names.length - 1} more`;
}

function pairsOf({ weeks }: Weekly): number {
  return weeks.filter(({ path }) => path === null).reduce((sum, { pairs }) => sum + pairs, 0);
}
