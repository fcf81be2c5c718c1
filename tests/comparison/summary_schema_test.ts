import assert from "node:assert/strict";
import { ComparisonSchema } from "../../lib/comparison/comparison_schema.ts";
import { readConstantDocs } from "../support/key_docs.ts";
import { formatSummarySchema } from "../support/summary_schema.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("summary.schema.json is that of the schemas and their comments; deno task generate writes it anew", () => {
  const committed = Deno.readTextFileSync(new URL("lib/comparison/summary.schema.json", ROOT));
  assert.ok(
    committed === formatSummarySchema(),
    "summary.schema.json is of an older schema: deno task generate",
  );
});

Deno.test("every key of summary.json says what it is", () => {
  const { properties } = JSON.parse(formatSummarySchema());
  assert.deepEqual(Object.keys(properties), Object.keys(ComparisonSchema.shape));
  const silent = Object.keys(properties).filter((key) => !properties[key].description);
  assert.deepEqual(silent, []);
});

Deno.test("the README tells of every key of summary.json, and of no other", () => {
  const readme = Deno.readTextFileSync(new URL("README.md", ROOT));
  const [, table = ""] = /<!-- summary.json -->\n+([^]*?)\n\n/.exec(readme) ?? [];
  const keys = [...table.matchAll(/^\|(.*?)\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, key]) => key)
  );
  assert.deepEqual(keys.toSorted(), Object.keys(ComparisonSchema.shape).toSorted());
});

Deno.test("comments are read with their keys, at any depth, from literals that are spread and extended too", () => {
  const [shared, schema] = readConstantDocs(`
const shared = { /** One. */ one: z.int() };
/** All of {@linkcode it}; see
 * below. */
export const Schema = Base.extend({
  ...shared,
  /** Two, "or" more. */
  two: z.array(z.strictObject({ /** Inside. */ inner: Count, silent: z.tuple([z.string(), z.int()]) })),
  // Not this.
  three: z.enum(["a, b: c"]),
});`);
  assert.equal(shared?.value.keys.get("one")?.doc, "One.");
  assert.equal(schema?.doc, "All of it; see below.");
  assert.ok(schema?.value.names.includes("Base") && schema.value.names.includes("shared"));
  assert.deepEqual([...schema?.value.keys.keys() ?? []], ["two", "three"]);
  assert.equal(schema?.value.keys.get("two")?.doc, 'Two, "or" more.');
  const inner = schema?.value.keys.get("two")?.value.keys;
  assert.deepEqual([...inner ?? []].map(([key, { doc }]) => [key, doc]), [["inner", "Inside."], [
    "silent",
    "",
  ]]);
});
