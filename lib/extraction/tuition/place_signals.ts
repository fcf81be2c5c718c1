import type { AssignmentFields } from "../../schema/tuition_assignment.ts";
import { foldText } from "../../text/fold_text.ts";
import { PLACES, STATIONS } from "./vocabulary/phrases.ts";

/** Where lessons are held, in the vocabularies' words; kept in an extraction's meta. */
export interface PlaceSignals {
  /** The stations named as near, with the codes of the lines that stop there. */
  readonly stations: readonly { readonly name: string; readonly codes: readonly string[] }[];
  readonly regions: readonly string[];
}

/** The stations near the lessons, and the regions of these and of the towns in the address; null where the post tells none. */
export function findPlaceSignals(
  { address, nearest_mrt }: Pick<AssignmentFields, "address" | "nearest_mrt">,
): PlaceSignals | null {
  const stations = (nearest_mrt ?? []).flatMap((text) =>
    STATIONS.findAll(foldText(text)).map(({ value }) => value)
  );
  const regions = [
    ...(address ?? []).flatMap((text) => PLACES.findAll(foldText(text)).map(({ value }) => value)),
    ...stations.map(({ region }) => region),
  ];
  if (regions.length === 0) return null;
  return {
    stations: [...new Set(stations)].map(({ name, codes }) => ({ name, codes })),
    regions: [...new Set(regions)],
  };
}
