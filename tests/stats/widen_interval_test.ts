import assert from "node:assert/strict";
import { widenInterval } from "../../lib/stats/widen_interval.ts";

Deno.test("each end moves away from the estimate, far with few units and hardly with many", () => {
  // t(0.975, 4) / z(0.975) √(5 / 4) = 2.776445 / 1.959964 · 1.118034 = 1.583783
  const few = widenInterval({ low: 1, high: 5 }, 2, 5);
  assert.ok(Math.abs(few.low - (2 - 1.583783)) < 1e-5);
  assert.ok(Math.abs(few.high - (2 + 3 * 1.583783)) < 1e-5);
  const many = widenInterval({ low: 1, high: 5 }, 2, 1000);
  assert.ok(many.low > 0.99 && many.high < 5.02);
  assert.throws(() => widenInterval({ low: 1, high: 5 }, 2, 1), RangeError);
});
