import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import {
  applyRunSettings,
  formatRunSettings,
  parseRunSettings,
  RUN_SETTING_NAMES,
  type RunSettings,
} from "../../lib/runtime/run_settings.ts";
import { parseSettings, type Settings } from "../../lib/runtime/settings.ts";

function settingsOf(environment: Record<string, string>): Settings {
  return parseSettings({ environment, dotEnv: {} }).values;
}

Deno.test("a run's settings are read from an object or its JSON, and checked like those of the environment", () => {
  const own = { EXTRACTOR: "llm", LLM_MAX_TOKENS: 900, LLM_INCLUDE_EXAMPLES: true, FIELD_COMPLETION: null };
  assert.deepEqual(parseRunSettings("RUN_A", own), own);
  assert.deepEqual(parseRunSettings("RUN_A", JSON.stringify(own)), own);
  assert.deepEqual(parseRunSettings("RUN_A", '{"LLM_MAX_TOKENS": "900", "LLM_INCLUDE_EXAMPLES": "yes"}'), {
    LLM_MAX_TOKENS: 900,
    LLM_INCLUDE_EXAMPLES: true,
  });
  assert.throws(
    () => parseRunSettings("RUN_B", { EXTRACTOR: "rulez" }),
    /Cannot read EXTRACTOR in RUN_B: found "rulez", expected rules or llm/,
  );
});

Deno.test("a name that is no setting is refused with the nearest one, and one that both runs share with its place", () => {
  assert.throws(
    () => parseRunSettings("RUN_A", { LLM_MODEL: "m" }),
    /LLM_MODEL is no setting; did you mean LLM_MODEL_NAME\?/,
  );
  assert.throws(
    () => parseRunSettings("RUN_A", { FOO: 1 }),
    /FOO is no setting; there are EXTRACTION_PIPELINE_VERSION, /,
  );
  for (const name of ["DATABASE_URL", "CHANNEL_LIST", "ALLOW_LIVE", "EXTRACTION_WORKER_MAX_JOBS"]) {
    assert.ok(!RUN_SETTING_NAMES.some((known) => known === name));
    assert.throws(
      () => parseRunSettings("RUN_A", { [name]: "1" }),
      new RegExp(`${name} holds for both runs`),
    );
  }
});

Deno.test("a key is never shown, be it well-formed or not", () => {
  assert.equal(formatRunSettings({ EXTRACTOR: "llm", LLM_API_KEY: "sk-1" }), "EXTRACTOR=llm LLM_API_KEY=***");
  for (
    const written of ['{"LLM_API_KEY": "sk-secret"', '"sk-secret"', "[]", '{"LLM_API_KEY": ["sk-secret"]}']
  ) {
    assert.throws(
      () => parseRunSettings("RUN_A", written),
      (error) => error instanceof UserError && !error.message.includes("secret"),
    );
  }
});

Deno.test("a run's settings win over the environment's, and null unsets one", () => {
  const settings = settingsOf({
    EXTRACTOR: "llm",
    LLM_MODEL_NAME: "m",
    FIELD_COMPLETION: "off",
    LLM_EXAMPLES_DIR: "x",
  });
  const applied = applyRunSettings(settings, { LLM_MODEL_NAME: "n", FIELD_COMPLETION: null });
  assert.deepEqual(
    [applied.EXTRACTOR, applied.LLM_MODEL_NAME, applied.FIELD_COMPLETION, applied.LLM_EXAMPLES_DIR],
    ["llm", "n", "full", "x"],
  );
});

Deno.test("a prompt or examples that a run names are not overruled by the environment's", () => {
  const settings = settingsOf({
    LLM_SYSTEM_PROMPT_TEXT: "Read.",
    LLM_EXAMPLES_DIR: "x",
    EXTRACTION_PIPELINE_VERSION: "v",
  });
  const applied = applyRunSettings(settings, {
    LLM_SYSTEM_PROMPT_VARIANT: "foo",
    LLM_EXAMPLES_VARIANT: "foo",
  });
  assert.deepEqual(
    [applied.LLM_SYSTEM_PROMPT_TEXT, applied.LLM_SYSTEM_PROMPT_VARIANT, applied.LLM_EXAMPLES_DIR],
    [null, "foo", null],
  );
  assert.equal(applied.EXTRACTION_PIPELINE_VERSION, null, "both runs would have the same version");
});

Deno.test("the environment's key goes to no other server than the environment's", () => {
  const settings = settingsOf({ LLM_API_URL: "https://one.example/v1", LLM_API_KEY: "sk-1" });
  const keyFor = (own: RunSettings) => applyRunSettings(settings, own).LLM_API_KEY;
  assert.equal(keyFor({}), "sk-1");
  assert.equal(keyFor({ LLM_API_URL: "https://one.example" }), "sk-1");
  assert.equal(keyFor({ LLM_API_URL: "https://two.example" }), null);
  assert.equal(keyFor({ LLM_API_URL: "https://two.example", LLM_API_KEY: "sk-2" }), "sk-2");
});
