import { SeededRandom } from "../core/seeded_random.ts";

/** From which each analysis of a comparison forks its randomness: equal outputs get equal intervals, whatever their versions are called. */
export const RESAMPLING = new SeededRandom(2026);
