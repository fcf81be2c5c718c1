import assert from "node:assert/strict";
import { DOMAIN } from "../../lib/extraction/current_domain.ts";
import type { DomainSources } from "../../lib/extraction/domain.ts";
import { computeRulesFingerprint, ENGINE_SOURCES } from "../../lib/extraction/rules_fingerprint.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { importedFiles } from "../support/imported_files.ts";
import { RENTALS } from "./rentals/rentals_domain.ts";

const LIB = new URL("../../lib/", import.meta.url);
/** Imported by the rules, but without a say in what they give. */
const WITHOUT_A_SAY = [
  "extraction/announcement.ts",
  "extraction/current_domain.ts",
  "extraction/domain.ts",
  "extraction/extraction_options.ts",
  "extraction/extractor.ts",
  "extraction/likeness.ts",
  "extraction/rules_fingerprint.ts",
  "extraction/tuition/announcement/",
  "extraction/tuition/likeness/",
  "core/",
  "llm/pace.ts",
  "queue/",
  "schema/extraction_",
  "schema/gold_label.ts",
  "schema/label.ts",
  "schema/read_field.ts",
].map((path) => new URL(path, LIB));

Deno.test("every file that the rules of a domain import is part of their fingerprint", async () => {
  const domains: readonly (readonly [URL, DomainSources])[] = [
    [new URL("extraction/tuition/tuition_domain.ts", LIB), TUITION.sources],
    [new URL("extraction/current_domain.ts", LIB), DOMAIN.sources],
    [new URL("rentals/rentals_domain.ts", import.meta.url), RENTALS.sources],
  ];
  for (const [module, { rules, vocabulary, schema }] of domains) {
    const imported = [
      ...await importedFiles(module),
      ...await importedFiles(new URL("extraction/rules_extractor.ts", LIB)),
    ];
    const known = [...ENGINE_SOURCES, ...rules, ...vocabulary, ...schema, ...WITHOUT_A_SAY];
    const missing = imported.filter((file) =>
      !known.some(({ href }) => /[/_]$/.test(href) ? file.startsWith(href) : file === href)
    );
    assert.deepEqual(missing, []);
  }
});

Deno.test("a fingerprint tells a change of the vocabulary from one of the rules", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [rules, words] = ["rules.ts", "words.json"].map((name) => new URL(`file://${folder}/${name}`));
    assert.ok(rules && words);
    await Deno.writeTextFile(rules, "a\r\nb");
    await Deno.writeTextFile(words, "{}");
    const compute = () =>
      computeRulesFingerprint({ sources: { rules: [rules], vocabulary: [words], schema: [] } });
    const first = compute();
    await Deno.writeTextFile(rules, "a\nb");
    assert.deepEqual(compute(), first);
    await Deno.writeTextFile(words, "{ }");
    const second = compute();
    assert.equal(second.rules, first.rules);
    assert.notEqual(second.vocabulary, first.vocabulary);
    await Deno.writeTextFile(rules, "a\nc");
    assert.notEqual(compute().rules, first.rules);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
