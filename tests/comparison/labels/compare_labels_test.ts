import assert from "node:assert/strict";
import { compareLabels } from "../../../lib/comparison/labels/compare_labels.ts";
import { ComparisonSchema, FieldComparisonSchema } from "../../../lib/comparison/comparison_schema.ts";
import type { LabelledField, LabelObservation } from "../../../lib/comparison/labels/label_sums.ts";
import { LabelMacroSchema, LabelTestSchema } from "../../../lib/comparison/labels/label_test_schema.ts";
import {
  describeLabels,
  LABEL_TEST_HEADER,
  labelTestRows,
} from "../../../lib/comparison/labels/label_test_rows.ts";
import { summariseLabels } from "../../../lib/comparison/labels/summarise_labels.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import { formatTable } from "../../../lib/runtime/format_table.ts";

/** Of the same comparison, always the same. */
const RESAMPLING = new SeededRandom(1);

/** A label by which only B is right, or only A, or where the versions agree. */
function label(who: "a" | "b" | "equal", more: Partial<LabelObservation> = {}): LabelObservation {
  return {
    cluster: "1 1",
    a: who !== "b",
    b: who !== "a",
    differ: who !== "equal",
    probability: null,
    ofThese: true,
    ...more,
  };
}

interface Population {
  readonly days: number;
  /** How often one of two that differ is right alone and it is B. */
  readonly shareOfB: number;
}

/**
 * Labels drawn as the label page draws them: posts of many days, of which some hold more disagreements than others and templates favour one
 * version; disagreements are drawn more often than agreements, so that the probabilities are unequal.
 */
function drawLabels(random: SeededRandom, { days, shareOfB }: Population): LabelledField {
  const ofDays = Array.from({ length: days }, () => ({
    rate: random.next() * 0.2,
    template: random.chance(shareOfB) ? "b" as const : "a" as const,
  }));
  const differing: LabelObservation[] = [];
  const agreeing: LabelObservation[] = [];
  for (let post = 0; post < 1_000; post++) {
    const day = random.integer(0, days - 1);
    const { rate, template } = ofDays[day] ?? { rate: 0, template: "a" };
    const cluster = `1 ${day}`;
    if (!random.chance(rate)) agreeing.push(label("equal", { cluster }));
    else {
      const who = random.chance(0.6) ? template : random.chance(shareOfB) ? "b" : "a";
      differing.push(label(who, { cluster }));
    }
  }
  return {
    labels: [...drawOf(differing, 30, random), ...drawOf(agreeing, 30, random)],
    differing: differing.length / (differing.length + agreeing.length),
  };
}

function drawOf(all: readonly LabelObservation[], size: number, random: SeededRandom): LabelObservation[] {
  return all.map((one) => ({ one, at: random.next() })).toSorted((one, other) => one.at - other.at)
    .slice(0, size).map(({ one }) => ({ ...one, probability: Math.min(1, size / all.length) }));
}

/** The same without a draw: every label counts once, and those of a day fare alike. */
function pickLabels(random: SeededRandom, { days, shareOfB }: Population): LabelledField {
  const labels = Array.from({ length: days }, (_, day) => {
    const differs = random.chance(0.2);
    const who = random.chance(shareOfB) ? "b" as const : "a" as const;
    return Array.from(
      { length: random.integer(1, 6) },
      () =>
        label((random.chance(0.7) ? differs : random.chance(0.2)) ? who : "equal", { cluster: `1 ${day}` }),
    );
  }).flat();
  return { labels, differing: 0.2 };
}

function compareMany(
  make: (random: SeededRandom) => LabelledField,
  { comparisons = 150, fields = 4 } = {},
) {
  const found = { comparisons, fields: comparisons * fields, called: 0, better: 0, macro: 0, within: 0 };
  for (let seed = 1; seed <= comparisons; seed++) {
    const random = new SeededRandom(seed * 7919);
    const observed = new Map(
      Array.from({ length: fields }, (_, field) => [`field_${field}`, make(random)] as const),
    );
    const { fields: tests, macro } = compareLabels(observed, RESAMPLING);
    const findings = [...tests.values()].map(({ finding }) => finding);
    found.better += findings.filter((finding) => finding === "better").length;
    if (findings.some((finding) => finding === "better" || finding === "worse")) found.called++;
    if (macro?.finding === "better" || macro?.finding === "worse") found.macro++;
    found.within += [...tests.values()].filter(({ low, high }) => (low ?? 0) <= 0 && (high ?? 0) >= 0).length;
  }
  return found;
}

/** 5 % of so many, and three standard errors. */
function atMost(n: number): number {
  return n * 0.05 + 3 * Math.sqrt(n * 0.05 * 0.95);
}

