/** What the tests and intervals promise, tried on drawn comparisons of two versions: 14 fields of the same posts. */
import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { benjaminiHochberg } from "../../lib/stats/benjamini_hochberg.ts";
import { bootstrapIntervals, differenceOf, ratioOf } from "../../lib/stats/bootstrap.ts";
import { ClusterSums } from "../../lib/stats/cluster_sums.ts";
import { clusteredMcNemar } from "../../lib/stats/clustered_mcnemar.ts";
import { designEffect } from "../../lib/stats/design_effect.ts";
import { mcnemar } from "../../lib/stats/mcnemar.ts";
import { mcnemarSampleSize } from "../../lib/stats/sample_size.ts";

const FIELDS = 14;
const LEVEL = 0.05;

/** Columns of the sums: how many pairs there are, then for each field those of A alone and of B alone. */
const PAIRS = 0;
const onlyA = (field: number) => 1 + 2 * field;
const onlyB = (field: number) => 2 + 2 * field;

/** Draws who has a field in one pair alone: "a", "b", or null for both or neither. */
type DrawPair = (field: number, cluster: number) => "a" | "b" | null;

Deno.test("where no field differs, at most 5 % of fields and of comparisons are called different", () => {
  const random = new SeededRandom(1);
  const rates = called(1_500, () => {
    // Hard posts make all fields disagree: fields are not independent of each other.
    let difficulty = 1;
    return drawComparison(new Array(300).fill(1), (field) => {
      if (field === 0) difficulty = random.chance(0.2) ? 3 : 0.5;
      return drawSide(random, difficulty * 0.01 * (field + 1));
    });
  });
  assertAtMost(rates.byPairs.fields, LEVEL, 1_500);
  assertAtMost(rates.byPairs.comparisons, LEVEL, 1_500);
  assertAtMost(rates.byClusters.comparisons, LEVEL, 1_500);
});

Deno.test("so it is with channels of 3 to 300 posts, of which some disagree often and some hardly", () => {
  const random = new SeededRandom(2);
  const sizes = [300, 120, 60, 30, 30, 12, 12, 6, 6, 6, 3, 3];
  const rates = called(1_000, () =>
    drawComparison(
      sizes,
      (field, channel) => drawSide(random, 0.02 * (1 + channel) * (field + 1) / FIELDS),
    ));
  assertAtMost(rates.byPairs.fields, LEVEL, 1_000);
  assertAtMost(rates.byPairs.comparisons, LEVEL, 1_000);
  assertAtMost(rates.byClusters.fields, LEVEL, 1_000);
  assertAtMost(rates.byClusters.comparisons, LEVEL, 1_000);
});

Deno.test("where posts of one template fall together, pairs deceive and clusters do not", () => {
  const random = new SeededRandom(3);
  const runs = 600;
  const rates = called(runs, () => drawTemplates(random, 80));
  assertAtMost(rates.byClusters.fields, LEVEL, runs);
  assertAtMost(rates.byClusters.comparisons, LEVEL, runs);
  // Counting each post on its own, most comparisons of versions that are alike would name a field that differs.
  assert.ok(rates.byPairs.comparisons > 0.5, `${rates.byPairs.comparisons}`);
  assert.ok(rates.byPairs.fields > 0.15, `${rates.byPairs.fields}`);
});

Deno.test("so do intervals: by pairs they miss no difference far too often, by clusters about as seldom as they say", () => {
  const random = new SeededRandom(4);
  const runs = 400;
  const missed = { byPairs: 0, byClusters: 0 };
  for (let run = 0; run < runs; run++) {
    const byClusters = drawTemplates(random, 80, 1);
    const byPairs = new ClusterSums(3);
    let name = 0;
    const [a, b, size] = [onlyA(0), onlyB(0), PAIRS].map((column) => byClusters.totals()[column] ?? 0);
    for (let pair = 0; pair < (size ?? 0); pair++) {
      const place = byPairs.place(`${name++}`);
      byPairs.add(place, PAIRS);
      byPairs.add(place, onlyA(0), Number(pair < (a ?? 0)));
      byPairs.add(place, onlyB(0), Number(pair >= (a ?? 0) && pair < (a ?? 0) + (b ?? 0)));
    }
    const difference = differenceOf(ratioOf(onlyA(0), PAIRS), ratioOf(onlyB(0), PAIRS));
    for (const [kind, sums] of [["byPairs", byPairs], ["byClusters", byClusters]] as const) {
      const [interval] = bootstrapIntervals(sums, [difference], { random, resamples: 200 });
      if (interval && (interval.low > 0 || interval.high < 0)) missed[kind]++;
    }
  }
  assert.ok(missed.byPairs / runs > 0.25, `${missed.byPairs}`);
  // Eighty clusters of unequal size leave intervals a little narrow: 3 points more than 5 %.
  assertAtMost(missed.byClusters / runs, LEVEL + 0.03, runs);
});

