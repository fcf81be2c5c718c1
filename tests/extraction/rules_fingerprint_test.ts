import assert from "node:assert/strict";
import { FINGERPRINTED_SOURCES } from "../../lib/extraction/rules_fingerprint.ts";

const LIB = new URL("../../lib/", import.meta.url);
/** Imported by the rules, but without a say in what they give. */
const WITHOUT_A_SAY = [
  "extraction/domain.ts",
  "extraction/extraction_options.ts",
  "extraction/extractor.ts",
  "extraction/rules_fingerprint.ts",
  "core/",
  "queue/",
  "schema/extraction_",
];

Deno.test("every file that the rules import is part of their fingerprint", async () => {
  const covered = Object.values(FINGERPRINTED_SOURCES).flat()
    .map((path) => new URL(path, new URL("extraction/", LIB)).href);
  const missing = [...await importedBy(new URL("extraction/rules_extractor.ts", LIB))]
    .filter((file) => !covered.some((path) => path.endsWith("/") ? file.startsWith(path) : file === path))
    .map((file) => file.slice(LIB.href.length))
    .filter((file) => !WITHOUT_A_SAY.some((path) => file.startsWith(path)));
  assert.deepEqual(missing, []);
});

async function importedBy(file: URL, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(file.href)) return found;
  found.add(file.href);
  if (!file.href.endsWith(".ts")) return found;
  const source = await Deno.readTextFile(file);
  for (const [, path = ""] of source.matchAll(/\bfrom "(\.[^"]+)"/g)) {
    await importedBy(new URL(path, file), found);
  }
  return found;
}
