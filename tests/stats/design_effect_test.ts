import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { type ClusterDifference, designEffect } from "../../lib/stats/design_effect.ts";
import { assertDigits } from "../support/assert_digits.ts";

Deno.test("the design effect agrees with a worked example", () => {
  // N = 10, d = 4, δ = 0.4; pairs: 6 - 10 * 0.16 = 4.4; clusters: 3/2 * ((3 - 1.6)² + (0 - 1.2)² + (1 - 1.2)²) = 5.16.
  const clusters = [
    { pairs: 4, difference: 3, discordant: 3 },
    { pairs: 3, difference: 0, discordant: 2 },
    { pairs: 3, difference: 1, discordant: 1 },
  ];
  assertDigits(designEffect(clusters) ?? NaN, 5.16 / 4.4, 12);
});

Deno.test("independent pairs have an effect of about 1, copies of one pair as many as there are", () => {
  const random = new SeededRandom(7);
  const draw = (): number => random.chance(0.3) ? (random.chance(0.6) ? 1 : -1) : 0;
  const independent: ClusterDifference[] = [];
  const copied: ClusterDifference[] = [];
  for (let cluster = 0; cluster < 2_000; cluster++) {
    const pairs = Array.from({ length: 5 }, draw);
    independent.push({
      pairs: 5,
      difference: pairs.reduce((sum, pair) => sum + pair, 0),
      discordant: pairs.filter((pair) => pair !== 0).length,
    });
    const pair = draw();
    copied.push({ pairs: 5, difference: 5 * pair, discordant: 5 * Math.abs(pair) });
  }
  assert.ok(Math.abs((designEffect(independent) ?? NaN) - 1) < 0.1);
  assert.ok(Math.abs((designEffect(copied) ?? NaN) - 5) < 0.01);
});

Deno.test("one cluster, or none that differs, has no design effect", () => {
  assert.equal(designEffect([]), null);
  assert.equal(designEffect([{ pairs: 9, difference: 3, discordant: 5 }]), null);
  assert.equal(designEffect(new Array(9).fill({ pairs: 9, difference: 0, discordant: 0 })), null);
});
