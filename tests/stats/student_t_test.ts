import assert from "node:assert/strict";
import { studentQuantile } from "../../lib/stats/student_t.ts";

Deno.test("it agrees with scipy to nine digits, and with very many degrees to six", () => {
  // python3 -c "
  // from scipy.stats import t
  // for df in (1, 2, 3, 4, 9, 10, 29, 100, 999, 2000): print(df, t.ppf(.975, df), t.ppf(.95, df))"
  for (
    const [degrees, ninetyFive, ninety] of [
      [1, 12.706204736, 6.313751515],
      [2, 4.302652730, 2.919985580],
      [3, 3.182446305, 2.353363435],
      [4, 2.776445105, 2.131846786],
      [9, 2.262157163, 1.833112933],
      [10, 2.228138852, 1.812461123],
      [29, 2.045229642, 1.699127027],
      [100, 1.983971519, 1.660234326],
      [999, 1.962341461, 1.646380345],
    ] as const
  ) {
    assert.ok(Math.abs(studentQuantile(0.95, degrees) - ninetyFive) < 1e-8, String(degrees));
    assert.ok(Math.abs(studentQuantile(0.9, degrees) - ninety) < 1e-8, String(degrees));
  }
  assert.ok(Math.abs(studentQuantile(0.95, 2000) - 1.961150826) < 1e-6);
  assert.throws(() => studentQuantile(0.95, 0), RangeError);
});
