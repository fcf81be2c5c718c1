import assert from "node:assert/strict";
import { ClusterTally } from "../../lib/comparison/cluster_tally.ts";
import { compareCoverage } from "../../lib/comparison/compare_coverage.ts";
import type { FieldOutcome } from "../../lib/comparison/comparison_schema.ts";
import { TextClusters } from "../../lib/comparison/text_clusters.ts";
import { SeededRandom } from "../../lib/core/seeded_random.ts";

const OK = { status: "ok" } as const;
const DAYS = 100;

/** Texts of which each is posted on up to nine days: both versions make the same of it each time, and neither fills more. */
function comparesReposts(seed: number, byText: boolean): boolean {
  const random = new SeededRandom(seed);
  const [tally, clusters] = [new ClusterTally(3), new TextClusters()];
  for (let text = 0; text < 200; text++) {
    const outcomes = Array.from(
      { length: 3 },
      (): FieldOutcome => random.chance(0.1) ? random.pick(["only_a", "only_b"]) : "equal",
    );
    for (let times = random.pick([1, 1, 1, 3, 9]); times > 0; times--) {
      const messageDate = new Date(random.integer(0, DAYS - 1) * 86_400_000);
      const pair = { channelId: 1, messageDate, a: OK, b: OK, outcomes };
      if (byText) tally.add(pair, clusters.find(String(text), 1, messageDate));
      else tally.add(pair);
    }
  }
  const tests = compareCoverage(tally, new SeededRandom(seed));
  return tests.some((test) => test?.finding === "more" || test?.finding === "less");
}

Deno.test("posts repeated on many days are not called a difference, though their own days would call them one", () => {
  const runs = 80;
  const seeds = Array.from({ length: runs }, (_, at) => at + 1);
  const called = seeds.filter((seed) => comparesReposts(seed, true)).length;
  const calledByDay = seeds.filter((seed) => comparesReposts(seed, false)).length;
  // 5 % of them and three standard errors.
  assert.ok(called <= runs * (0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs)), `${called}`);
  assert.ok(calledByDay > runs * 0.3, `${calledByDay}`);
});

Deno.test("a text belongs to the channel and day at which it was seen first, in whatever channel it comes again", () => {
  const clusters = new TextClusters();
  const first = clusters.find("aa", 1, new Date(0));
  assert.deepEqual(first, { channelId: 1, day: 0 });
  assert.equal(clusters.find("aa", 2, new Date(5 * 86_400_000)), first);
  assert.deepEqual(clusters.find("bb", 2, null), { channelId: 2, day: null });
});