Deno.test("where neither version is better, at most one comparison in twenty calls a field so", () => {
  const nobody = { days: 40, shareOfB: 0.5 };
  for (const make of [drawLabels, pickLabels]) {
    const { called, macro, comparisons, within, fields } = compareMany((random) => make(random, nobody));
    assert.ok(called <= atMost(comparisons), `${called} of ${comparisons}`);
    assert.ok(macro <= atMost(comparisons), `${macro} of ${comparisons}`);
    // Of the 95 % intervals, and three standard errors.
    assert.ok(within >= fields - atMost(fields), `${within} of ${fields}`);
  }
});

Deno.test("so it is with few days, and with labels that were drawn for other versions", () => {
  const few = compareMany((random) => pickLabels(random, { days: 6, shareOfB: 0.5 }));
  assert.ok(few.called <= atMost(few.comparisons), `${few.called}`);
  assert.ok(few.within >= few.fields - atMost(few.fields), `${few.within} of ${few.fields}`);
  // Often A is right alone where labels weigh little, seldom B where they weigh ten times as much: on balance neither is better.
  const others = compareMany((random) => ({
    labels: Array.from({ length: 260 }, (_, at) => {
      const isHeavy = at < 60;
      const who = random.chance(isHeavy ? 0.02 : 0.06) ? (isHeavy ? "b" : "a") : "equal";
      const cluster = `1 ${random.integer(0, 59)}`;
      return label(who, { cluster, probability: isHeavy ? 0.1 : 1, ofThese: false });
    }),
    differing: (200 * 0.06 + 600 * 0.02) / 800,
  }));
  assert.ok(others.called <= atMost(others.comparisons), `${others.called}`);
});

Deno.test("60 drawn labels a field find B better by five points more often than not", () => {
  // Of 10 % that differ B alone is right in 76 %: 5.2 points.
  const { better, fields, called, comparisons } = compareMany(
    (random) => drawLabels(random, { days: 60, shareOfB: 0.8 }),
    { comparisons: 60 },
  );
  assert.ok(better > fields * 0.5, `${better} of ${fields}`);
  assert.ok(called > comparisons * 0.9, `${called} of ${comparisons}`);
});

Deno.test("sampled labels weigh by their probability, others once, and the two are not mixed", () => {
  const of = (count: number, who: "a" | "b" | "equal", probability: number | null) =>
    Array.from({ length: count }, (_, at) => label(who, { cluster: `1 ${at}`, probability }));
  const sampled = [...of(10, "b", 0.5), ...of(10, "equal", 0.1)];
  const { fields } = compareLabels(
    new Map([
      ["sampled", { labels: [...sampled, ...of(5, "a", null)], differing: 0.2 }],
      ["picked", {
        labels: [...of(3, "b", 0.5), ...of(6, "a", null), ...of(6, "equal", null)],
        differing: 0.2,
      }],
    ]),
    RESAMPLING,
  );
  const ofSampled = fields.get("sampled");
  assert.deepEqual(
    [ofSampled?.weighted, ofSampled?.labels, ofSampled?.left_out, ofSampled?.differing],
    [true, 20, 5, 10],
  );
  // B alone is right wherever they differ, which they do in a fifth of all pairs.
  assert.ok(Math.abs((ofSampled?.points ?? 0) - 20) < 1e-9);
  assert.ok((ofSampled?.low ?? 0) > 8 && (ofSampled?.high ?? 0) <= 20);
  assert.ok(Math.abs((ofSampled?.a_right ?? 0) - 0.8) < 1e-9);
  assert.ok(Math.abs((ofSampled?.p ?? 0) - 2 / 1024) < 1e-12);
  assert.equal(ofSampled?.finding, "better");
  const ofPicked = fields.get("picked");
  assert.deepEqual([ofPicked?.weighted, ofPicked?.labels, ofPicked?.left_out], [false, 12, 3]);
  assert.ok(Math.abs((ofPicked?.points ?? 0) + 50) < 1e-9);
});

Deno.test("labels that are too few say about how many more would tell, and enough that agree are alike", () => {
  const equal = (count: number) =>
    new Map([["code", {
      labels: Array.from({ length: count }, (_, at) => label("equal", { cluster: `1 ${at % 50}` })),
      differing: 0.2,
    }]]);
  const few = compareLabels(equal(60), RESAMPLING);
  assert.equal(few.fields.get("code")?.finding, "undecided");
  // (z(0.975) √0.03 + z(0.8) √(0.03 - 0.0009))² / 0.0009 = 259.3, rounded up, less 60.
  assert.equal(few.fields.get("code")?.more_labels, 200);
  const many = compareLabels(equal(200), RESAMPLING);
  assert.equal(many.fields.get("code")?.finding, "alike");
  assert.equal(many.fields.get("code")?.more_labels, null);
  const oneDay = compareLabels(
    new Map([["code", { labels: Array.from({ length: 90 }, () => label("b")), differing: 0.2 }]]),
    RESAMPLING,
  );
  assert.deepEqual(
    [oneDay.fields.get("code")?.low, oneDay.fields.get("code")?.finding],
    [null, "undecided"],
  );
  assert.equal(compareLabels(new Map(), RESAMPLING).macro, null);
});

