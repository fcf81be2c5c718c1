import { isoWeekOf, mondayOf } from "../../core/iso_week.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { ClusterTally } from "../cluster_tally.ts";
import { readDayCounts } from "./day_counts.ts";
import type { Week } from "./drift_schema.ts";

type Counts = Pick<Week, "pairs" | "both_null" | "only_a" | "only_b" | "equal" | "different">;

/** The pairs of each week by channel, all fields together, and by field, all channels together. Days that are not known are left out. */
export function countWeeks(tally: ClusterTally, fields: readonly Field[]): Week[] {
  const counts = readDayCounts(tally);
  const weeks = new Map<number, { byChannel: Map<number, Counts>; byField: Counts[] }>();
  tally.clusters.forEach(({ channelId, day }, place) => {
    if (day === null) return;
    const monday = mondayOf(day);
    let week = weeks.get(monday);
    if (!week) weeks.set(monday, week = { byChannel: new Map(), byField: fields.map(noCounts) });
    let ofChannel = week.byChannel.get(channelId);
    if (!ofChannel) week.byChannel.set(channelId, ofChannel = noCounts());
    const pairs = counts.pairs[place] ?? 0;
    ofChannel.pairs += pairs;
    for (const [field, ofField] of week.byField.entries()) {
      const { onlyA, onlyB, equal, different } = counts.fields[field] ?? {};
      const outcomes = {
        only_a: onlyA?.[place] ?? 0,
        only_b: onlyB?.[place] ?? 0,
        equal: equal?.[place] ?? 0,
        different: different?.[place] ?? 0,
      };
      ofField.pairs += pairs;
      addOutcomes(ofField, pairs, outcomes);
      addOutcomes(ofChannel, pairs, outcomes);
    }
  });
  return [...weeks].sort(([one], [other]) => one - other).flatMap(([monday, { byChannel, byField }]) => {
    const week = isoWeekOf(monday);
    return [
      ...[...byChannel].sort(([one], [other]) => one - other)
        .map(([channel_id, ofChannel]): Week => ({ ...week, channel_id, path: null, ...ofChannel })),
      ...byField.map((ofField, field): Week => ({
        ...week,
        channel_id: null,
        path: fields[field]?.path ?? "",
        ...ofField,
      })),
    ];
  });
}

function noCounts(): Counts {
  return { pairs: 0, both_null: 0, only_a: 0, only_b: 0, equal: 0, different: 0 };
}

function addOutcomes(
  counts: Counts,
  pairs: number,
  { only_a, only_b, equal, different }: Omit<Counts, "pairs" | "both_null">,
): void {
  counts.only_a += only_a;
  counts.only_b += only_b;
  counts.equal += equal;
  counts.different += different;
  counts.both_null += pairs - only_a - only_b - equal - different;
}
