import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

const rateIn = (line: string) => {
  const { rate, rate_breakdown } = extractPost(`Subject: P6 Art\nVenue: Bishan\n${line}`);
  return {
    ...rate,
    kinds: Object.entries(rate_breakdown).map(([kind, { min, max }]) => `${kind} ${min}-${max}`),
  };
};

Deno.test("amounts per hour, lesson or month have bounds in that unit", () => {
  const bounds = (line: string) => [rateIn(line).min, rateIn(line).max];
  assert.deepEqual(bounds("Rate: 45/hr"), [45, 45]);
  assert.deepEqual(bounds("Rate: $35 ~ $40 per hour"), [35, 40]);
  assert.deepEqual(bounds("Rate: $300/mth for 4 lessons"), [300, 300]);
  assert.deepEqual(bounds("Rate: S$50-60 per hour nett"), [50, 60]);
  assert.deepEqual(bounds("Rate: up to $40/hr"), [null, 40]);
  assert.deepEqual(bounds("Rate: open"), [null, null]);
});

Deno.test("offers by kind of tutor are broken down, with and without a currency", () => {
  assert.deepEqual(rateIn("Rate: 25 - 30 (UG), 40-50 (Full time)"), {
    min: null,
    max: null,
    raw_text: "25 - 30 (UG), 40-50 (Full time)",
    kinds: ["undergraduate 25-30", "full_time 40-50"],
  });
  assert.deepEqual(rateIn("Rate: PT $28-32 / FT $35-45 / MOE $60-70").kinds, [
    "part_time 28-32",
    "full_time 35-45",
    "moe_teacher 60-70",
  ]);
});

Deno.test("numbers of lessons and years in a rate are no offers", () => {
  assert.deepEqual(rateIn("Rate: $40/hr, 4 lessons").min, 40);
  assert.deepEqual(rateIn("Rate: $40/hr, 2026").min, 40);
});

Deno.test("a rate among other columns is cut out of them", () => {
  assert.equal(rateIn("Sat 2pm // $40/h // Female pref").raw_text, "$40/h");
  assert.equal(rateIn("$35-45/hr, start now").raw_text, "$35-45/hr");
});

Deno.test("a comma may part thousands", () => {
  const { min, max } = rateIn("Rate: $1,200 - $1,500 per month");
  assert.deepEqual([min, max], [1200, 1500]);
  assert.equal(rateIn("Rate: $1,200/month").min, 1200);
});
