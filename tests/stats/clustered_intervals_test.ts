import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { clusteredDifferenceInterval } from "../../lib/stats/clustered_difference_interval.ts";
import { clusteredShareInterval } from "../../lib/stats/clustered_share_interval.ts";
import { widerInterval } from "../../lib/stats/interval.ts";
import { pairedDifferenceInterval } from "../../lib/stats/paired_difference_interval.ts";
import { wilsonInterval } from "../../lib/stats/wilson.ts";

const CLUSTERS = 30;
const DRAWS = 400;

/** Clusters of 1 to 40 pairs; in one of five, 30 % of the pairs have it in A alone or in B alone. */
function drawClusters(random: SeededRandom) {
  const pairs = Array.from({ length: CLUSTERS }, () => random.integer(1, 40));
  const [onlyA, onlyB] = [0, 1].map(() => {
    return pairs.map((size) => {
      const share = random.chance(0.2) ? 0.15 : 0;
      return Array.from({ length: size }, () => Number(random.chance(share))).reduce(
        (sum, one) => sum + one,
        0,
      );
    });
  });
  // No pair can be both.
  return {
    pairs: pairs.map((size, cluster) => Math.max(size, (onlyA?.[cluster] ?? 0) + (onlyB?.[cluster] ?? 0))),
    onlyA: onlyA ?? [],
    onlyB: onlyB ?? [],
  };
}

Deno.test("an interval of a difference holds as often as it says where few clusters differ, which one of independent pairs does not", () => {
  let [held, heldNaively] = [0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    const counts = drawClusters(new SeededRandom(draw));
    const { low, high } = clusteredDifferenceInterval(counts) ?? assert.fail("no interval");
    if (low <= 0 && 0 <= high) held++;
    const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
    const naive = pairedDifferenceInterval({
      onlyA: sum(counts.onlyA),
      onlyB: sum(counts.onlyB),
      pairs: sum(counts.pairs),
    });
    if (naive.low <= 0 && 0 <= naive.high) heldNaively++;
  }
  assert.ok(held >= DRAWS * 0.93, `${held}`);
  assert.ok(heldNaively < DRAWS * 0.85, `${heldNaively}`);
});

Deno.test("an interval of a share holds as often as it says where clusters are alike in themselves", () => {
  let [held, heldNaively] = [0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = new SeededRandom(1_000 + draw);
    const whole = Array.from({ length: CLUSTERS }, () => random.integer(1, 40));
    const part = whole.map((size) => random.chance(0.2) ? 0 : size);
    const { low, high } = clusteredShareInterval(part, whole) ?? assert.fail("no interval");
    if (low <= 0.8 && 0.8 <= high) held++;
    const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
    const naive = wilsonInterval(sum(part), sum(whole));
    if (naive.low <= 0.8 && 0.8 <= naive.high) heldNaively++;
  }
  assert.ok(held >= DRAWS * 0.93, `${held}`);
  assert.ok(heldNaively < DRAWS * 0.7, `${heldNaively}`);
});

Deno.test("one cluster has no interval, and what never differs has that of independent pairs", () => {
  assert.equal(clusteredDifferenceInterval({ pairs: [10], onlyA: [1], onlyB: [0] }), null);
  assert.equal(clusteredShareInterval([5], [10]), null);
  assert.deepEqual(
    clusteredDifferenceInterval({ pairs: [10, 20], onlyA: [0, 0], onlyB: [0, 0] }),
    pairedDifferenceInterval({ onlyA: 0, onlyB: 0, pairs: 30 }),
  );
  assert.deepEqual(clusteredShareInterval([10, 20], [10, 20]), wilsonInterval(30, 30));
});

Deno.test("the wider of two intervals holds both", () => {
  assert.deepEqual(widerInterval({ low: 0, high: 2 }, { low: 1, high: 3 }), { low: 0, high: 3 });
  assert.deepEqual(widerInterval({ low: 0, high: 2 }, null), { low: 0, high: 2 });
});
