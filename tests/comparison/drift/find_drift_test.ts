import assert from "node:assert/strict";
import { ClusterTally } from "../../../lib/comparison/cluster_tally.ts";
import type { FieldOutcome } from "../../../lib/comparison/comparison_schema.ts";
import { countWeeks } from "../../../lib/comparison/drift/count_weeks.ts";
import { DriftSchema, WeekSchema } from "../../../lib/comparison/drift/drift_schema.ts";
import { findDrift } from "../../../lib/comparison/drift/find_drift.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import { FIELDS } from "../../../lib/schema/field_paths.ts";
import { normalCumulative } from "../../../lib/stats/normal.ts";

const DAY_MS = 86_400_000;
const MONDAY = Date.parse("2026-01-05T00:00:00Z");
const OK = { status: "ok" } as const;
const fields = FIELDS.slice(0, 5);

interface Drawn {
  readonly seed: number;
  readonly channels?: number;
  readonly days?: number;
  readonly postsOf?: (channel: number, day: number) => number;
  /** How likely a post of a day has a field. */
  readonly shareOf: (draw: SeededRandom, channel: number, day: number, field: number) => number;
}

/** Days whose posts fare alike; where there is a value, A and B agree in most, and each alone has it in some. */
function drawDays({ seed, channels = 4, days = 56, postsOf = () => 8, shareOf }: Drawn): ClusterTally {
  const draw = new SeededRandom(seed);
  const tally = new ClusterTally(fields.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let day = 0; day < days; day++) {
      const shares = fields.map((_, field) => shareOf(draw, channel, day, field));
      for (let post = 0; post < postsOf(channel, day); post++) {
        const outcomes = shares.map((share): FieldOutcome =>
          !draw.chance(share)
            ? "both_null"
            : draw.chance(0.8)
            ? "equal"
            : draw.pick(["different", "only_a", "only_b"])
        );
        const messageDate = new Date(MONDAY + day * DAY_MS + post);
        tally.add({ channelId: -1000 - channel, messageDate, a: OK, b: OK, outcomes });
      }
    }
  }
  return tally;
}

/** Two days of seven go badly. */
function byDay(draw: SeededRandom): number {
  return draw.chance(2 / 7) ? 0.4 : 0.9;
}

Deno.test("of comparisons in which nothing changed at most 5 % name a change, though a test of single pairs names one in most", () => {
  const runs = 120;
  let [called, calledByPairs] = [0, 0];
  for (let seed = 1; seed <= runs; seed++) {
    // Channels that grow are compared as surely as those that do not.
    const postsOf = seed % 2 === 0 ? undefined : (_: number, day: number) => (day < 35 ? 5 : 15);
    const tally = drawDays({ seed, shareOf: byDay, ...(postsOf ? { postsOf } : {}) });
    const drift = findDrift(tally, fields, new SeededRandom(seed));
    assert.ok(drift.tests >= 5 * fields.length * 3 - 3);
    if (drift.findings.length > 0) called++;
    if (leastPOfPairs(tally) * fields.length * 4 <= 0.05) calledByPairs++;
  }
  assert.ok(called <= runs * (0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs)), `${called}`);
  assert.ok(calledByPairs > runs / 2, `${calledByPairs}`);
});

/** The plain test of two proportions: what A fills in the last three weeks and before, in each channel. */
function leastPOfPairs(tally: ClusterTally): number {
  const pairs = tally.pairs();
  return Math.min(...fields.flatMap((_, field) => {
    const filled = (["equal", "different", "only_a"] as const).map((outcome) => tally.column(field, outcome));
    return [-1000, -1001, -1002, -1003].map((channel) => {
      const [before, after] = [{ parts: 0, wholes: 0 }, { parts: 0, wholes: 0 }];
      for (const [place, { channelId, day }] of tally.clusters.entries()) {
        if (channelId !== channel) continue;
        const side = (day ?? 0) * DAY_MS < MONDAY + 35 * DAY_MS ? before : after;
        side.parts += filled.reduce((sum, column) => sum + (column[place] ?? 0), 0);
        side.wholes += pairs[place] ?? 0;
      }
      const pooled = (before.parts + after.parts) / (before.wholes + after.wholes);
      const error = Math.sqrt(pooled * (1 - pooled) * (1 / before.wholes + 1 / after.wholes));
      const difference = after.parts / after.wholes - before.parts / before.wholes;
      return 2 * normalCumulative(-Math.abs(difference) / error);
    });
  }));
}

