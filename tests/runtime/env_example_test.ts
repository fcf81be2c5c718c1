import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import { formatEnvExample } from "../../lib/runtime/format_env_example.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { SETTING_NAMES } from "../../lib/runtime/settings_table.ts";

const ENV_EXAMPLE = new URL("../../.env.example", import.meta.url);

Deno.test(".env.example is what the table of settings gives", () => {
  const remedy = "run: deno task generate";
  assert.equal(Deno.readTextFileSync(ENV_EXAMPLE), formatEnvExample(), remedy);
});

Deno.test(".env.example with every line uncommented gives the defaults", () => {
  const dotEnv = parseEnv(formatEnvExample().replace(/^#(?=[A-Z])/gm, ""));
  assert.deepEqual(Object.keys(dotEnv), SETTING_NAMES);
  assert.deepEqual(
    parseSettings({ environment: {}, dotEnv }).values,
    parseSettings({ environment: {}, dotEnv: {} }).values,
  );
});