Deno.test("intervals corrected for bias and skew hold a share near 1 more often than percentiles", () => {
  const random = new SeededRandom(8);
  const [share, clusters, runs] = [0.98, 20, 800];
  const missed = { bca: 0, percentile: 0 };
  for (let run = 0; run < runs; run++) {
    const sums = new ClusterSums(2);
    for (let cluster = 0; cluster < clusters; cluster++) {
      const place = sums.place(`${cluster}`);
      // Half of the clusters are always right.
      const own = random.chance(0.5) ? 1 : 2 * share - 1;
      for (let pairs = Math.ceil(40 * random.next() ** 2); pairs > 0; pairs--) {
        sums.add(place, 0);
        sums.add(place, 1, Number(random.chance(own)));
      }
    }
    for (const method of ["bca", "percentile"] as const) {
      const [interval] = bootstrapIntervals(sums, [ratioOf(1, 0)], {
        random: random.fork(run),
        resamples: 500,
        method,
      });
      if (interval && (interval.low > share || interval.high < share)) missed[method]++;
    }
  }
  assertAtMost(missed.bca / runs, LEVEL + 0.03, runs);
  // 4 points are expected, 1 is the least that noise should leave.
  assert.ok(missed.percentile - missed.bca >= 0.01 * runs, `${missed.bca} and ${missed.percentile}`);
});

Deno.test("as many pairs as planned for find the stated effect 8 times in 10", () => {
  const random = new SeededRandom(5);
  const [a, b] = [0.05, 0.1];
  const pairs = mcnemarSampleSize({ onlyA: a, onlyB: b, power: 0.8 });
  const runs = 1_000;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    let [onlyA, onlyB] = [0, 0];
    for (let pair = 0; pair < pairs; pair++) {
      const drawn = random.next();
      if (drawn < a) onlyA++;
      else if (drawn < a + b) onlyB++;
    }
    if (mcnemar(onlyA, onlyB) <= LEVEL) found++;
  }
  // Of 1,000 runs 3 standard errors are 0.038; the exact test is a little more careful than the formula.
  assert.ok(found / runs > 0.74 && found / runs < 0.84, `${found / runs}`);
});

Deno.test("and so do clusters, with as many more pairs as their design effect says", () => {
  const random = new SeededRandom(6);
  const [a, b, size] = [0.05, 0.1, 5];
  /** Four pairs of a cluster are copies of its first, with the chance of one half each. */
  const draw = (clusters: number) => {
    const sums: { pairs: number; difference: number; discordant: number; a: number; b: number }[] = [];
    for (let cluster = 0; cluster < clusters; cluster++) {
      const first = random.next();
      const sides = Array.from(
        { length: size },
        (_, pair) => sideOf(pair === 0 || random.chance(0.5) ? first : random.next(), a, b),
      );
      const count = (side: "a" | "b") => sides.filter((other) => other === side).length;
      sums.push({
        pairs: size,
        difference: count("b") - count("a"),
        discordant: count("a") + count("b"),
        a: count("a"),
        b: count("b"),
      });
    }
    return sums;
  };
  const effect = designEffect(draw(5_000));
  assert.ok(effect !== null && effect > 1.5);
  const pairs = mcnemarSampleSize({ onlyA: a, onlyB: b, power: 0.8, designEffect: effect });
  const runs = 600;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const clusters = draw(Math.ceil(pairs / size));
    const { p } = clusteredMcNemar(clusters.map(({ a }) => a), clusters.map(({ b }) => b));
    if (p <= LEVEL) found++;
  }
  assert.ok(found / runs > 0.73 && found / runs < 0.87, `${found / runs}`);
});

