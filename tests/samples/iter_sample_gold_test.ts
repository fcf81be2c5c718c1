import assert from "node:assert/strict";
import { iterSampleGold } from "../../lib/samples/iter_sample_gold.ts";
import { GoldLabelSchema } from "../../lib/schema/gold_label.ts";

const OPTIONS = { seed: 4, messagesPerChannel: 60, since: new Date("2026-01-05T00:00:00+08:00") };

Deno.test("gold labels keep to their schema, and no post is labelled twice", () => {
  const labels = [...iterSampleGold(OPTIONS)];
  for (const label of labels) GoldLabelSchema.parse(label);
  assert.ok(labels.length > 300);
  assert.equal(new Set(labels.map((label) => label.raw)).size, labels.length);
});

Deno.test("gold labels of the second revision hold the raised fees", () => {
  const fees = (revision: 1 | 2) =>
    new Map(
      [...iterSampleGold({ ...OPTIONS, revision })].map((
        { agency, n, gold },
      ) => [`${agency} ${n}`, gold.rate?.min]),
    );
  const before = fees(1);
  const raised = [...fees(2)].filter(([key, min]) => (min ?? 0) > (before.get(key) ?? min ?? 0));
  assert.ok(raised.length > 0);
});
