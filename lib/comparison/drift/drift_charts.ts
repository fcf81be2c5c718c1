import { type HeatCell, heatMap } from "../../notebook/heat_map.ts";
import type { HtmlOutput } from "../../notebook/html_output.ts";
import { lineChart } from "../../notebook/line_chart.ts";
import { notice } from "../../notebook/notice.ts";
import { formatCount } from "../../runtime/format_number.ts";
import { chooseField } from "../differences/choose_field.ts";
import type { Comparison } from "../comparison_schema.ts";
import { channelName } from "../describe_channel.ts";
import { weeksOf } from "./drift_rows.ts";
import type { Week } from "./drift_schema.ts";
import { fieldCounts } from "../field_counts.ts";

/** Says why there is nothing to show. */
export const NO_WEEKS =
  "No post with a date has an output in both versions: choose other versions, channels or dates.";

const MOST_TICKS = 8;
/** The newest weeks, and the largest channels: more of them nobody reads at a glance. */
const MOST_WEEKS = 20;
const MOST_CHANNELS = 14;

/**
 * For a notebook: what each version fills of a field, and in how much they agree, week by week; of the field named, or of that in which
 * the versions disagree most.
 *
 * @throws {UserError} If there is no such field.
 */
export function driftChart(
  comparison: Pick<Comparison, "fields" | "weeks" | "a" | "b">,
  path: string | null,
): HtmlOutput {
  const chosen = chooseField(comparison, path) ?? Object.keys(comparison.fields)[0] ?? "";
  const weeks = weeksOf(comparison.weeks, { path: chosen });
  if (weeks.length === 0) return notice(NO_WEEKS);
  const shares = weeks.map(fieldCounts);
  const line = (name: string, share: (counts: typeof shares[number]) => number | null) => ({
    name,
    points: shares.flatMap((counts, x) => {
      const y = share(counts);
      return y === null ? [] : [{ x, y }];
    }),
  });
  const every = Math.ceil(weeks.length / MOST_TICKS);
  const pairs = weeks.reduce((sum, week) => sum + week.pairs, 0);
  return lineChart([
    line(`filled by A ${comparison.a.version}`, ({ coverage_a }) => coverage_a),
    line(`filled by B ${comparison.b.version}`, ({ coverage_b }) => coverage_b),
    line("equal where either fills it", ({ agreement }) => agreement),
  ], {
    title: `${chosen}, week by week`,
    caption: `All channels together, n = ${formatCount(pairs)} pairs of ${formatCount(weeks.length)} ${
      weeks.length === 1 ? "week" : "weeks"
    }.`,
    xAxis: "week from Monday (UTC)",
    yAxis: "share",
    percent: true,
    xTicks: weeks.flatMap(({ since }, x) => x % every === 0 ? [{ x, text: since }] : []),
  });
}

/** For a notebook: agreement over all fields, by channel and week: the darker, the less. */
export function channelWeeksMap({ channels, weeks }: Pick<Comparison, "channels" | "weeks">): HtmlOutput {
  const ofChannels = weeks.filter(({ channel_id }) => channel_id !== null);
  if (ofChannels.length === 0) return notice(NO_WEEKS);
  const mondays = [...new Set(ofChannels.map(({ since }) => since))].sort();
  const shown = mondays.slice(-MOST_WEEKS);
  const largest = channels.filter(({ both_ok }) => both_ok > 0).slice(0, MOST_CHANNELS);
  const names = largest.map(channelName);
  const cells = largest.flatMap((channel, index): HeatCell[] => {
    const byMonday = new Map(
      weeksOf(weeks, { channelId: channel.channel_id }).map((week) => [week.since, week]),
    );
    const name = names[index] ?? "";
    // Two channels of one name stay two rows.
    const row = names.indexOf(name) === index ? name : `${name} ${channel.channel_id}`;
    return shown.map((since): HeatCell => ({ row, column: since, ...shareOf(byMonday.get(since)) }));
  });
  return heatMap(cells, {
    title: "Agreement by channel and week",
    caption: `Percent equal of the values that either version fills, all fields together; ${
      shown.length === mondays.length ? "all" : `the newest ${shown.length} of`
    } ${formatCount(mondays.length)} weeks, by their Mondays. Empty: no post.`,
  });
}

function shareOf(week: Week | undefined): { readonly share: number | null; readonly n: number } {
  if (week === undefined) return { share: null, n: 0 };
  const { agreement, equal, different, only_a, only_b } = fieldCounts(week);
  return { share: agreement, n: equal + different + only_a + only_b };
}