Deno.test("drawn labels bound a difference by how often the versions differ at all", () => {
  const agreeing = Array.from(
    { length: 10 },
    (_, at) => label("equal", { cluster: `1 ${at}`, probability: 0.01 }),
  );
  const { fields } = compareLabels(
    new Map([
      ["hardly", { labels: agreeing, differing: 0.02 }],
      ["often", { labels: agreeing, differing: 0.3 }],
    ]),
    RESAMPLING,
  );
  const { hardly, often } = Object.fromEntries(fields);
  assert.deepEqual([hardly?.low, hardly?.high, hardly?.finding, hardly?.more_labels], [-2, 2, "alike", null]);
  assert.deepEqual([often?.low, often?.high, often?.finding], [-30, 30, "undecided"]);
  assert.ok((often?.more_labels ?? 0) > 0);
});

Deno.test("in the mean every field weighs the same, however many labels it has", () => {
  const of = (count: number, who: "a" | "b" | "equal") =>
    Array.from({ length: count }, (_, at) => label(who, { cluster: `1 ${at}` }));
  const { macro } = compareLabels(
    new Map([
      ["many", { labels: of(100, "equal"), differing: 0 }],
      ["few", { labels: [...of(5, "b"), ...of(5, "equal")], differing: 0.5 }],
    ]),
    RESAMPLING,
  );
  assert.deepEqual([macro?.fields, macro?.labels, macro?.clusters], [2, 110, 100]);
  assert.ok(Math.abs((macro?.points ?? 0) - 25) < 1e-9);
  assert.ok(Math.abs((macro?.a_right ?? 0) - 0.75) < 1e-9);
  assert.ok((macro?.low ?? 0) < 25 && (macro?.high ?? 0) > 25);
  assert.deepEqual(LabelMacroSchema.parse(macro), macro);
});

Deno.test("the table stands with what its figures may be read as, and fits a terminal of 80 columns", () => {
  const random = new SeededRandom(3);
  const observed = new Map([
    ["time_availability.estimated", drawLabels(random, { days: 12, shareOfB: 0.5 }).labels],
    ["rate.min", pickLabels(random, { days: 12, shareOfB: 0.5 }).labels],
  ]);
  const summary = summariseLabels(observed, () => 0.1, RESAMPLING);
  for (const { test } of Object.values(summary.labels)) assert.deepEqual(LabelTestSchema.parse(test), test);
  const counts = FieldComparisonSchema.shape.all.parse({
    ...{ both_null: 0, only_a: 5, only_b: 5, equal: 90, different: 0 },
    ...{ coverage_a: 1, coverage_b: 1, agreement: 1, agreement_where_both: 1 },
  });
  const field = { kind: "text", words: [], coverage_test: null, all: counts, both_ok: counts };
  const fields = ComparisonSchema.shape.fields.parse({ "rate.min": field });
  const described = describeLabels({ ...summary, fields }) ?? assert.fail("there are labels");
  assert.match(described.notes.join(" "), /in 10\.0 % of all pairs/);
  assert.match(described.notes.join(" "), /Drawn labels/);
  const lines = formatTable(LABEL_TEST_HEADER, labelTestRows(summary));
  assert.ok(lines.some((line) => line.startsWith("mean of the fields")));
  for (const line of lines) assert.ok(line.length <= 80, line);
});

Deno.test("a field in which no pair differs needs no row, and is counted below the table", () => {
  const agreeing = Array.from(
    { length: 10 },
    (_, at) => label("equal", { cluster: `1 ${at}`, probability: 0.01 }),
  );
  const summary = summariseLabels(
    new Map([["code", agreeing], ["rate", agreeing]]),
    (path) => path === "code" ? 0 : 0.2,
    RESAMPLING,
  );
  assert.deepEqual(labelTestRows(summary).map(([name]) => name), ["rate", "mean of the fields"]);
  const described = describeLabels({ ...summary, fields: {} }) ?? assert.fail("there are labels");
  assert.match(described.notes.join(" "), /In 1 labelled field no pair differs/);
});

Deno.test("the interval holds with few days too, where nearly all labels favour one version", () => {
  const [comparisons, days] = [300, 6];
  let missed = 0;
  for (let seed = 1; seed <= comparisons; seed++) {
    const random = new SeededRandom(seed * 7919);
    const labels = Array.from({ length: days }, (_, day) => {
      const who = random.chance(0.8) ? (random.chance(0.9) ? "b" as const : "a" as const) : "equal";
      return Array.from({ length: 4 }, () => label(who, { cluster: `1 ${day}` }));
    }).flat();
    const test = compareLabels(new Map([["code", { labels, differing: 0.8 }]]), random).fields.get("code");
    // 0.8 (0.9 - 0.1)
    if ((test?.low ?? 0) > 64 || (test?.high ?? 0) < 64) missed++;
  }
  assert.ok(missed <= atMost(comparisons), `${missed}`);
});
