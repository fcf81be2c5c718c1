import assert from "node:assert/strict";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatShortCount,
  formatUsd,
} from "../../lib/runtime/format_number.ts";

Deno.test("counts are grouped", () => {
  assert.deepEqual([0, 999, 1234, 1_234_567, -1234, 0.125].map(formatCount), [
    "0",
    "999",
    "1,234",
    "1,234,567",
    "-1,234",
    "0.13",
  ]);
});

Deno.test("sizes have one decimal and never four digits before the point", () => {
  assert.deepEqual([0, 999, 1000, 12_345_678, 999_940, 999_960, 5e9, 2.5e12].map(formatBytes), [
    "0 B",
    "999 B",
    "1.0 kB",
    "12.3 MB",
    "999.9 kB",
    "1.0 MB",
    "5.0 GB",
    "2.5 TB",
  ]);
});

Deno.test("spans of time show their two largest units, without 60 of any", () => {
  const cases: [number, string][] = [
    [0, "0.0 s"],
    [400, "0.4 s"],
    [9949, "9.9 s"],
    [9950, "10 s"],
    [59_400, "59 s"],
    [59_600, "1m 00s"],
    [65_000, "1m 05s"],
    [3_599_400, "59m 59s"],
    [3_599_600, "1h 00m"],
    [7_385_000, "2h 03m"],
    [86_400_000, "1d 00h"],
    [4 * 86_400_000 + 7 * 3_600_000, "4d 07h"],
  ];
  for (const [ms, expected] of cases) assert.equal(formatDuration(ms), expected, String(ms));
});

Deno.test("rates keep about three digits, shares one decimal", () => {
  assert.deepEqual([0, 0.256, 12.34, 99.9, 4321.6].map(formatRate), ["0", "0.26", "12.3", "99.9", "4,322"]);
  assert.deepEqual([0, 0.125, 1, 0 / 0].map(formatPercent), ["0.0 %", "12.5 %", "100.0 %", "n/a"]);
});

Deno.test("a large count is told in about three digits", () => {
  const shown = [0, 412, 999, 999.6, 12_345, 99_960, 823_456, 999_600, 1_234_567, 2.5e9].map(
    formatShortCount,
  );
  assert.deepEqual(shown, [
    "0",
    "412",
    "999",
    "1.0 k",
    "12.3 k",
    "100 k",
    "823 k",
    "1.0 M",
    "1.2 M",
    "2.5 G",
  ]);
});

Deno.test("an amount of money is told to the cent, a small one to a hundredth of it", () => {
  assert.deepEqual([0, 0.04312, 0.99999, 1, 12.5].map(formatUsd), [
    "US$ 0.0000",
    "US$ 0.0431",
    "US$ 1.0000",
    "US$ 1.00",
    "US$ 12.50",
  ]);
});
