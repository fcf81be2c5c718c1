import { mondayOf } from "../../core/iso_week.ts";
import type { Field } from "../../schema/field_paths.ts";
import { designEffect } from "../../stats/design_effect.ts";
import type { ClusterTally } from "../cluster_tally.ts";
import { type DayCounts, type DayShares, daySharesOf } from "./day_counts.ts";
import { placesByChannel } from "./drift_series.ts";
import { type Drift, DRIFT_MEASURES, type DriftMeasure } from "./drift_schema.ts";

/**
 * How much less the pairs of a week tell for coming by days: of each channel over all fields and of each field over all channels, the
 * mean of the design effects of its weeks by pairs. Below 1 counts as 1.
 */
export function estimateDesignEffects(
  { clusters }: Pick<ClusterTally, "clusters">,
  counts: DayCounts,
  fields: readonly Field[],
): Drift["design_effects"] {
  const channels = placesByChannel({ clusters });
  const weekOf = (place: number) => mondayOf(clusters[place]?.day ?? 0);
  const effects = (places: readonly number[], ofFields: DayCounts["fields"]) => {
    const weeks = places.map(weekOf);
    const effectOf = (measure: DriftMeasure) =>
      meanEffect(addShares(ofFields.map((ofField) => daySharesOf(ofField, measure, places))), weeks);
    const [coverage_a = null, coverage_b = null, agreement = null] = DRIFT_MEASURES.map(effectOf);
    return { coverage_a, coverage_b, agreement };
  };
  const all = [...channels.values()].flat();
  return [
    ...[...channels].map(([channel_id, places]) => ({
      channel_id,
      path: null,
      ...effects(places, counts.fields),
    })),
    ...fields.map(({ path }, field) => ({
      channel_id: null,
      path,
      ...effects(all, counts.fields.slice(field, field + 1)),
    })),
  ];
}

function addShares(shares: readonly DayShares[]): DayShares {
  const [first, ...others] = shares;
  if (first === undefined) return { parts: new Float64Array(), wholes: new Float64Array() };
  for (const { parts, wholes } of others) {
    for (let index = 0; index < parts.length; index++) {
      first.parts[index] = (first.parts[index] ?? 0) + (parts[index] ?? 0);
      first.wholes[index] = (first.wholes[index] ?? 0) + (wholes[index] ?? 0);
    }
  }
  return first;
}

function meanEffect({ parts, wholes }: DayShares, weeks: readonly number[]): number | null {
  const byWeek = Map.groupBy([...weeks.keys()], (index) => weeks[index] ?? 0);
  let [sum, pairs] = [0, 0];
  for (const places of byWeek.values()) {
    const clusters = places.filter((index) => (wholes[index] ?? 0) > 0).map((index) => ({
      pairs: wholes[index] ?? 0,
      difference: parts[index] ?? 0,
      // The variance of a share of pairs: each has it once or not at all.
      discordant: parts[index] ?? 0,
    }));
    const effect = designEffect(clusters);
    if (effect === null) continue;
    const ofWeek = clusters.reduce((total, cluster) => total + cluster.pairs, 0);
    sum += effect * ofWeek;
    pairs += ofWeek;
  }
  return pairs === 0 ? null : Math.max(1, sum / pairs);
}