Deno.test("a field that a channel leaves out from a week on is found there, with the week, and nowhere else", () => {
  const tally = drawDays({
    seed: 5,
    shareOf: (draw, channel, day, field) => channel === 2 && field === 1 && day >= 42 ? 0.05 : byDay(draw),
  });
  const drift = DriftSchema.parse(findDrift(tally, fields, new SeededRandom(1)));
  const path = fields[1]?.path;
  for (const measure of ["coverage_a", "coverage_b"] as const) {
    const found = drift.findings.find((finding) => finding.measure === measure);
    assert.equal(found?.week, "2026-W08");
    assert.equal(found?.since, "2026-02-16");
    assert.ok((found?.points ?? 0) < -50 && (found?.low ?? 0) < (found?.points ?? 0));
    assert.ok((found?.high ?? 0) > (found?.points ?? 0) && (found?.high ?? 0) < -40);
    assert.equal(found?.days_before, 42);
    assert.equal(found?.pairs_after, 14 * 8);
    assert.ok((found?.p_adjusted ?? 1) <= 0.05);
  }
  assert.ok(drift.findings.every((finding) => finding.channel_id === -1002 && finding.path === path));
});

Deno.test("what changes in all channels a little is found for all of them together", () => {
  const tally = drawDays({
    seed: 6,
    channels: 8,
    shareOf: (draw, _, day, field) => byDay(draw) - (field === 0 && day >= 28 ? 0.17 : 0),
  });
  const { findings } = findDrift(tally, fields, new SeededRandom(1));
  const found = findings.find(({ channel_id, measure }) => channel_id === null && measure === "coverage_a");
  assert.equal(found?.path, fields[0]?.path);
  assert.equal(found?.week, "2026-W06");
  assert.ok(Math.abs((found?.points ?? 0) + 17 * 0.933) < 6, `${found?.points}`);
});

Deno.test("a channel that joins with other habits, or grows, is no change", () => {
  const tally = drawDays({
    seed: 7,
    postsOf: (channel, day) => channel === 0 ? (day < 28 ? 3 : 40) : channel === 1 ? (day < 28 ? 0 : 8) : 8,
    shareOf: (draw, channel) => (channel < 2 ? 0.3 : 0.95) - (draw.chance(0.2) ? 0.2 : 0),
  });
  assert.deepEqual(findDrift(tally, fields, new SeededRandom(1)).findings, []);
});

Deno.test("with fewer than four weeks nothing is tested", () => {
  const drift = findDrift(drawDays({ seed: 8, days: 21, shareOf: byDay }), fields, new SeededRandom(1));
  assert.equal(drift.weeks, 3);
  assert.equal(drift.tests, 0);
  assert.equal(drift.tested_since, null);
  assert.deepEqual(findDrift(new ClusterTally(fields.length), fields, new SeededRandom(1)).findings, []);
});

Deno.test("weeks add up to the pairs by channel and by field, and posts without a date have none", () => {
  const tally = drawDays({ seed: 9, channels: 2, days: 10, shareOf: byDay });
  tally.add({ channelId: -1000, messageDate: null, a: OK, b: OK, outcomes: fields.map(() => "equal") });
  const weeks = countWeeks(tally, fields).map((week) => WeekSchema.parse(week));
  assert.deepEqual([...new Set(weeks.map(({ week, since }) => `${week} ${since}`))], [
    "2026-W02 2026-01-05",
    "2026-W03 2026-01-12",
  ]);
  assert.equal(weeks.length, 2 * (2 + fields.length));
  for (const week of weeks) {
    const counted = week.both_null + week.only_a + week.only_b + week.equal + week.different;
    assert.equal(counted, week.pairs * (week.path === null ? fields.length : 1));
  }
  const sum = (of: typeof weeks) => of.reduce((total, { pairs }) => total + pairs, 0);
  assert.equal(sum(weeks.filter(({ path }) => path === null)), 160);
  assert.equal(sum(weeks.filter(({ path }) => path === fields[0]?.path)), 160);
  const columns = tally.column(0, "equal").reduce((total, count) => total + count, 0);
  const ofWeeks = weeks.filter(({ path }) => path === fields[0]?.path).reduce(
    (total, { equal }) => total + equal,
    0,
  );
  assert.equal(ofWeeks, columns - 1);
});