Deno.test("where some fields differ they are found, and of those called different at most 5 % do not", () => {
  const random = new SeededRandom(7);
  const differing = 4;
  const runs = 500;
  let [found, falseShare] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const sums = drawComparison(new Array(400).fill(1), (field) => {
      return field < differing ? sideOf(random.next(), 0.03, 0.1) : drawSide(random, 0.13);
    });
    const isCalled = adjusted(sums, "byPairs").map((p) => p <= LEVEL);
    const right = isCalled.slice(0, differing).filter(Boolean).length;
    const wrong = isCalled.slice(differing).filter(Boolean).length;
    found += right / differing;
    falseShare += right + wrong === 0 ? 0 : wrong / (right + wrong);
  }
  assert.ok(found / runs > 0.8, `${found / runs}`);
  assertAtMost(falseShare / runs, LEVEL, runs);
});

interface CalledRates {
  /** The share of fields whose own p-value is at most the level. */
  readonly fields: number;
  /** The share of comparisons that call a field different after adjustment. */
  readonly comparisons: number;
}

type Unit = "byPairs" | "byClusters";

function called(runs: number, draw: () => ClusterSums): Readonly<Record<Unit, CalledRates>> {
  const counts = {
    byPairs: { fields: 0, comparisons: 0 },
    byClusters: { fields: 0, comparisons: 0 },
  };
  for (let run = 0; run < runs; run++) {
    const sums = draw();
    for (const unit of ["byPairs", "byClusters"] as const) {
      counts[unit].fields += pValues(sums, unit).filter((p) => p <= LEVEL).length / FIELDS / runs;
      counts[unit].comparisons += Number(adjusted(sums, unit).some((p) => p <= LEVEL)) / runs;
    }
  }
  return counts;
}

function adjusted(sums: ClusterSums, unit: Unit): number[] {
  return benjaminiHochberg(pValues(sums, unit));
}

function pValues(sums: ClusterSums, unit: Unit): number[] {
  const totals = sums.totals();
  return Array.from(
    { length: FIELDS },
    (_, field) =>
      unit === "byPairs"
        ? mcnemar(totals[onlyA(field)] ?? NaN, totals[onlyB(field)] ?? NaN)
        : clusteredMcNemar(sums.column(onlyA(field)), sums.column(onlyB(field))).p,
  );
}

function drawComparison(sizes: readonly number[], drawPair: DrawPair, fields = FIELDS): ClusterSums {
  const sums = new ClusterSums(1 + 2 * fields);
  for (const [cluster, size] of sizes.entries()) {
    const place = sums.place(`${cluster}`);
    sums.add(place, PAIRS, size);
    for (let pair = 0; pair < size; pair++) {
      for (let field = 0; field < fields; field++) {
        const side = drawPair(field, cluster);
        if (side !== null) sums.add(place, side === "a" ? onlyA(field) : onlyB(field));
      }
    }
  }
  return sums;
}

/** Templates of 1 to 25 posts; where a field of one disagrees, it does so on the same side in 9 of 10 of its posts. */
function drawTemplates(random: SeededRandom, templates: number, fields = FIELDS): ClusterSums {
  const sizes = Array.from({ length: templates }, () => Math.ceil(25 * random.next() ** 2));
  const sides = sizes.map(() => Array.from({ length: fields }, () => drawSide(random, 0.4)));
  return drawComparison(
    sizes,
    (field, template) => random.chance(0.9) ? sides[template]?.[field] ?? null : null,
    fields,
  );
}

/** Either side is as likely. */
function drawSide(random: SeededRandom, discordant: number): "a" | "b" | null {
  return sideOf(random.next(), discordant / 2, discordant / 2);
}

function sideOf(drawn: number, a: number, b: number): "a" | "b" | null {
  return drawn < a ? "a" : drawn < a + b ? "b" : null;
}

/** At most the level and the noise of so many runs: 3 standard errors. */
function assertAtMost(rate: number, level: number, runs: number): void {
  const noise = 3 * Math.sqrt(level * (1 - level) / runs);
  assert.ok(rate <= level + noise, `${rate} is more than ${level} and its noise of ${noise}`);
}
