import { mondayOf } from "../../core/iso_week.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { ShareSeries } from "../../stats/change_point.ts";
import type { ClusterTally } from "../cluster_tally.ts";
import { type DayCounts, type DayShares, daySharesOf } from "./day_counts.ts";
import { DRIFT_MEASURES, type DriftMeasure } from "./drift_schema.ts";

/** With fewer weeks there is no telling a change from what weeks are like. */
export const MIN_WEEKS = 4;
/** On either side of a change. */
const MIN_DAYS = 7;
const MIN_PAIRS = 30;
/** Pairs that have a share, and pairs that have not, without which none of its changes can be told from chance. */
const MIN_CASES = 10;

/** A share day by day, with the beginnings of weeks at which it may have changed. */
export interface DriftSeries extends ShareSeries {
  /** Null for all channels together. */
  readonly channelId: number | null;
  readonly path: string;
  readonly measure: DriftMeasure;
  /** Days since 1970-01-01, ascending; in each the whole is above 0. */
  readonly days: readonly number[];
  /** What to add to a share of the parts: those of all channels together are what they are beyond their channels' own. */
  readonly level: number;
}

type SeriesName = Pick<DriftSeries, "channelId" | "path" | "measure">;

/** The shares that can be tested: of each channel and field, and of each field in all channels together where there are several. */
export function* iterDriftSeries(
  tally: ClusterTally,
  counts: DayCounts,
  fields: readonly Field[],
  channels: ReadonlyMap<number, readonly number[]>,
): Generator<DriftSeries> {
  for (const [field, { path }] of fields.entries()) {
    const ofField = counts.fields[field];
    if (ofField === undefined) continue;
    for (const measure of DRIFT_MEASURES) {
      const sharesAt = (places: readonly number[]) => daySharesOf(ofField, measure, places);
      for (const [channelId, places] of channels) {
        yield* seriesOf({ channelId, path, measure }, tally, sharesAt(places), places);
      }
      if (channels.size > 1) {
        yield* mixSeries({ channelId: null, path, measure }, tally, [...channels.values()], sharesAt);
      }
    }
  }
}

/** The places of each channel's days from one on in a tally, in the order of days. */
export function placesByChannel(
  { clusters }: Pick<ClusterTally, "clusters">,
  firstDay = -Infinity,
): Map<number, number[]> {
  const channels = new Map<number, number[]>();
  for (const [place, { channelId, day }] of clusters.entries()) {
    if (day === null || day < firstDay) continue;
    const places = channels.get(channelId);
    if (places) places.push(place);
    else channels.set(channelId, [place]);
  }
  for (const places of channels.values()) {
    places.sort((one, other) => (clusters[one]?.day ?? 0) - (clusters[other]?.day ?? 0));
  }
  return channels;
}

function dayAt({ clusters }: Pick<ClusterTally, "clusters">, place: number): number {
  return clusters[place]?.day ?? 0;
}

function seriesOf(
  name: SeriesName,
  tally: ClusterTally,
  shares: DayShares,
  places: readonly number[],
): DriftSeries[] {
  const present = [...places.keys()].filter((index) => (shares.wholes[index] ?? 0) > 0);
  return keepTestable({
    ...name,
    days: present.map((index) => dayAt(tally, places[index] ?? 0)),
    parts: Float64Array.from(present, (index) => shares.parts[index] ?? 0),
    wholes: Float64Array.from(present, (index) => shares.wholes[index] ?? 0),
    level: 0,
  });
}

/** All channels together: what each day has beyond the shares that its channels have over all weeks, so that their mix does not matter. */
function mixSeries(
  name: SeriesName,
  tally: ClusterTally,
  channels: readonly (readonly number[])[],
  sharesAt: (places: readonly number[]) => DayShares,
): DriftSeries[] {
  const byDay = new Map<number, { part: number; whole: number }>();
  let [allParts, allWholes] = [0, 0];
  for (const places of channels) {
    const { parts, wholes } = sharesAt(places);
    const [ofParts, ofWholes] = [total(parts), total(wholes)];
    allParts += ofParts;
    allWholes += ofWholes;
    for (const [index, place] of places.entries()) {
      const whole = wholes[index] ?? 0;
      if (whole === 0) continue;
      const day = byDay.get(dayAt(tally, place)) ?? { part: 0, whole: 0 };
      day.part += (parts[index] ?? 0) - whole * ofParts / ofWholes;
      day.whole += whole;
      byDay.set(dayAt(tally, place), day);
    }
  }
  const days = [...byDay.keys()].sort((one, other) => one - other);
  return keepTestable({
    ...name,
    days,
    parts: Float64Array.from(days, (day) => byDay.get(day)?.part ?? 0),
    wholes: Float64Array.from(days, (day) => byDay.get(day)?.whole ?? 0),
    level: allParts / allWholes,
  });
}

/**
 * With its splits, where it has any and enough pairs to tell. No order of the days changes how many those are, so that leaving series
 * out for having few does not make chance findings more likely.
 */
function keepTestable(series: Omit<DriftSeries, "splits">): DriftSeries[] {
  const wholes = total(series.wholes);
  const having = total(series.parts) + series.level * wholes;
  if (!(having >= MIN_CASES && wholes - having >= MIN_CASES)) return [];
  const splits = splitsOf(series.days, series.wholes);
  return splits.length === 0 ? [] : [{ ...series, splits }];
}

/** The first days of weeks with enough before them and from them on; none where there are too few weeks. */
function splitsOf(days: readonly number[], wholes: ArrayLike<number>): number[] {
  if (new Set(days.map(mondayOf)).size < MIN_WEEKS) return [];
  const all = total(wholes);
  const splits: number[] = [];
  let before = 0;
  for (let place = 1; place <= days.length - MIN_DAYS; place++) {
    before += wholes[place - 1] ?? 0;
    const isWeekStart = mondayOf(days[place] ?? 0) !== mondayOf(days[place - 1] ?? 0);
    if (isWeekStart && place >= MIN_DAYS && before >= MIN_PAIRS && all - before >= MIN_PAIRS) {
      splits.push(place);
    }
  }
  return splits;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum;
}
