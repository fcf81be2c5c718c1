import assert from "node:assert/strict";
import { compareUsage } from "../../../lib/comparison/usage/compare_usage.ts";
import { compareVersions } from "../../../lib/comparison/compare_versions.ts";
import { ComparisonSchema } from "../../../lib/comparison/comparison_schema.ts";
import { priceCorrections } from "../../../lib/comparison/usage/price_corrections.ts";
import { UsagePairTally } from "../../../lib/comparison/usage/usage_pair_tally.ts";
import type { UsageMeasureTest } from "../../../lib/comparison/usage/usage_test_schema.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import { normalQuantile } from "../../../lib/stats/normal.ts";
import { wilcoxonSignedRank } from "../../../lib/stats/wilcoxon.ts";
import type { Sql } from "../../../lib/store/database.ts";
import type { UsagePairRow } from "../../../lib/store/iter_usage_pairs.ts";
import { CHANNEL_ID, numberedMessages, storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase } from "../../support/test_database.ts";

const REQUEST = {
  versionA: "a",
  versionB: "b",
  window: { since: null, until: null },
  channelIds: null,
  comparedAt: new Date("2026-02-01T00:00:00Z"),
};

async function setUsage(
  sql: Sql,
  version: string,
  rawId: number,
  [cost, prompt, completion, latency]: readonly (number | null)[],
): Promise<void> {
  await sql`
    update telegram_extractions set cost_usd = ${cost ?? null}::numeric, prompt_tokens = ${
    prompt ?? null
  }::integer,
      completion_tokens = ${completion ?? null}::integer, latency_ms = ${latency ?? null}::integer
    where raw_id = ${rawId} and pipeline_version = ${version}`;
}

Deno.test("messages that both paid for are compared one by one; cached replies and unknown costs are left out and counted", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const messages = numberedMessages(14).map(({ text }, place) => ({
    text,
    date: new Date(Date.UTC(2026, 0, 1 + place)).toISOString(),
  }));
  const ids = [
    ...await storeMessages(sql, messages.slice(0, 10)),
    ...await storeMessages(sql, messages.slice(10), CHANNEL_ID - 1),
  ];
  const [cached = 0, unknown = 0, pending = 0, older = 0] = ids;
  const segments = [{}, {}];
  await storeOutputs(sql, "a", ids.map((rawId) => ({ rawId, model: "m" })));
  await storeOutputs(
    sql,
    "b",
    ids.map((rawId) => ({
      rawId,
      model: "n",
      ...(rawId === cached ? { meta: { llm: { cached: 1 } } } : {}),
      ...(rawId === pending ? { status: "pending" as const } : {}),
      ...(rawId === older ? { readOlderText: true } : {}),
      ...(rawId === ids[4] ? { output: { segments } as never } : {}),
    })),
  );
  await sql`update pipeline_versions set extractor = 'llm', model = 'm'`;
  for (const [place, rawId] of ids.entries()) {
    await setUsage(sql, "a", rawId, [0.001, 100, 20, 400 + place]);
    await setUsage(sql, "b", rawId, [rawId === unknown ? null : 0.003, 150, 20, 500 + 3 * place]);
  }

  const { comparison } = await compareVersions(sql, REQUEST);
  const { usage_test: usage } = ComparisonSchema.parse(JSON.parse(JSON.stringify(comparison)));
  assert.equal(usage?.messages, 12);
  assert.equal(usage?.cached, 1);
  assert.equal(usage?.cost_usd?.messages, 10);
  assert.equal(usage?.cost_usd?.unknown, 1);
  assert.equal(usage?.cost_usd?.clusters, 10);
  assert.ok(Math.abs((usage?.cost_usd?.difference ?? 0) - 0.002) < 1e-12);
  assert.equal(usage?.prompt_tokens?.messages, 11);
  assert.equal(usage?.prompt_tokens?.difference, 50);
  assert.equal(usage?.prompt_tokens?.finding, "more");
  assert.equal(usage?.completion_tokens?.difference, 0);
  assert.equal(usage?.completion_tokens?.p, 1);
  assert.equal(usage?.completion_tokens?.finding, "undecided");
  // python3 -c "import numpy as n; x = n.array([1,4,5,6,7,8,9,10,11,12,13]); print(n.median(400+x), n.quantile(500+3*x,.95), (100+2*x).mean())"
  assert.equal(usage?.latency_ms?.median_a, 408);
  assert.ok(Math.abs((usage?.latency_ms?.p95_b ?? 0) - 537.5) < 1e-9);
  assert.ok(Math.abs((usage?.latency_ms?.difference ?? 0) - (100 + 2 * 86 / 11)) < 1e-9);
  // scipy.stats.wilcoxon(100 + 2 * x) of these 11 is 2 / 2^11.
  assert.equal(usage?.latency_ms?.p, 2 / 2 ** 11);
  assert.deepEqual(usage?.latencies, [
    { from_ms: 300, to_ms: 500, a: 11, b: 0 },
    { from_ms: 500, to_ms: 700, a: 0, b: 11 },
  ]);
  assert.match(usage?.corrections.reason ?? "", /No post has labels/);
  assert.ok(Math.abs((usage?.corrections.extra_cost_usd ?? 0) - 0.002) < 1e-12);
});

