import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../lib/core/errors.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { SETTING_NAMES, SETTINGS } from "../../lib/runtime/settings_table.ts";

const TEXT = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "0",
    "1",
    "-1",
    "1.5",
    "1e9",
    "NaN",
    "true",
    "no",
    "rules",
    "llm",
    "full",
    "off",
    "UTC",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const TEXTS = fc.dictionary(fc.constantFrom(...SETTING_NAMES), TEXT, { maxKeys: 6 });

Deno.test("whatever the environment and .env say, each setting fits its schema or is named with a remedy", () => {
  fc.assert(
    fc.property(TEXTS, TEXTS, (environment, dotEnv) => {
      try {
        const { values, origins } = parseSettings({ environment, dotEnv });
        for (const name of SETTING_NAMES) {
          const value = values[name];
          if (value !== null) assert(SETTINGS[name].schema.safeParse(value).success, name);
          const text = environment[name] ?? dotEnv[name] ?? "";
          assert.equal(origins[name] === "default", text.trim() === "", name);
        }
      } catch (error) {
        assert(error instanceof UserError, String(error));
        const given = SETTING_NAMES.filter((name) => (environment[name] ?? dotEnv[name] ?? "").trim() !== "");
        for (const line of error.message.split("\nCannot ")) {
          assert(given.some((name) => line.includes(name)), "only what was given is complained of");
        }
      }
    }),
    { seed: 20240501, numRuns: 3000 },
  );
});

Deno.test("a secret setting is not shown by the error about it", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{12}$/), (secret) => {
      try {
        parseSettings({ environment: { DATABASE_URL: `postgres://u:${secret}@h:port/d` }, dotEnv: {} });
      } catch (error) {
        assert(!String(error).includes(secret));
      }
    }),
    { seed: 20240501, numRuns: 200 },
  );
});
