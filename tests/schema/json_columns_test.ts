import assert from "node:assert/strict";
import { ExtractionErrorSchema } from "../../lib/schema/extraction_error.ts";
import { ExtractionMetaSchema } from "../../lib/schema/extraction_meta.ts";
import { GoldLabelSchema } from "../../lib/schema/gold_label.ts";

Deno.test("an error has a name and a message of at most 1,000 characters", () => {
  assert.ok(ExtractionErrorSchema.safeParse({ error: "llm_timeout", message: "x".repeat(1000) }).success);
  assert.equal(
    ExtractionErrorSchema.safeParse({ error: "llm_timeout", message: "x".repeat(1001) }).success,
    false,
  );
  assert.equal(ExtractionErrorSchema.safeParse({ message: "x" }).success, false);
});

Deno.test("meta keeps what extractors add, and its timings are numbers", () => {
  const meta = { timings: { rules: 0.4 }, prompt: { sha256: "abc" } };
  assert.deepEqual(ExtractionMetaSchema.parse(meta), meta);
  assert.equal(ExtractionMetaSchema.safeParse({ timings: { rules: "0.4" } }).success, false);
});

Deno.test("a gold label may leave out fields, and says nothing by those that are not scored", () => {
  const label = { agency: "a", channel: "t.me/a", n: 1, raw: "post", gold: { start_date: null } };
  const read = { ...label, segment: 0, labels: {} };
  assert.deepEqual(GoldLabelSchema.parse(label), read);
  assert.deepEqual(GoldLabelSchema.parse({ ...label, gold: { start_date: null, mood: "fine" } }), read);
  assert.equal(GoldLabelSchema.safeParse({ ...label, gold: { start_date: 3 } }).success, false);
  assert.equal(GoldLabelSchema.safeParse({ ...label, raw: undefined }).success, false);
});

Deno.test("a label's text for a list stands for a list of it", () => {
  const label = { agency: "a", channel: "t.me/a", n: 1, raw: "post", gold: { address: "Bishan" } };
  assert.deepEqual(GoldLabelSchema.parse(label).gold.address, ["Bishan"]);
});
