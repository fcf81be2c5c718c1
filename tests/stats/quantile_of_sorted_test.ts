import assert from "node:assert/strict";
import { quantileOfSorted } from "../../lib/stats/quantile_of_sorted.ts";

Deno.test("quantiles agree with numpy", () => {
  // python3 -c "import numpy as np; print(np.quantile([1, 2, 4, 8, 16], [0, 0.1, 0.5, 0.9, 1]))"
  const quantiles = [0, 0.1, 0.5, 0.9, 1].map((share) => quantileOfSorted([1, 2, 4, 8, 16], share));
  assert.deepEqual(quantiles.map((value) => Number(value.toFixed(12))), [1, 1.4, 4, 12.8, 16]);
});

Deno.test("of no values there is no quantile, nor past the ends", () => {
  assert.throws(() => quantileOfSorted([], 0.5), RangeError);
  assert.throws(() => quantileOfSorted([1], 1.5), RangeError);
});
