import assert from "node:assert/strict";
import { powerCurves } from "../../../lib/comparison/noise/power_curves.ts";
import { coverageDesign, labelPowerRows } from "../../../lib/comparison/noise/power_rows.ts";
import { mcnemarPower } from "../../../lib/stats/mcnemar_power.ts";

Deno.test("a curve reaches 4 times of 5 about where it says so many pairs are needed", () => {
  for (const designEffect of [1, 2.5]) {
    for (const { points, pairsNeeded } of powerCurves({ discordant: 0.2, designEffect }, [2, 5], 1000)) {
      const difference = points / 100;
      const power = mcnemarPower(Math.round(pairsNeeded / designEffect), {
        onlyA: (0.2 - difference) / 2,
        onlyB: (0.2 + difference) / 2,
      });
      assert.ok(Math.abs(power - 0.8) < 0.03, `${points} points, ${pairsNeeded} pairs: ${power}`);
    }
  }
});

Deno.test("curves rise from few pairs to more than there are and more than are needed", () => {
  const [one, five] = powerCurves({ discordant: 0.1, designEffect: 1 }, [1, 5], 50_000);
  assert.ok(one && five && one.pairsNeeded > five.pairsNeeded);
  assert.equal(one.curve[0]?.pairs, 10);
  assert.ok((one.curve.at(-1)?.pairs ?? 0) >= 75_000 - 1);
  assert.ok((five.curve.at(-1)?.power ?? 0) > 0.99);
});

Deno.test("pairs never count as more than they are", () => {
  assert.deepEqual(coverageDesign({ only_a: 1, only_b: 3 }, { pairs: 40, design_effect: 0.4 }), {
    discordant: 0.1,
    designEffect: 1,
  });
  assert.equal(coverageDesign({ only_a: 0, only_b: 0 }, { pairs: 40, design_effect: null }).designEffect, 1);
});

Deno.test("the more one-sided labels are, the fewer it takes", () => {
  const rows = labelPowerRows([0.6, 0.9]);
  assert.equal(rows[0]?.[0], "60 %");
  assert.ok(Number(rows[0]?.[1]) > 150 && Number(rows[1]?.[1]) < 20);
});
