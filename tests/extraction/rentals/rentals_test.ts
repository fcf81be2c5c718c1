import assert from "node:assert/strict";
import { UserError } from "../../../lib/core/errors.ts";
import { scoreGoldFile } from "../../../lib/comparison/labels/score_gold_file.ts";
import { writeComparison } from "../../../lib/comparison/write_comparison.ts";
import { planPromotion } from "../../../lib/delivery/promote_version.ts";
import { chooseRetryOptions } from "../../../lib/extraction/choose_worker_options.ts";
import { openLanguageModel } from "../../../lib/extraction/language_model.ts";
import { openRulesExtractor } from "../../../lib/extraction/rules_extractor.ts";
import { runVersion } from "../../../lib/extraction/run_version.ts";
import { TUITION } from "../../../lib/extraction/tuition/tuition_domain.ts";
import { strictJsonSchema } from "../../../lib/llm/strict_json_schema.ts";
import { parseSettings } from "../../../lib/runtime/settings.ts";
import { CHANNEL_ID, storeMessages } from "../../support/stored_messages.ts";
import { openTestDatabase } from "../../support/test_database.ts";
import { RENTAL_FIELDS, RentalSchema } from "./rental_schema.ts";
import { RENTALS } from "./rentals_domain.ts";

const POSTS = [
  "Common room for rent in Bishan, $900/mth including wifi, water",
  "R101 room for rent: master room, Clementi, $1400 per month\n\nR102 room for rent: Yishun, $850",
  "Looking for a roommate? Read our guide.",
];
const EVERYTHING = { since: null, until: null };

Deno.test("posts of another domain go the whole way by its schema and rules alone", async () => {
  await using test = await openTestDatabase();
  const { sql } = test;
  await storeMessages(sql, POSTS.map((text) => ({ text })));
  const { values: settings } = parseSettings({ environment: {}, dotEnv: {} });
  for (const [version, fieldCompletion] of [["rooms_plain", "off"], ["rooms_full", "full"]] as const) {
    const { totals } = await runVersion(sql, openRulesExtractor(RENTALS, { fieldCompletion }), settings, {
      version,
      window: EVERYTHING,
      channelIds: [CHANNEL_ID],
      signal: new AbortController().signal,
    });
    assert.deepEqual([totals.ok, totals.skipped, totals.failed], [2, { no_rental: 1 }, {}]);
  }

  await (await planPromotion(sql, "rooms_full", { allowShrink: false, allowUnfinished: false })).apply();
  const live =
    await sql`select segment, segment_code, canonical_json from live_assignments order by raw_id, segment`;
  assert.deepEqual(live.map(({ segment, segment_code }) => [segment, segment_code]), [
    [0, null],
    [1, "R101"],
    [2, "R102"],
  ]);
  const rooms = live.map(({ canonical_json: { segments: _, ...room } }) => RentalSchema.parse(room));
  assert.deepEqual(rooms.map(({ room_type, area, rent }) => [room_type, area, rent.amount]), [
    ["common", "Bishan", 900],
    ["master", "Clementi", 1400],
    [null, "Yishun", 850],
  ]);
  assert.deepEqual(rooms[0]?.includes, ["wifi", "water"]);
  const [kept] =
    await sql`select meta from telegram_extractions where pipeline_version = 'rooms_full' order by raw_id`;
  assert.deepEqual(kept?.["meta"].signals, { areas: ["Bishan"] });

  const folder = await Deno.makeTempDir();
  try {
    const { comparison, csvPath } = await writeComparison(sql, {
      versionA: "rooms_plain",
      versionB: "rooms_full",
      window: EVERYTHING,
      channelIds: null,
      fields: RENTALS.fields,
      comparedAt: new Date("2026-01-02T00:00:00Z"),
    }, folder);
    assert.deepEqual(Object.keys(comparison.fields), RENTAL_FIELDS.map(({ path }) => path));
    assert.deepEqual([comparison.messages, comparison.pairs, comparison.both_ok], [3, 4, 3]);
    assert.equal(comparison.fields["room_type"]?.both_ok.only_b, 2);
    assert.equal(comparison.fields["rent.amount"]?.both_ok.equal, 3);
    assert.match(
      await Deno.readTextFile(csvPath),
      /,room_type_a,room_type_b,room_type_eq,room_type_diff,area_a,/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a model is told of every field, and held to the schema", () => {
  const { prompt: { system, origin } } = openLanguageModel(modelSettings(), RENTALS, null);
  assert.equal(origin.file, "tests/extraction/rentals/prompts/system_prompt_live.txt");
  assert.deepEqual(
    [...system.matchAll(/^([a-z_.]+):/gm)].map(([, path]) => path),
    RENTAL_FIELDS.map(({ path }) => path),
  );
  const { properties } = strictJsonSchema(RENTALS.answer.schema);
  assert.deepEqual(Object.keys(Object(properties)), Object.keys(RENTALS.answer.empty()));
});

Deno.test("a domain without a prompt of its own is refused, and not given another's", () => {
  const withoutPrompt = { ...RENTALS, prompts: new URL("./none/", import.meta.url) };
  for (const settings of [modelSettings(), modelSettings({ LLM_SYSTEM_PROMPT_VARIANT: "terse" })]) {
    assert.throws(
      () => openLanguageModel(settings, withoutPrompt, null),
      (error) =>
        error instanceof UserError &&
        /rentals\/none\/system_prompt_(?:live|terse)\.txt", and there is no such file; (?:write the domain's prompt|create it)/
          .test(error.message),
    );
  }
});

function modelSettings(environment: Record<string, string> = {}) {
  return parseSettings({ environment: { LLM_MODEL_NAME: "test-model", ...environment }, dotEnv: {} }).values;
}

Deno.test("labels of the domain are scored by its fields", async () => {
  const path = await Deno.makeTempFile();
  const [raw] = POSTS;
  const label = {
    agency: "a",
    channel: "b",
    n: 1,
    raw,
    gold: { area: "Bishan", rent: { amount: 950, raw_text: "$900/mth" } },
  };
  try {
    await Deno.writeTextFile(
      path,
      [label, { ...label, gold: { rate: 40 } }].map((line) => JSON.stringify(line)).join("\n"),
    );
    const { total, badLines } = await scoreGoldFile(
      path,
      openRulesExtractor(RENTALS),
      {
        ...chooseRetryOptions(parseSettings({ environment: {}, dotEnv: {} }).values),
        concurrency: 1,
        signal: new AbortController().signal,
      },
      RENTALS,
    );
    assert.deepEqual(badLines.map(({ lineNumber }) => lineNumber), [2]);
    assert.deepEqual(
      Object.entries(total.fields).map(([field, { exact }]) => [field, exact.f1]),
      [["area", 1], ["rent.amount", 0], ["rent.raw_text", 1]],
    );
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("domains cannot be taken for one another", () => {
  const { fingerprint: rentals } = openRulesExtractor(RENTALS);
  const { fingerprint: tuition } = openRulesExtractor(TUITION);
  assert.equal(rentals["domain"], "rentals");
  for (const part of ["domain", "rules", "vocabulary", "schema"]) {
    assert.notEqual(rentals[part], tuition[part]);
  }
});

Deno.test("what a check of the domain objects to is reported, or dropped", () => {
  const [check] = RENTALS.checks;
  const rental = { ...RENTALS.emptyFields(), rent: { amount: 900, raw_text: "$900" } };
  assert.equal(check?.find(rental, "Room for rent, $900"), null);
  assert.equal(check?.find(rental, "Room for rent"), "$900");
  assert.deepEqual(check?.drop(rental, "Room for rent"), RENTALS.emptyFields());
});
