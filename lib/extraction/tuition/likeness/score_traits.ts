import type { Traits } from "../../likeness.ts";
import type { PlaceTrait } from "./place_traits.ts";

type TraitName =
  | PlaceTrait
  | "requests"
  | "modes"
  | "rates"
  | "slots"
  | "lessonsPerWeek"
  | "hoursPerLesson"
  | "remarks";

/** How alike two lists are, 0 to 1; null where that says nothing. Both hold something. */
type Compare = (one: readonly string[], other: readonly string[]) => number | null;

interface Evidence {
  readonly trait: TraitName;
  readonly compare: Compare;
  /** What full agreement adds to the odds that two posts are of one assignment, as a natural logarithm. */
  readonly agree: number;
  /** What none at all adds. */
  readonly differ: number;
}

/** How sure one is of two posts of which nothing is known but that they came up together. */
const PRIOR = -4;

/**
 * What each trait weighs, as record linkage has it: agreement counts by how rarely strangers agree, difference by how rarely posts of one
 * assignment differ. What one of the two does not tell weighs nothing. Of the places the most exact one that both tell counts alone.
 */
const PLACES: readonly Evidence[] = [
  { trait: "postalCodes", compare: shareAny, agree: 6, differ: -5 },
  { trait: "doors", compare: shareAny, agree: 6, differ: -5 },
  { trait: "blocks", compare: shareBlock, agree: 5, differ: 0 },
  { trait: "streets", compare: shareStreet, agree: 3.5, differ: -5 },
  { trait: "stations", compare: shareAny, agree: 2.5, differ: -3 },
  { trait: "regions", compare: shareAny, agree: 0, differ: -4 },
];
const OTHERS: readonly Evidence[] = [
  { trait: "requests", compare: shareMost, agree: 2.5, differ: -6 },
  { trait: "modes", compare: shareAny, agree: 0, differ: -3 },
  { trait: "rates", compare: nearRates, agree: 0.7, differ: -2 },
  { trait: "slots", compare: shareMost, agree: 2.5, differ: -2.5 },
  { trait: "lessonsPerWeek", compare: shareAny, agree: 0.3, differ: -2.5 },
  { trait: "hoursPerLesson", compare: shareAny, agree: 0.5, differ: -2.5 },
  { trait: "remarks", compare: shareWords, agree: 3, differ: -0.3 },
];
/** Fewer words agree by chance. */
const FEWEST_WORDS = 3;
/** Agencies take so many dollars more or less for one assignment. */
const RATE_STEP = 10;

/** How sure it is that two posts of different agencies are of one assignment, 0 to 1. */
export function scoreTraits(one: Traits, other: Traits): number {
  let logOdds = PRIOR;
  for (const evidence of OTHERS) logOdds += weigh(evidence, one, other) ?? 0;
  logOdds += firstWeighed(one, other);
  return 1 / (1 + Math.exp(-logOdds));
}

/** Whether two assignments of one code ask for different things. */
export function asksForOthers(one: Traits, other: Traits): boolean {
  const asked = one.words["requests"] ?? [];
  const alsoAsked = other.words["requests"] ?? [];
  return asked.length > 0 && alsoAsked.length > 0 && shareAny(asked, alsoAsked) === 0;
}

function firstWeighed(one: Traits, other: Traits): number {
  for (const evidence of PLACES) {
    const weight = weigh(evidence, one, other);
    if (weight !== null) return weight;
  }
  return 0;
}

/** What a trait adds to the odds; null where it says nothing. */
function weigh({ trait, compare, agree, differ }: Evidence, one: Traits, other: Traits): number | null {
  const words = one.words[trait] ?? [];
  const otherWords = other.words[trait] ?? [];
  if (words.length === 0 || otherWords.length === 0) return null;
  const similarity = compare(words, otherWords);
  return similarity === null ? null : differ + similarity * (agree - differ);
}

function shareAny(one: readonly string[], other: readonly string[]): number {
  return one.some((word) => other.includes(word)) ? 1 : 0;
}

/** The part of all words that both have. */
function shareMost(one: readonly string[], other: readonly string[]): number {
  const common = one.filter((word) => other.includes(word)).length;
  return common / (one.length + other.length - common);
}

/** A condominium's number is not in its postal code: blocks that differ say nothing. */
function shareBlock(one: readonly string[], other: readonly string[]): number | null {
  return shareAny(one, other) === 1 ? 1 : null;
}

/** "ang mo kio ave 4" and "ang mo kio ave 10" are two streets, "ang mo kio" may be in either. */
function shareStreet(one: readonly string[], other: readonly string[]): number | null {
  const pairs = one.flatMap((street) => other.map((otherStreet) => [street, otherStreet] as const));
  if (pairs.some(([street, otherStreet]) => street === otherStreet)) return 1;
  const isPart = pairs.some(([street, otherStreet]) =>
    ` ${street} `.includes(` ${otherStreet} `) || ` ${otherStreet} `.includes(` ${street} `)
  );
  return isPart ? null : 0;
}

function nearRates(one: readonly string[], other: readonly string[]): number {
  const bounds = one.map(Number);
  const otherBounds = other.map(Number);
  const gap = Math.max(
    Math.min(...bounds) - Math.max(...otherBounds),
    Math.min(...otherBounds) - Math.max(...bounds),
    0,
  );
  return Math.max(0, 1 - gap / RATE_STEP);
}

function shareWords(one: readonly string[], other: readonly string[]): number | null {
  const fewer = Math.min(one.length, other.length);
  if (fewer < FEWEST_WORDS) return null;
  return one.filter((word) => other.includes(word)).length / fewer;
}
