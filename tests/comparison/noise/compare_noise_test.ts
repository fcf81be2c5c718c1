import assert from "node:assert/strict";
import { compareNoise, noiseFinding } from "../../../lib/comparison/noise/compare_noise.ts";
import type { FieldOutcome } from "../../../lib/comparison/comparison_schema.ts";
import { NoiseTally } from "../../../lib/comparison/noise/noise_tally.ts";
import { describeNoise, NOISE_HEADER, noiseRows } from "../../../lib/comparison/noise/noise_rows.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import { formatTable } from "../../../lib/runtime/format_table.ts";

const DAY_MS = 86_400_000;

interface World {
  readonly days: number;
  readonly postsPerDay: number;
  /** The share of posts that a run answers otherwise than the usual, each on its own. */
  readonly chance: number;
  /** The share of days on which a run answers half of the posts otherwise, all together. */
  readonly badDays: number;
  /** The further share of posts that B answers otherwise, field by field. */
  readonly effect: readonly number[];
}

/** What A says of the posts of some days, what it says when it is asked again, and what B says: numbers, or null. */
function drawRuns({ days, postsPerDay, chance, badDays, effect }: World, seed: number): NoiseTally {
  const random = new SeededRandom(seed);
  const tally = new NoiseTally(effect.length);
  for (let day = 0; day < days; day++) {
    const isBad = { a: random.chance(badDays), b: random.chance(badDays), again: random.chance(badDays) };
    for (let post = 0; post < postsPerDay; post++) {
      const answer = (bad: boolean, more = 0) => {
        if (!random.chance(chance + (bad ? 0.5 : 0) + more)) return 1;
        return random.pick([2, 3, null]);
      };
      const values = effect.map((more) => ({
        a: answer(isBad.a),
        b: answer(isBad.b, more),
        again: answer(isBad.again),
      }));
      tally.add(
        {
          channelId: 1,
          messageDate: new Date(day * DAY_MS),
          outcomes: values.map(({ a, b }) => outcomeOf(a, b)),
        },
        { outcomes: values.map(({ a, again }) => outcomeOf(a, again)) },
      );
    }
  }
  return tally;
}

function outcomeOf(a: number | null, b: number | null): FieldOutcome {
  if (a === null) return b === null ? "both_null" : "only_b";
  return b === null ? "only_a" : a === b ? "equal" : "different";
}

const fieldsOf = (count: number) => Array.from({ length: count }, (_, at) => ({ path: `f${at}` }));

Deno.test("one more run of A is called beyond noise in at most 5 % of the fields, and of the comparisons", () => {
  const comparisons = 300;
  const fields = fieldsOf(6);
  for (const badDays of [0, 0.2]) {
    const world = { days: 24, postsPerDay: 12, chance: 0.1, badDays, effect: new Array(6).fill(0) };
    let [calledFields, calledComparisons] = [0, 0];
    for (let seed = 1; seed <= comparisons; seed++) {
      const found = Object.values(compareNoise(drawRuns(world, seed), fields, new SeededRandom(1)).fields);
      const beyond = found.filter(({ finding }) => finding === "beyond_noise").length;
      calledFields += beyond;
      calledComparisons += Number(beyond > 0);
    }
    // 5 % and three standard errors.
    const most = comparisons * (0.05 + 3 * Math.sqrt(0.05 * 0.95 / comparisons));
    assert.ok(calledComparisons <= most, `${calledComparisons} comparisons, ${badDays}`);
    assert.ok(calledFields <= comparisons * fields.length * 0.05, `${calledFields} fields`);
    assert.ok(calledFields > 0, "where nothing is ever called, the test tests nothing");
  }
});

Deno.test("a B that answers 8 % of the posts otherwise is found beyond noise 4 times of 5 in 40 days of 20 posts", () => {
  const comparisons = 60;
  const world = { days: 40, postsPerDay: 20, chance: 0.1, badDays: 0, effect: [0.08, 0, 0, 0] };
  let [found, wrong] = [0, 0];
  for (let seed = 1; seed <= comparisons; seed++) {
    const { f0, ...rest } = compareNoise(drawRuns(world, seed), fieldsOf(4), new SeededRandom(1)).fields;
    if (f0?.finding === "beyond_noise") found++;
    wrong += Object.values(rest).filter(({ finding }) => finding === "beyond_noise").length;
  }
  assert.ok(found >= comparisons * 0.8, `${found} of ${comparisons}`);
  assert.ok(wrong <= comparisons * 3 * 0.05, `${wrong}`);
});

