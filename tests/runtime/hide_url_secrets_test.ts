import assert from "node:assert/strict";
import { describeSettings } from "../../lib/runtime/describe_settings.ts";
import { hideUrlSecrets } from "../../lib/runtime/hide_url_secrets.ts";
import { formatRunSettings } from "../../lib/runtime/run_settings.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";

const SECRET = "http://ann:hush@127.0.0.1:1234/v1?key=hush#hush";
const SHOWN = "http://***@127.0.0.1:1234/v1?***#***";

Deno.test("of an address, a name, password, query and fragment are not shown", () => {
  assert.equal(hideUrlSecrets(SECRET), SHOWN);
  assert.equal(hideUrlSecrets("https://:hush@example.org"), "https://***@example.org/");
  assert.equal(hideUrlSecrets("ftp://ann@example.org"), "ftp://***@example.org/");
});

Deno.test("any other text is shown as it is", () => {
  for (const text of ["http://localhost:1234", "Rules: what? #1", "t.me/a,t.me/b", ""]) {
    assert.equal(hideUrlSecrets(text), text);
  }
});

Deno.test("no list of settings and no error shows the secret of an address", () => {
  const texts = { environment: { LLM_API_URL: SECRET }, dotEnv: {} };
  assert.equal(describeSettings(texts).find(({ name }) => name === "LLM_API_URL")?.shown, SHOWN);
  assert.doesNotMatch(formatRunSettings({ LLM_API_URL: "http://a:hush@b" }), /hush/);
  assert.throws(
    () => parseSettings({ environment: { LLM_API_URL: "ftp://a:hush@b" }, dotEnv: {} }),
    (error) =>
      error instanceof Error && /Cannot read LLM_API_URL/.test(error.message) && !/hush/.test(error.message),
  );
});
