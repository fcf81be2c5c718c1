import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { chooseExtractorName } from "../../lib/runtime/choose_extractor_name.ts";
import { describeSettings, unknownSettings } from "../../lib/runtime/describe_settings.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { SETTING_NAMES, SETTINGS } from "../../lib/runtime/settings_table.ts";

const NOTHING = { environment: {}, dotEnv: {} };

Deno.test("without any text every setting has its default", () => {
  const { values, origins } = parseSettings(NOTHING);
  for (const name of SETTING_NAMES) {
    assert.equal(values[name], SETTINGS[name].default, name);
    assert.equal(origins[name], "default", name);
  }
});

Deno.test("every default passes its own schema", () => {
  for (const name of SETTING_NAMES) {
    const { default: fallback, schema } = SETTINGS[name];
    if (fallback !== null) assert.ok(schema.safeParse(fallback).success, name);
  }
});

Deno.test("the environment wins over .env, and .env over the default", () => {
  const { values, origins } = parseSettings({
    environment: { EXTRACTION_LEASE_S: "30" },
    dotEnv: { EXTRACTION_LEASE_S: "40", WAIT_FOR_RETRIES_S: "5" },
  });
  assert.equal(values.EXTRACTION_LEASE_S, 30);
  assert.equal(origins.EXTRACTION_LEASE_S, "environment");
  assert.equal(values.WAIT_FOR_RETRIES_S, 5);
  assert.equal(origins.WAIT_FOR_RETRIES_S, ".env");
});

Deno.test("an empty value is unset, and an empty environment variable hides .env", () => {
  const { values, origins } = parseSettings({
    environment: { DATABASE_URL: "" },
    dotEnv: { DATABASE_URL: "postgres://localhost/x", EXTRACTION_PIPELINE_VERSION: "  " },
  });
  assert.equal(values.DATABASE_URL, null);
  assert.equal(origins.DATABASE_URL, "default");
  assert.equal(values.EXTRACTION_PIPELINE_VERSION, null);
});

Deno.test("switches are written as 1, true, yes, on and their opposites, in any case", () => {
  for (
    const [text, expected] of [["1", true], ["TRUE", true], ["Yes", true], ["on", true], ["0", false], [
      "off",
      false,
    ]] as const
  ) {
    const { values } = parseSettings({ environment: { ALLOW_LIVE: text }, dotEnv: {} });
    assert.equal(values.ALLOW_LIVE, expected, text);
  }
});

Deno.test("all bad values are named at once, with what was found and how to write it", () => {
  const texts = {
    environment: { EXTRACTION_LEASE_S: "soon", EXTRACTOR: "magic" },
    dotEnv: { ALLOW_LIVE: "maybe", EXPORT_TIME_ZONE: "Mars/Olympus", EXTRACTION_WORKER_MAX_JOBS: "1.5" },
  };
  assert.throws(() => parseSettings(texts), (error) => {
    assert.ok(error instanceof UserError);
    assert.deepEqual(error.message.split("\n"), [
      'Cannot read EXPORT_TIME_ZONE (.env): found "Mars/Olympus", expected a time zone of the IANA database; ' +
      "write it like EXPORT_TIME_ZONE=Asia/Singapore",
      'Cannot read EXTRACTOR (environment): found "magic", expected rules or llm; write it like EXTRACTOR=rules',
      'Cannot read ALLOW_LIVE (.env): found "maybe", expected 1 or 0; write it like ALLOW_LIVE=1',
      'Cannot read EXTRACTION_WORKER_MAX_JOBS (.env): found "1.5", expected a whole number from 0; ' +
      "write it like EXTRACTION_WORKER_MAX_JOBS=50",
      'Cannot read EXTRACTION_LEASE_S (environment): found "soon", expected a number from 1 to 3600; ' +
      "write it like EXTRACTION_LEASE_S=60",
    ]);
    return true;
  });
});

Deno.test("the description shows that a secret is set, not its value", () => {
  const environment = { DATABASE_URL: "postgres://me:hunter2@host/x" };
  const described = describeSettings({ environment, dotEnv: {} });
  assert.ok(!JSON.stringify(described).includes("hunter2"));
  assert.equal(described.find(({ name }) => name === "DATABASE_URL")?.shown, "***");
});

Deno.test("the description tells each value, its origin and its problem", () => {
  const described = describeSettings({
    environment: { EXTRACTOR: "magic" },
    dotEnv: { EXTRACTION_LEASE_S: "30" },
  });
  const byName = new Map(described.map((setting) => [setting.name, setting]));
  assert.equal(described.length, SETTING_NAMES.length);
  assert.match(byName.get("EXTRACTOR")?.problem ?? "", /expected rules or llm/);
  const { origin, shown, problem } = byName.get("EXTRACTION_LEASE_S") ?? {};
  assert.deepEqual({ origin, shown, problem }, { origin: ".env", shown: "30", problem: null });
  assert.equal(byName.get("WAIT_FOR_RETRIES_S")?.shown, "120");
});

Deno.test("names in .env that are no settings are found", () => {
  const texts = { environment: {}, dotEnv: { EXTRACTION_LEASES: "1", EXTRACTION_LEASE_S: "1" } };
  assert.deepEqual(unknownSettings(texts), ["EXTRACTION_LEASES"]);
});

Deno.test("the extractor is the one named, else llm where a server, a model or a file of its replies is named, else rules", () => {
  const choose = (environment: Record<string, string>) =>
    chooseExtractorName(parseSettings({ environment, dotEnv: {} }).values);
  assert.equal(choose({}), "rules");
  assert.equal(choose({ LLM_MODEL_NAME: "m" }), "llm");
  assert.equal(choose({ LLM_API_URL: "http://localhost:1234" }), "llm");
  assert.equal(choose({ LLM_MOCK_OUTPUT_FILE: "reply.json" }), "llm");
  assert.equal(choose({ LLM_API_URL: "http://localhost:1234", EXTRACTOR: "rules" }), "rules");
});
