import fc from "fast-check";
import assert from "node:assert/strict";
import { FieldComparer } from "../../lib/comparison/differences/field_comparer.ts";
import { pairVersions } from "../../lib/comparison/pair_versions.ts";
import { FIELDS } from "../../lib/schema/field_paths.ts";
import { FieldReader } from "../../lib/schema/read_field.ts";
import { emptyAssignmentFields, emptyWeek } from "../../lib/schema/tuition_assignment.ts";
import { iterExtractionPairs } from "../../lib/store/extraction_pairs.ts";
import { readInSnapshot } from "../../lib/store/snapshot.ts";
import { numberedMessages, storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";

const reader = new FieldReader(FIELDS);
const comparer = new FieldComparer(FIELDS);

/** What may stand anywhere in a stored output, the forms that are no field's among them. */
const piece = fc.oneof(
  fc.constantFrom<unknown>(null, "", 0, 1, 30.5, true, [], {}, [""], [null], "Text", "text.", emptyWeek()),
  fc.constantFrom<unknown>(["P", "Q"], ["q", "p"], [{ canonical: "tutor" }], {
    tutor: { min: 30, max: null },
  }),
  fc.constantFrom<unknown>({ monday: ["10:00-11:00"] }, { explicit: emptyWeek(), note: "" }, { min: "30" }),
  fc.string({ unit: "grapheme", maxLength: 3 }).map((text) => text.replaceAll("\0", "")),
);
const output = fc.record(
  Object.fromEntries(
    Object.keys(emptyAssignmentFields()).map((key) => {
      const inner = FIELDS.flatMap(({ path }) =>
        path.startsWith(`${key}.`) ? [path.slice(key.length + 1)] : []
      );
      const nested = fc.record(Object.fromEntries(inner.map((name) => [name, piece])), { requiredKeys: [] });
      return [key, inner.length === 0 ? piece : fc.oneof(piece, nested)];
    }),
  ),
  { requiredKeys: [] },
);
const side = fc.record({
  status: fc.constantFrom("ok" as const, "ok" as const, "ok" as const, "skipped" as const),
  output,
});

Deno.test("what comes of two outputs by their differences is what both of them say whole, whatever they hold", async () => {
  const cases = fc.sample(
    fc.tuple(side, side, fc.boolean()).map(([a, b, same]) => ({
      a,
      b: { ...b, output: { ...a.output, ...(same ? {} : b.output) } },
    })),
    { numRuns: 500, seed: 1 },
  );
  await using test = await openTestDatabase();
  const { sql } = test;
  const rawIds = await storeMessages(sql, numberedMessages(cases.length));
  for (const version of ["a", "b"] as const) {
    const sides = cases.map((pair) => pair[version]);
    await storeOutputs(
      sql,
      version,
      rawIds.map((rawId, place) => ({ rawId, status: sides[place]?.status ?? "ok" })),
    );
    await sql`
      update telegram_extractions set canonical_json = output
      from json_to_recordset(${
      JSON.stringify(sides.map(({ output }, place) => ({ id: rawIds[place], output })))
    }::text::json)
        as given (id bigint, output jsonb)
      where raw_id = id and pipeline_version = ${version}`;
  }

  const stored = await sql<{ outputs: Readonly<Record<string, unknown>> }[]>`
    select json_object_agg(pipeline_version, case when status = 'ok' then canonical_json end) as outputs
    from telegram_extractions group by raw_id order by raw_id`;
  const whole = stored.map(({ outputs }) => ["a", "b"].map((version) => reader.read(outputs[version])));

  const pairs = await readInSnapshot(sql, async (transaction) => {
    const query = { versionA: "a", versionB: "b", window: { since: null, until: null }, channelIds: null };
    const rows = (await Array.fromAsync(iterExtractionPairs(transaction, query, FIELDS))).flat();
    return rows.map((row) => pairVersions(row, reader, comparer));
  });
  assert.equal(pairs.length, cases.length);
  pairs.forEach(({ pairs: [pair] }, place) => {
    assert.ok(pair !== undefined);
    const [valuesA = [], valuesB = []] = whole[place] ?? [];
    assert.deepEqual([pair.a.values, pair.b.values], [valuesA, valuesB]);
    const compared = valuesA.map((value, index) => comparer.compare(index, value, valuesB[index] ?? null));
    assert.deepEqual(pair.outcomes, compared.map(({ outcome }) => outcome));
    assert.deepEqual(pair.differences, compared.map(({ difference }) => difference));
  });
});
