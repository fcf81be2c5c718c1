import assert from "node:assert/strict";
import {
  ComparisonSchema,
  FieldComparisonSchema,
  type FieldOutcome,
} from "../../lib/comparison/comparison_schema.ts";
import { ClusterTally } from "../../lib/comparison/cluster_tally.ts";
import { COVERAGE_HEADER, coverageRows, describeCoverage } from "../../lib/comparison/coverage_rows.ts";
import { compareCoverage } from "../../lib/comparison/compare_coverage.ts";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { formatTable } from "../../lib/runtime/format_table.ts";
import { mcnemar } from "../../lib/stats/mcnemar.ts";

const OK = { status: "ok" } as const;

/** Days of one channel, each with posts of a few templates: all posts of a template fare alike. */
function tallyDays(
  days: number,
  outcomesOf: (draw: SeededRandom) => FieldOutcome[],
  { seed = 1, postsPerTemplate = 10 } = {},
): ClusterTally {
  const random = new SeededRandom(seed);
  const tally = new ClusterTally(outcomesOf(new SeededRandom(0)).length);
  for (let day = 0; day < days; day++) {
    const outcomes = outcomesOf(random);
    for (let post = 0; post < postsPerTemplate; post++) {
      tally.add({ channelId: 1, messageDate: new Date(day * 86_400_000 + post), a: OK, b: OK, outcomes });
    }
  }
  return tally;
}

/** As often only A as only B. */
function byChance(random: SeededRandom): FieldOutcome {
  return random.chance(0.4) ? (random.chance(0.5) ? "only_a" : "only_b") : "equal";
}

Deno.test("templates that fall together are not called a difference, though a test of single posts calls them one", () => {
  let [called, calledNaively] = [0, 0];
  const comparisons = 150;
  for (let seed = 1; seed <= comparisons; seed++) {
    const tally = tallyDays(40, (random) => [byChance(random), byChance(random)], { seed });
    const tests = compareCoverage(tally, new SeededRandom(1));
    const [onlyA = 0, onlyB = 0] = (["only_a", "only_b"] as const)
      .map((outcome) => tally.column(0, outcome).reduce((sum, count) => sum + count, 0));
    if (tests.some((test) => test?.finding === "more" || test?.finding === "less")) called++;
    if (mcnemar(onlyA, onlyB) <= 0.05) calledNaively++;
  }
  // 5 % of them and three standard errors.
  assert.ok(called <= comparisons * (0.05 + 3 * Math.sqrt(0.05 * 0.95 / comparisons)), `${called}`);
  assert.ok(calledNaively > comparisons * 0.3, `${calledNaively}`);
});

Deno.test("a real difference is found, with its interval, its pairs and its clusters", () => {
  const tally = tallyDays(60, (random) => [
    random.chance(0.3) ? "only_b" : "equal",
    random.chance(0.3) ? "only_a" : "equal",
    "equal",
  ]);
  const [more, less, same] = compareCoverage(tally, new SeededRandom(1));
  assert.ok(more && less && same);
  assert.equal(more.finding, "more");
  assert.equal(less.finding, "less");
  assert.equal(more.pairs, 600);
  assert.equal(more.clusters, 60);
  assert.ok((more.low ?? 0) > 10 && more.points < (more.high ?? 0) && (more.high ?? 0) < 60);
  assert.ok((less.high ?? 0) < 0);
  assert.ok((more.design_effect ?? 0) > 5, "ten posts that fare alike tell as much as one");
  // Wilson's interval of 0 of 600: z² / (n + z²).
  assert.ok(Math.abs((same.high ?? 0) - 100 * 3.8415 / 603.8415) < 0.001);
  assert.equal(same.finding, "alike");
  assert.equal(same.p, 1);
});

Deno.test("asking about many fields takes more to call one of them different", () => {
  const [alone] = compareCoverage(tallyDays(6, () => ["only_b"]), new SeededRandom(1));
  const nine = new Array<FieldOutcome>(9).fill("equal");
  const [among] = compareCoverage(tallyDays(6, () => ["only_b", ...nine]), new SeededRandom(1));
  assert.ok(Math.abs((alone?.p_adjusted ?? 0) - 2 / 64) < 1e-12);
  assert.equal(alone?.finding, "more");
  assert.ok(Math.abs((among?.p_adjusted ?? 0) - 20 / 64) < 1e-12);
  assert.equal(among?.finding, "undecided");
});

Deno.test("too few pairs to tell say about how many more would", () => {
  const tally = tallyDays(10, () => ["equal"], { postsPerTemplate: 1 });
  const [test] = compareCoverage(tally, new SeededRandom(1));
  assert.equal(test?.finding, "undecided");
  // (z(0.975) √0.01 + z(0.8) √(0.01 - 0.0001))² / 0.0001 = 782.5, rounded up, less the 10 there are.
  assert.equal(test?.more_pairs, 773);
});

Deno.test("one channel and day alone has no interval and decides nothing, and no pairs give no test", () => {
  const tally = tallyDays(1, () => ["only_b"], { postsPerTemplate: 500 });
  const [test] = compareCoverage(tally, new SeededRandom(1));
  assert.deepEqual([test?.low, test?.high, test?.p, test?.finding], [null, null, 1, "undecided"]);
  assert.deepEqual(compareCoverage(new ClusterTally(2), new SeededRandom(1)), [null, null]);
});

Deno.test("the same versions give the same intervals, and a pair without both outputs does not count", () => {
  const outcomes = (random: SeededRandom) => [byChance(random)];
  const tally = tallyDays(30, outcomes);
  const before = compareCoverage(tally, new SeededRandom(1));
  tally.add({
    channelId: 1,
    messageDate: null,
    a: OK,
    b: { status: "failed" },
    outcomes: ["only_a"],
  });
  assert.deepEqual(compareCoverage(tally, new SeededRandom(1)), before);
});

Deno.test("a summary of an earlier release, without tests, is still read", () => {
  const counts = {
    both_null: 0,
    only_a: 0,
    only_b: 0,
    equal: 1,
    different: 0,
    coverage_a: 1,
    coverage_b: 1,
    agreement: 1,
    agreement_where_both: 1,
  };
  const field = {
    ...FieldComparisonSchema.parse({ all: counts, both_ok: counts }),
    kind: "text",
    words: ["alike"],
  };
  assert.equal(ComparisonSchema.shape.fields.parse({ one: field })["one"]?.coverage_test, null);
});

Deno.test("the table stands with its pairs and its few clusters, and fits a terminal of 80 columns", () => {
  const tally = tallyDays(10, (random) => [byChance(random)], { postsPerTemplate: 20_000 });
  const [coverage_test = null] = compareCoverage(tally, new SeededRandom(1));
  const counts = {
    ...{ both_null: 0, only_a: 1, only_b: 1, equal: 1, different: 0 },
    ...{ coverage_a: 1, coverage_b: 1, agreement: 1, agreement_where_both: 1 },
  };
  const field = { kind: "text", words: [], all: counts, both_ok: counts, coverage_test };
  const fields = ComparisonSchema.shape.fields.parse({ "time_availability.estimated": field });
  const described = describeCoverage({ fields }) ?? assert.fail("nothing was tested");
  assert.match(described.head, /over 200,000 pairs of 10 channel-days/);
  assert.match(described.notes.join(" "), /Fewer than 20 channel-days/);
  const lines = [
    described.head,
    ...described.notes,
    ...formatTable(COVERAGE_HEADER, coverageRows({ fields })),
  ];
  for (const line of lines) assert.ok(line.length <= 80, line);
});
