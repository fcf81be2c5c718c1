import type { SeededRandom } from "../core/seeded_random.ts";
import type { RateNotation, SampleAgency } from "./sample_agency.ts";
import type { FeeOffer, SampleAssignment } from "./draw_assignment.ts";

/** A fee in words, and its bounds as written: null where the post quotes several rates, or none. */
export interface RatePhrase {
  readonly text: string;
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Words an assignment's fee the agency's way. An open end ("from", "up to") leaves the other bound null; a sum for a
 * lesson or a month counts as written.
 */
export function writeRate(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
): RatePhrase {
  const notation = random.pick(agency.rates);
  const offer = random.pick(assignment.offers);
  const { hoursPerLesson, lessonsPerWeek } = assignment;
  switch (notation.kind) {
    case "words":
      return { text: notation.text, min: null, max: null };
    case "tiers":
      return writeTiers(agency, notation, assignment.offers);
    case "range":
      return { text: fill(agency, notation, offer), min: offer.min, max: offer.max };
    case "single":
      return writeSum(agency, notation, offer, offer.min, hoursPerLesson);
    case "lesson":
      return writeSum(agency, notation, offer, offer.min * hoursPerLesson, hoursPerLesson);
    case "month":
      return writeSum(
        agency,
        notation,
        offer,
        offer.min * hoursPerLesson * lessonsPerWeek * 4,
        hoursPerLesson,
      );
    case "from":
      return { text: fill(agency, notation, offer), min: offer.min, max: null };
    case "up_to":
      return { text: fill(agency, notation, offer), min: null, max: offer.max };
  }
}

function writeTiers(agency: SampleAgency, notation: RateNotation, offers: readonly FeeOffer[]): RatePhrase {
  const text = offers.map((offer) => fill(agency, notation, offer)).join(notation.joiner ?? ", ");
  const [only, second] = offers;
  const single = only !== undefined && second === undefined;
  return { text, min: single ? only.min : null, max: single ? only.max : null };
}

function writeSum(
  agency: SampleAgency,
  notation: RateNotation,
  offer: FeeOffer,
  sum: number,
  hours: number,
): RatePhrase {
  return { text: fill(agency, notation, { ...offer, min: sum }, hours), min: sum, max: sum };
}

function fill(agency: SampleAgency, notation: RateNotation, offer: FeeOffer, hours = 1): string {
  return notation.text
    .replace("{a}", String(offer.min))
    .replace("{b}", String(offer.max))
    .replace("{hours}", String(hours))
    .replace("{tutor}", agency.tutorWords[offer.tier]);
}
