import type { ClusterTally } from "../cluster_tally.ts";
import type { DriftMeasure } from "./drift_schema.ts";

/** What happened on a list of channel-days, one value each in every column. */
export interface DayCounts {
  readonly pairs: Float64Array;
  /** By field. */
  readonly fields: readonly FieldDayCounts[];
}

export interface FieldDayCounts {
  readonly pairs: Float64Array;
  readonly onlyA: Float64Array;
  readonly onlyB: Float64Array;
  readonly equal: Float64Array;
  readonly different: Float64Array;
}

/** The columns of a tally, each read once. */
export function readDayCounts(tally: ClusterTally): DayCounts {
  const pairs = tally.pairs();
  return {
    pairs,
    fields: Array.from({ length: tally.fields }, (_, field) => ({
      pairs,
      onlyA: tally.column(field, "only_a"),
      onlyB: tally.column(field, "only_b"),
      equal: tally.column(field, "equal"),
      different: tally.column(field, "different"),
    })),
  };
}

/** A share as how many have it, of how many, place by place. */
export interface DayShares {
  readonly parts: Float64Array;
  readonly wholes: Float64Array;
}

/** One measure of a field at some places of its counts. */
export function daySharesOf(
  { pairs, onlyA, onlyB, equal, different }: FieldDayCounts,
  measure: DriftMeasure,
  places: readonly number[],
): DayShares {
  const pick = (valueAt: (place: number) => number) => Float64Array.from(places, valueAt);
  const both = (place: number) => (equal[place] ?? 0) + (different[place] ?? 0);
  if (measure === "agreement") {
    return {
      parts: pick((place) => equal[place] ?? 0),
      wholes: pick((place) => both(place) + (onlyA[place] ?? 0) + (onlyB[place] ?? 0)),
    };
  }
  const only = measure === "coverage_a" ? onlyA : onlyB;
  return {
    parts: pick((place) => both(place) + (only[place] ?? 0)),
    wholes: pick((place) => pairs[place] ?? 0),
  };
}
