import * as z from "zod";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { bootstrapIntervals, differenceOf, ratioOf } from "../../lib/stats/bootstrap.ts";
import { ClusterSums } from "../../lib/stats/cluster_sums.ts";
import { editSimilarity } from "../../lib/stats/edit_similarity.ts";
import { samplePostTexts } from "./bench_messages.ts";
import type { Benchmark } from "./benchmark.ts";
import { compareSides } from "./compare_sides.ts";
import { callable, importPeer } from "./import_peer.ts";
import { interleave, timed } from "./interleave.ts";

const PAIRS = 200_000;
const CLUSTERS = 4_000;
const FIELDS = 14;
const RESAMPLES = 1_000;
/** Resampling the pairs themselves takes so long that a few have to do. */
const RESAMPLES_OF_PAIRS = 20;
const TEXTS = 1_000;
const REPETITIONS = 5;

/** Bootstrap and edit similarity beside what they replace: resampling the pairs themselves, and a package of npm. */
export const statsBenchmark: Benchmark = {
  name: "stats",
  does:
    `${RESAMPLES} bootstrap resamples of ${PAIRS} pairs with ${FIELDS} fields in ${CLUSTERS} clusters; edit ` +
    `similarity of ${TEXTS} pairs of posts, and of their first lines`,
  run: async ({ signal }) => {
    const pairs = drawPairs(new SeededRandom(1));
    const whole = samplePostTexts(TEXTS + 1);
    const lines = whole.map((text) => text.slice(0, text.indexOf("\n") >>> 0));
    const { distance } = await importPeer(
      "fastest-levenshtein",
      z.object({ distance: callable<(a: string, b: string) => number>() }),
    );
    const texts = (similarity: (a: string, b: string) => number) => async () => ({
      posts: TEXTS / await timed(() => Promise.resolve(compareNeighbours(whole, similarity))),
      lines: TEXTS / await timed(() => Promise.resolve(compareNeighbours(lines, similarity))),
    });
    const measured = await interleave({
      "Resift": {
        run: async () => ({
          resamples: RESAMPLES / await timed(() => Promise.resolve(resampleClusters(pairs))),
          ...await texts(editSimilarity)(),
        }),
      },
      "resampling pairs": {
        run: async () => ({
          resamples: RESAMPLES_OF_PAIRS / await timed(() => Promise.resolve(resamplePairs(pairs))),
        }),
      },
      "fastest-levenshtein": {
        run: texts((a, b) => 1 - distance(a, b) / Math.max(a.length, b.length, 1)),
      },
    }, { repetitions: REPETITIONS, warmUp: true, signal });
    const compare = (name: string, unit: string, key: string, references: Record<string, string | null>) =>
      compareSides(measured, {
        name,
        unit,
        figure: (figures) => figures[key] ?? NaN,
        ours: "Resift",
        references,
      });
    return [
      ...compare("bootstrap", "resamples/s", "resamples", { "resampling pairs": ">= 20" }),
      ...compare("edit_similarity_posts", "pairs/s", "posts", { "fastest-levenshtein": ">= 1" }),
      ...compare("edit_similarity_lines", "pairs/s", "lines", { "fastest-levenshtein": null }),
    ];
  },
};

/** Pair by pair: its cluster, and a bit for each field that A has, then for each that B has. */
interface DrawnPairs {
  readonly clusters: Uint16Array;
  readonly bits: Uint32Array;
}

function drawPairs(random: SeededRandom): DrawnPairs {
  return {
    clusters: Uint16Array.from({ length: PAIRS }, () => random.integer(0, CLUSTERS - 1)),
    bits: Uint32Array.from({ length: PAIRS }, () => random.integer(0, 2 ** (2 * FIELDS) - 1)),
  };
}

/** As a comparison does it: add up by clusters, then resample those. */
function resampleClusters({ clusters, bits }: DrawnPairs): void {
  const sums = new ClusterSums(1 + 2 * FIELDS);
  for (let pair = 0; pair < PAIRS; pair++) {
    const place = sums.place(`${clusters[pair]}`);
    sums.add(place, 0);
    for (let bit = 0; bit < 2 * FIELDS; bit++) {
      if (hasBit(bits[pair], bit)) sums.add(place, 1 + bit);
    }
  }
  const differences = Array.from(
    { length: FIELDS },
    (_, field) => differenceOf(ratioOf(1 + field, 0), ratioOf(1 + FIELDS + field, 0)),
  );
  bootstrapIntervals(sums, differences, { random: new SeededRandom(2), resamples: RESAMPLES });
}

/** The same sums from the pairs of the drawn clusters, over and over. */
function resamplePairs({ clusters, bits }: DrawnPairs): number {
  const random = new SeededRandom(2);
  const members = Array.from({ length: CLUSTERS }, (): number[] => []);
  clusters.forEach((cluster, pair) => members[cluster]?.push(pair));
  const totals = new Float64Array(2 * FIELDS);
  for (let resample = 0; resample < RESAMPLES_OF_PAIRS; resample++) {
    totals.fill(0);
    for (let draw = 0; draw < CLUSTERS; draw++) {
      for (const pair of members[random.integer(0, CLUSTERS - 1)] ?? []) {
        for (let bit = 0; bit < 2 * FIELDS; bit++) {
          if (hasBit(bits[pair], bit)) totals[bit] = (totals[bit] ?? 0) + 1;
        }
      }
    }
  }
  return totals.reduce((sum, total) => sum + total, 0);
}

function hasBit(bits: number | undefined, bit: number): boolean {
  return ((bits ?? 0) >>> bit) % 2 === 1;
}

function compareNeighbours(
  texts: readonly string[],
  similarity: (a: string, b: string) => number,
): number {
  return texts.slice(1).reduce((sum, text, index) => sum + similarity(texts[index] ?? "", text), 0);
}
