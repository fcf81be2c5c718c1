import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import { truncateText } from "../../text/truncate_text.ts";
import { NOTICEABLE_POINTS } from "../compare_paired_counts.ts";
import type { Comparison } from "../comparison_schema.ts";
import { channelName } from "../describe_channel.ts";
import type { DriftMeasure, Week } from "./drift_schema.ts";
import { MIN_WEEKS } from "./drift_series.ts";
import { fieldCounts } from "../field_counts.ts";
import { formatInterval, formatProbability } from "../differences/format_difference.ts";

type Drifting = Pick<Comparison, "drift" | "channels">;

/** The header of {@linkcode driftRows}; the interval is of the change, in points. */
export const DRIFT_HEADER = ["field", "channel", "from", "share", "95 % interval", "p"];

const LONGEST_CHANNEL = 24;
const MEASURE_TEXTS: Readonly<Record<DriftMeasure, string>> = {
  coverage_a: "A",
  coverage_b: "B",
  agreement: "equal",
};

/** A row for each share that is not the same from some week on, the largest change first. They want {@linkcode describeDrift}. */
export function driftRows({ drift, channels }: Drifting): Cell[][] {
  const names = new Map(channels.map((channel) => [channel.channel_id, channelName(channel)]));
  return (drift?.findings ?? []).map((finding) => [
    finding.path,
    finding.channel_id === null
      ? "all"
      : truncateText(names.get(finding.channel_id) ?? String(finding.channel_id), LONGEST_CHANNEL),
    finding.week,
    `${MEASURE_TEXTS[finding.measure]} ${formatPercent(finding.before).replace(" %", "")} to ${
      formatPercent(finding.after)
    }`,
    formatInterval(finding),
    formatProbability(finding.p_adjusted),
  ]);
}

/** What the rows are over and how they were made, in sentences; null in summaries of earlier releases. */
export function describeDrift(
  { drift }: Pick<Comparison, "drift">,
): { readonly head: string; readonly notes: readonly string[] } | null {
  if (drift === null) return null;
  const { weeks, tests, tested_since, findings } = drift;
  if (tested_since === null) {
    const why = weeks < MIN_WEEKS
      ? `There are too few weeks to tell: ${formatCount(weeks)} with pairs, and it takes ${MIN_WEEKS}.`
      : "No field of a channel has values and gaps enough on 7 days before and after some Monday.";
    return { head: why, notes: [] };
  }
  const scope = `${formatCount(tests)} shares of a channel and field, by week since ${tested_since}`;
  if (findings.length === 0) {
    return {
      head: `No change beyond chance of ${NOTICEABLE_POINTS} point or more in any of ${scope}.`,
      notes: [],
    };
  }
  return {
    head: `${formatCount(findings.length)} ${findings.length === 1 ? "change" : "changes"} in ${scope}:`,
    notes: [
      "share: what A or B fills, or what is equal where either does, before that week and from it on; its interval is of the change, in " +
      "points. p: days in any other order change as much in some week, adjusted for all shares.",
      "Days are taken as independent: where neighbouring days resemble each other, changes are called too often.",
      ...(findings.some(({ channel_id }) => channel_id === null)
        ? ["all: in all channels together, at one mix of them, where no single channel shows it."]
        : []),
    ],
  };
}

/** The header of {@linkcode weekRows}. */
export const WEEKS_HEADER = ["week", "since", "pairs", "filled by A", "filled by B", "equal"];

/** A row for each week: of a channel, all fields together, or of a field, all channels together. */
export function weekRows(
  { weeks }: Pick<Comparison, "weeks">,
  of: { readonly channelId: number } | { readonly path: string },
): Cell[][] {
  return weeksOf(weeks, of).map((week) => {
    const { coverage_a, coverage_b, agreement } = fieldCounts(week);
    return [week.week, week.since, week.pairs, ...[coverage_a, coverage_b, agreement].map(shareCell)];
  });
}

/** The weeks of one channel, or of one field, in the order of time. */
export function weeksOf(
  weeks: readonly Week[],
  of: { readonly channelId: number } | { readonly path: string },
): Week[] {
  return weeks.filter(({ channel_id, path }) =>
    "path" in of ? path === of.path && channel_id === null : channel_id === of.channelId && path === null
  );
}

function shareCell(share: number | null): string {
  return formatPercent(share ?? NaN);
}
