import assert from "node:assert/strict";
import { ClusterTally } from "../../../lib/comparison/cluster_tally.ts";
import { compareSelection } from "../../../lib/comparison/selection/compare_selection.ts";
import type { Pair } from "../../../lib/comparison/pair_versions.ts";
import { describeSelection, selectionRows } from "../../../lib/comparison/selection/selection_rows.ts";
import { type Selection, SelectionSchema } from "../../../lib/comparison/selection/selection_schema.ts";
import { SelectionTally } from "../../../lib/comparison/selection/selection_tally.ts";
import { SeededRandom } from "../../../lib/core/seeded_random.ts";
import type { Field } from "../../../lib/schema/field_paths.ts";
import type { ExtractionStatus } from "../../../lib/store/extraction_pairs.ts";
import { makePair } from "../../support/make_pair.ts";

const FIELDS: readonly Field[] = [
  { path: "code", kind: "code", judgedBy: "exact" },
  { path: "rate", kind: "number", judgedBy: "exact" },
];
const NOTHING = [null, null];

interface Made {
  readonly day: number;
  readonly a: readonly [ExtractionStatus, Pair["a"]["values"]];
  readonly b: readonly [ExtractionStatus, Pair["a"]["values"]];
}

function select(pairs: readonly Made[]): Selection {
  const both = new ClusterTally(FIELDS.length);
  const other = new SelectionTally(FIELDS.length);
  for (const { day, a, b } of pairs) {
    const made = makePair(FIELDS, a[1], b[1]);
    const pair: Pair = {
      ...made,
      messageDate: new Date(day * 86_400_000),
      a: { ...made.a, status: a[0] },
      b: { ...made.b, status: b[0] },
    };
    both.add(pair);
    other.add(pair);
  }
  const selection = compareSelection(both, other, FIELDS, new SeededRandom(1));
  assert.deepEqual(SelectionSchema.parse(selection), selection);
  return selection;
}

function repeat(count: number, make: (index: number) => Made): Made[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const FULL = ["A1", 40] as const;
const HALF = ["A1", null] as const;

Deno.test("a version that skips the hard posts is found to, and the posts it leaves out to be unlike the rest", () => {
  const selection = select([
    ...repeat(300, (at) => ({ day: at % 30, a: ["ok", FULL], b: ["ok", FULL] })),
    ...repeat(
      60,
      (at) => ({ day: at % 30, a: ["ok", HALF], b: [at % 3 === 0 ? "failed" : "skipped", NOTHING] }),
    ),
    ...repeat(5, (at) => ({ day: at, a: ["skipped", NOTHING], b: ["skipped", NOTHING] })),
  ]);
  assert.deepEqual([selection.both, selection.only_a, selection.only_b, selection.neither], [300, 60, 0, 5]);
  assert.deepEqual(selection.missing_in_b, { skipped: 40, failed: 20 });
  assert.equal(selection.test?.finding, "less");
  assert.equal(selection.test?.clusters, 30);
  assert.ok(Math.abs((selection.test?.points ?? 0) + 60 / 365 * 100) < 1e-9);
  assert.equal(selection.alone_b, null);
  const { alone_a } = selection;
  assert.deepEqual([alone_a?.pairs, alone_a?.clusters, alone_a?.coverage, alone_a?.coverage_where_both], [
    60,
    30,
    0.5,
    1,
  ]);
  assert.equal(alone_a?.finding, "emptier");
  assert.deepEqual(alone_a?.fields["rate"], { coverage: 0, coverage_where_both: 1 });
  assert.deepEqual(selectionRows({ selection }), [
    ["both", 300, "82.2 %"],
    ["A alone, skipped by B", 40, "11.0 %"],
    ["A alone, failed in B", 20, "5.5 %"],
    ["neither", 5, "1.4 %"],
  ]);
  const sentences = describeSelection({ selection }).join(" ");
  assert.match(sentences, /^B has an output of fewer pairs: -16\.4 points .* 365 pairs of 30 channel-days/);
  assert.match(
    sentences,
    /A fills 50\.0 % .* in the 60 pairs .* 100\.0 % where both have one: -50\.0 points .*unlike the rest/,
  );
});

Deno.test("posts that one version alone reads by chance are not called unlike the rest, however few", () => {
  let called = 0;
  const comparisons = 150;
  for (let seed = 1; seed <= comparisons; seed++) {
    const random = new SeededRandom(seed * 7919);
    const values = () => [random.chance(0.7) ? "A1" : null, random.chance(0.5) ? 40 : null];
    const days = [4, 10, 40][seed % 3] ?? 40;
    const { alone_b } = select(repeat(days * 5, (at) => ({
      day: at % days,
      a: random.chance(0.1) ? ["skipped", NOTHING] : ["ok", values()],
      b: ["ok", values()],
    })));
    if (alone_b?.finding === "fuller" || alone_b?.finding === "emptier") called++;
  }
  // 5 % of them and three standard errors.
  assert.ok(called <= comparisons * 0.05 + 3 * Math.sqrt(comparisons * 0.05 * 0.95), `${called}`);
});

Deno.test("one post alone tells nothing of its kind, and versions that read the same posts have nothing to say", () => {
  const one = select([
    ...repeat(50, (at) => ({ day: at, a: ["ok", FULL], b: ["ok", FULL] })),
    { day: 3, a: ["failed", NOTHING], b: ["ok", HALF] },
  ]);
  assert.deepEqual([one.alone_b?.low, one.alone_b?.finding, one.test?.finding], [
    null,
    "undecided",
    "undecided",
  ]);
  assert.match(
    describeSelection({ selection: one }).join(" "),
    /Too few to tell who has more.*too few to tell whether/,
  );
  const all = select(repeat(50, (at) => ({ day: at, a: ["ok", FULL], b: ["ok", FULL] })));
  assert.deepEqual([selectionRows({ selection: all }), describeSelection({ selection: all })], [[], []]);
  assert.equal(select([]).test, null);
});
