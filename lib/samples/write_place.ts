import type { SeededRandom } from "../core/seeded_random.ts";
import type { SampleAgency } from "./sample_agency.ts";
import type { SampleAssignment } from "./draw_assignment.ts";
import { SAMPLE_CONDOMINIUMS } from "./singapore_places.ts";

/** Where lessons are, as a post says it; a text is empty where it says nothing. */
export interface PlacePhrase {
  readonly area: string;
  readonly place: string;
  /** Six digits. */
  readonly postal: string;
  /** Whether the address already ends in the postal code. */
  readonly postalInPlace: boolean;
  /** "Pioneer MRT", or empty. */
  readonly station: string;
}

const NOWHERE = { postal: "", postalInPlace: false, station: "" };

/** Words the place of an assignment the agency's way; an online lesson is at "Online". */
export function writePlace(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
): PlacePhrase {
  const { area, learningMode, settled } = assignment;
  if (learningMode === "Online") return { area: "Online", place: "Online", ...NOWHERE };
  const style = random.pick(agency.places);
  const station = area.stations.length > 0 && random.chance(0.7)
    ? settled?.station ?? random.pick(area.stations)
    : "";
  const block = settled?.block ?? random.integer(101, 899);
  const letter = settled?.letter ?? (random.chance(0.4) ? random.integer(1, 4) : 0);
  // A public housing block's number is in its postal code: 412 is 560412, 412B is 562412.
  const postal = settled === undefined && (style === "condominium" || style === "area")
    ? area.sector + String(random.integer(1000, 9899))
    : area.sector + letter + block;
  const street = settled?.street ?? random.pick(area.streets);
  const number = `${block}${["", "A", "B", "C", "D"][letter]}`;
  const showsPostal = random.chance(0.75);
  const common = { area: area.name, station };
  switch (style) {
    case "area":
      return { ...common, place: area.name, postal: showsPostal ? postal : "", postalInPlace: false };
    case "street":
      return { ...common, place: street, postal: showsPostal ? postal : "", postalInPlace: false };
    case "block": {
      const place = `${random.pick(["Blk ", "", "Block "])}${number} ${street}`;
      return { ...common, place, postal: showsPostal ? postal : "", postalInPlace: false };
    }
    case "condominium": {
      if (settled !== undefined) {
        return { ...common, place: street, postal: showsPostal ? postal : "", postalInPlace: false };
      }
      const place = `${random.integer(2, 88)} ${street}, ${random.pick(SAMPLE_CONDOMINIUMS)}`;
      return { ...common, place, postal: showsPostal ? postal : "", postalInPlace: false };
    }
    case "street_postal":
      return { ...common, place: `${number} ${street} Singapore ${postal}`, postal, postalInPlace: true };
  }
}