Deno.test("both rates are over the pairs that one of the three fills, and the difference has its interval and its need", () => {
  const tally = new NoiseTally(3);
  const add = (day: number, withB: FieldOutcome[], withAgain: FieldOutcome[]) =>
    tally.add({ channelId: 1, messageDate: new Date(day * DAY_MS), outcomes: withB }, {
      outcomes: withAgain,
    });
  for (let day = 0; day < 10; day++) {
    add(day, ["equal", "both_null", "both_null"], ["equal", "both_null", "only_b"]);
    add(day, ["different", "both_null", "both_null"], ["only_a", "both_null", "both_null"]);
    add(day, [day < 5 ? "different" : "equal", "both_null", "only_b"], ["equal", "both_null", "both_null"]);
    add(day, ["both_null", "both_null", "both_null"], ["both_null", "both_null", "both_null"]);
  }
  const { pairs, clusters, fields } = compareNoise(tally, fieldsOf(3), new SeededRandom(1));
  assert.deepEqual([pairs, clusters], [40, 10]);
  assert.deepEqual(Object.keys(fields), ["f0", "f2"], "what none of the three fills is left out");
  const test = fields["f0"] ?? assert.fail();
  assert.equal(test.pairs, 30);
  assert.equal(test.differs_from_b, 15 / 30);
  assert.equal(test.differs_from_again, 10 / 30);
  assert.ok(Math.abs(test.points - 100 * 5 / 30) < 1e-9);
  // What p = 0.06 does not rule out, the interval holds.
  assert.ok((test.low ?? 1) <= 0 && (test.high ?? 0) > 5 / 30 && (test.high ?? 100) < 60);
  assert.equal(test.p, 2 / 2 ** 5);
  assert.equal(test.finding, "undecided");
  assert.ok((test.more_pairs ?? 0) > 100);
  const other = fields["f2"] ?? assert.fail();
  assert.deepEqual([other.points, other.p, other.differs_from_b, other.differs_from_again], [0, 1, 0.5, 0.5]);
});

Deno.test("a difference is within noise where at most three points more are left, even if A is closer to B than to itself", () => {
  assert.equal(noiseFinding({ points: 0.2, high: 2.9, p_adjusted: 0.4 }), "within_noise");
  assert.equal(noiseFinding({ points: -4, high: -2, p_adjusted: 0.001 }), "within_noise");
  assert.equal(noiseFinding({ points: 0.2, high: 3.1, p_adjusted: 0.4 }), "undecided");
  assert.equal(noiseFinding({ points: 0.2, high: 0.3, p_adjusted: 0.04 }), "beyond_noise");
  assert.equal(noiseFinding({ points: 3, high: null, p_adjusted: 1 }), "undecided");
});

Deno.test("the same runs give the same intervals, and the table fits a terminal of 80 columns", () => {
  const world = { days: 10, postsPerDay: 50, chance: 0.1, badDays: 0.1, effect: [0.3, 0] };
  const fields = [{ path: "time_availability.estimated" }, { path: "rate.min" }];
  const [once, again] = [1, 2].map(() => compareNoise(drawRuns(world, 1), fields, new SeededRandom(1)));
  assert.deepEqual(once, again);
  const comparison = {
    noise: { version: "llm_v1_again", cached: 3, ...(once ?? assert.fail()) },
    b: { usage: null },
  };
  const described = describeNoise(comparison) ?? assert.fail();
  assert.match(described.head, /over 500 pairs of 10 channel-days/);
  assert.match(described.notes.join(" "), /3 in llm_v1_again\. .* Fewer than 20 channel-days/);
  for (const line of formatTable(NOISE_HEADER, noiseRows(comparison), 80)) {
    assert.ok(line.length <= 80, line);
  }
});