Deno.test("rules took nothing and have no latency; where no model was asked at all nothing is tested", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  const ids = await storeMessages(sql, numberedMessages(3));
  await storeOutputs(sql, "a", ids.map((rawId) => ({ rawId })));
  await storeOutputs(sql, "b", ids.map((rawId) => ({ rawId, model: "m" })));
  assert.equal((await compareVersions(sql, REQUEST)).comparison.usage_test, null);

  await sql`update pipeline_versions set extractor = 'llm' where version = 'b'`;
  for (const rawId of ids) await setUsage(sql, "b", rawId, [0.5, 100, 10, 300]);
  const usage = (await compareVersions(sql, REQUEST)).comparison.usage_test;
  assert.equal(usage?.messages, 3);
  assert.deepEqual([usage?.cost_usd?.mean_a, usage?.cost_usd?.mean_b], [0, 0.5]);
  assert.equal(usage?.cost_usd?.low, null);
  assert.equal(usage?.latency_ms, null);
  assert.deepEqual(usage?.latencies, []);
});

const ROW: UsagePairRow = {
  rawId: 1,
  channelId: -1,
  day: 1,
  textHash: "1",
  isCached: false,
  costA: 0.001,
  costB: 0.001,
  promptA: 1,
  promptB: 1,
  completionA: null,
  completionB: 1,
  latencyA: 1,
  latencyB: 1,
};

/** Days on each of which A is slow or fast as a whole, and B too. */
function drawDays(random: SeededRandom, days: number, sd: number): UsagePairTally {
  const tally = new UsagePairTally();
  const normal = () => normalQuantile(Math.max(1e-9, random.next()));
  for (let day = 0; day < days; day++) {
    const [slowA, slowB] = [Math.exp(sd * normal()), Math.exp(sd * normal())];
    for (let post = 0; post < 15; post++) {
      const amount = () => Math.round(1000 * Math.exp(normal()));
      tally.add({
        ...ROW,
        day,
        textHash: `${day} ${post}`,
        costA: amount(),
        costB: amount(),
        promptA: amount(),
        promptB: amount(),
        latencyA: Math.round(amount() * slowA),
        latencyB: Math.round(amount() * slowB),
      });
    }
  }
  return tally;
}

