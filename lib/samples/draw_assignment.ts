import type { SeededRandom } from "../core/seeded_random.ts";
import { LEVEL_BANDS, type LevelBand, type TutorTier, type Wording } from "./lesson_levels.ts";
import { SAMPLE_AREAS, type SampleArea } from "./singapore_places.ts";

/** What one tier of tutors is offered, in Singapore dollars an hour. */
export interface FeeOffer {
  readonly tier: TutorTier;
  readonly min: number;
  readonly max: number;
}

/** A lesson someone looks a tutor for, before any agency puts it into words. */
export interface SampleAssignment {
  readonly band: LevelBand;
  readonly level: Wording;
  readonly stream: Wording | null;
  /** One to three, all different. */
  readonly subjects: readonly Wording[];
  readonly area: SampleArea;
  readonly learningMode: "Online" | "Face-to-Face" | "Hybrid" | null;
  readonly lessonsPerWeek: number;
  readonly hoursPerLesson: number;
  /** By rising fee; at least one. */
  readonly offers: readonly FeeOffer[];
  readonly studentGender: "male" | "female";
  readonly tutorGender: "male" | "female" | null;
  /** What every agency that posts it is told of it; without it, a writer makes it up. */
  readonly settled?: SettledDetails;
}

/** Where and when the lessons are to be, to be put into words by several agencies. */
export interface SettledDetails {
  readonly block: number;
  /** 0 for none, 1 for A, ... */
  readonly letter: number;
  readonly street: string;
  /** Empty where there is none near. */
  readonly station: string;
  /** The same seed gives the same times. */
  readonly timingSeed: number;
  /** What parents say, in whole sentences. */
  readonly remarksSeed: number;
}

const BAND_WEIGHT = LEVEL_BANDS.reduce((sum, band) => sum + band.weight, 0);
const TIERS: readonly (readonly TutorTier[])[] = [
  ["part_time"],
  ["part_time"],
  ["part_time", "full_time"],
  ["full_time"],
  ["full_time", "school_teacher"],
  ["part_time", "full_time", "school_teacher"],
  ["school_teacher"],
];

/** Nobody takes two of these at once. */
const EXCLUSIVE: readonly RegExp[] = [/Math A|H\d Math/, /Econ/, /Chinese|Malay|Tamil/, /Science|Pure Bio/];

/** Draws one assignment. */
export function drawAssignment(random: SeededRandom): SampleAssignment {
  const band = drawBand(random);
  const tiers = random.pick(TIERS);
  const hoursPerLesson = random.pick(band.hours);
  return {
    band,
    level: random.pick(band.levels),
    stream: band.streams.length > 0 && random.chance(0.7) ? random.pick(band.streams) : null,
    subjects: drawSubjects(random, band),
    area: random.pick(SAMPLE_AREAS),
    learningMode: drawLearningMode(random),
    lessonsPerWeek: random.pick([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3]),
    hoursPerLesson,
    offers: tiers.map((tier) => drawOffer(random, band, tier)),
    studentGender: random.chance(0.5) ? "male" : "female",
    tutorGender: random.chance(0.3) ? (random.chance(0.75) ? "female" : "male") : null,
  };
}

/** The same assignment after the parent agreed to pay more. */
export function raiseOffers(assignment: SampleAssignment, dollars: number): SampleAssignment {
  const offers = assignment.offers.map((offer) => ({
    ...offer,
    min: offer.min + dollars,
    max: offer.max + dollars,
  }));
  return { ...assignment, offers };
}

function drawBand(random: SeededRandom): LevelBand {
  let left = random.next() * BAND_WEIGHT;
  return LEVEL_BANDS.find((band) => (left -= band.weight) < 0) ?? random.pick(LEVEL_BANDS);
}

function drawSubjects(random: SeededRandom, band: LevelBand): Wording[] {
  const count = random.pick([1, 1, 1, 1, 1, 2, 2, 3]);
  const subjects: Wording[] = [];
  for (let draw = 0; draw < count; draw++) {
    const subject = random.pick(band.subjects);
    if (!subjects.some((other) => clash(other, subject))) subjects.push(subject);
  }
  return subjects;
}

function clash(one: Wording, other: Wording): boolean {
  return one === other || EXCLUSIVE.some((family) => family.test(one.medium) && family.test(other.medium));
}

function drawLearningMode(random: SeededRandom): SampleAssignment["learningMode"] {
  const share = random.next();
  if (share < 0.08) return "Online";
  if (share < 0.13) return "Hybrid";
  return share < 0.3 ? "Face-to-Face" : null;
}

function drawOffer(random: SeededRandom, band: LevelBand, tier: TutorTier): FeeOffer {
  const min = band.fees[tier] + random.pick([-5, 0, 0, 0, 5]);
  return { tier, min, max: min + random.pick([5, 5, 10, 10, 15, 20]) };
}
