import assert from "node:assert/strict";
import { ClusterTally } from "../../lib/comparison/cluster_tally.ts";
import type { FieldOutcome } from "../../lib/comparison/comparison_schema.ts";
import { estimateShares } from "../../lib/comparison/estimate_shares.ts";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { wilsonInterval } from "../../lib/stats/wilson.ts";

const OK = { status: "ok" } as const;
const DAY_MS = 86_400_000;

function tally(days: number, outcomesOf: (day: number, post: number) => FieldOutcome[]): ClusterTally {
  const counted = new ClusterTally(outcomesOf(0, 0).length);
  for (let day = 0; day < days; day++) {
    for (let post = 0; post < 10; post++) {
      counted.add({
        channelId: 1,
        messageDate: new Date(day * DAY_MS + post),
        a: OK,
        b: OK,
        outcomes: outcomesOf(day, post),
      });
    }
  }
  return counted;
}

function width(interval: { readonly low: number; readonly high: number } | null | undefined): number {
  return (interval?.high ?? NaN) - (interval?.low ?? NaN);
}

Deno.test("posts of one day that fall together leave a wider interval than as many that fall alone", () => {
  const together = tally(60, (day) => [day % 3 === 0 ? "different" : "equal"]);
  const alone = tally(60, (day, post) => [(day * 10 + post) % 3 === 0 ? "different" : "equal"]);
  const [wide] = estimateShares(together, new SeededRandom(1));
  const [narrow] = estimateShares(alone, new SeededRandom(1));
  assert.ok(
    wide?.agreement_interval && wide.agreement_interval.low < 2 / 3 && wide.agreement_interval.high > 2 / 3,
  );
  // Ten posts that fall together are one: the square root of 10 is 3.2.
  assert.ok(width(wide.agreement_interval) > 3 * width(narrow?.agreement_interval));
});

Deno.test("coverage is of all pairs, agreement of those that either fills", () => {
  const counted = tally(40, (day, post) => [post < 5 ? "both_null" : day % 2 === 0 ? "only_a" : "equal"]);
  const [shares] = estimateShares(counted, new SeededRandom(1));
  assert.ok(shares);
  const middle = ({ low, high }: { low: number; high: number }) => (low + high) / 2;
  // Days that are all alike leave resampling nothing open; posts are no more than independent.
  assert.ok(shares.coverage_a_interval && shares.coverage_a_interval.low <= wilsonInterval(200, 400).low);
  assert.ok(Math.abs(middle(shares.coverage_b_interval ?? { low: 0, high: 0 }) - 0.25) < 0.02);
  assert.ok(Math.abs(middle(shares.agreement_interval ?? { low: 0, high: 0 }) - 0.5) < 0.02);
});

Deno.test("a share of 1 or 0 has Wilson's interval, and one of nothing has none", () => {
  const [shares] = estimateShares(tally(40, () => ["only_a"]), new SeededRandom(1));
  assert.deepEqual(shares?.coverage_a_interval, wilsonInterval(400, 400));
  assert.deepEqual(shares?.coverage_b_interval, wilsonInterval(0, 400));
  const [nothing] = estimateShares(tally(40, () => ["both_null"]), new SeededRandom(1));
  assert.equal(nothing?.agreement_interval, null);
  const [oneDay] = estimateShares(
    tally(1, (_, post) => [post < 5 ? "equal" : "different"]),
    new SeededRandom(1),
  );
  assert.equal(oneDay?.agreement_interval, null);
});