Deno.test("where both take the same, p is at most 0.05 in 5 % of comparisons though a day's latencies go together; taken as independent it is in far more", () => {
  const runs = 150;
  const random = new SeededRandom(3);
  let [called, unlikely, unlikelyByPosts] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const tally = drawDays(random, run % 2 === 0 ? 40 : 12, 0.4);
    const test = compareUsage(tally, new SeededRandom(run));
    assert.equal(test?.completion_tokens, null);
    const measures = [test?.cost_usd, test?.prompt_tokens, test?.latency_ms];
    if (measures.some((measure) => measure?.finding !== "undecided")) called++;
    if ((test?.latency_ms?.p ?? 0) <= 0.05) unlikely++;
    const { a, b } = tally.amounts.latency_ms;
    if (wilcoxonSignedRank(a.map((ofA, place) => (b[place] ?? 0) - ofA)).p <= 0.05) unlikelyByPosts++;
  }
  const most = runs * (0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs));
  assert.ok(called <= most, `${called}`);
  assert.ok(unlikely <= most, `${unlikely}`);
  assert.ok(unlikelyByPosts > most, `${unlikelyByPosts}`);
});

Deno.test("posts of a repeated text belong to the day of the first", () => {
  const tally = new UsagePairTally();
  for (const [day, textHash] of ["one", "two", "one"].entries()) tally.add({ ...ROW, day, textHash });
  assert.deepEqual(tally.amounts.latency_ms.clusters, [0, 1, 0]);
});

const MEASURE: UsageMeasureTest = {
  messages: 100,
  unknown: 0,
  clusters: 30,
  mean_a: 0.001,
  mean_b: 0.003,
  median_a: 0.001,
  median_b: 0.003,
  p95_a: 0.001,
  p95_b: 0.003,
  difference: 0.002,
  low: 0.001,
  high: 0.003,
  p: 0.001,
  p_adjusted: 0.001,
  method: "normal",
  effect: 1,
  finding: "more",
};
const USAGE = {
  messages: 100,
  cached: 0,
  cost_usd: MEASURE,
  prompt_tokens: { ...MEASURE, difference: 300 },
  completion_tokens: { ...MEASURE, difference: 100 },
  latency_ms: null,
  latencies: [],
};
const MACRO = {
  labels: 200,
  weighted: true,
  left_out: 0,
  differing: 60,
  clusters: 30,
  points: 5,
  low: 2.5,
  high: 10,
  p: 0.001,
  p_adjusted: 0.001,
  method: "exact",
  finding: "better",
  more_labels: null,
  fields: 8,
  a_right: 0.8,
  b_right: 0.85,
} as const;

Deno.test("a corrected field costs what a post costs more, over its extra right fields, in all of its assignments", () => {
  const priced = priceCorrections(USAGE, { labels_macro: MACRO, pairs: 150, compared: 100 });
  // 5 points of 8 fields of 1.5 assignments.
  const near = (value: number | null, expected: number) =>
    assert.ok(Math.abs((value ?? NaN) - expected) < 1e-12, `${value}`);
  near(priced.extra_right_fields, 0.6);
  near(priced.usd_per_corrected_field, 0.002 / 0.6);
  near(priced.low_usd, 0.001 / 1.2);
  near(priced.high_usd, 0.003 / 0.3);
  near(priced.tokens_per_corrected_field, 400 / 0.6);
  assert.equal(priced.reason, null);
});

Deno.test("where there is no such cost it is null, and a sentence says why", () => {
  const priceOf = (macro: Partial<typeof MACRO> | null, usage: Partial<typeof USAGE> = {}) =>
    priceCorrections({ ...USAGE, ...usage }, {
      labels_macro: macro && { ...MACRO, ...macro },
      pairs: 100,
      compared: 100,
    });
  const cases = [
    [priceOf(null), /No post has labels/],
    [priceOf({ finding: "undecided" } as never), /do not tell yet/],
    [priceOf({ finding: "worse", points: -5 } as never), /no more fields right/],
    [priceOf({}, { cost_usd: null } as never), /not known/],
    [priceOf({}, { cost_usd: { ...MEASURE, difference: -0.001 } }), /costs no more/],
  ] as const;
  for (const [priced, reason] of cases) {
    assert.equal(priced.usd_per_corrected_field, null);
    assert.match(priced.reason ?? "", reason);
  }
});
