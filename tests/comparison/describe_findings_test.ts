import assert from "node:assert/strict";
import { type Comparison, ComparisonSchema, type FieldWord } from "../../lib/comparison/comparison_schema.ts";
import { describeField } from "../../lib/comparison/describe_field.ts";
import { describeFindings, findingLines } from "../../lib/comparison/describe_findings.ts";
import { fieldCounts } from "../../lib/comparison/field_counts.ts";

const COUNTS = fieldCounts({ both_null: 0, only_a: 0, only_b: 0, equal: 1, different: 0 });

function fieldsOf(words: Readonly<Record<string, FieldWord[]>>): Pick<Comparison, "fields"> {
  return {
    fields: ComparisonSchema.shape.fields.parse(
      Object.fromEntries(
        Object.entries(words).map((
          [path, words],
        ) => [path, { kind: "text", words, all: COUNTS, both_ok: COUNTS }]),
      ),
    ),
  };
}

Deno.test("a field stands under each word that holds for it, and words without a field are left out", () => {
  assert.deepEqual(
    describeFindings(fieldsOf({ one: ["fills_more", "differs"], two: describeField(COUNTS, "alike") })),
    [
      { word: "fills_more", finding: "B fills more", paths: ["one"] },
      { word: "differs", finding: "They differ", paths: ["one"] },
      { word: "alike", finding: "They are alike", paths: ["two"] },
    ],
  );
});

Deno.test("findings are lines that no terminal has to wrap", () => {
  const fields = fieldsOf({ alpha: ["alike"], beta: ["alike"], gamma: ["alike"], delta: ["empty"] });
  assert.deepEqual(findingLines(fields, 32), [
    "They are alike    alpha, beta,",
    "                  gamma",
    "Both leave empty  delta",
  ]);
});
