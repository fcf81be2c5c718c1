import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../lib/core/errors.ts";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { type ExampleSettings, loadExamples } from "../../lib/llm/load_examples.ts";

const SHOWN: ExampleSettings = {
  LLM_INCLUDE_EXAMPLES: true,
  LLM_EXAMPLES_VARIANT: null,
  LLM_EXAMPLES_DIR: null,
};

Deno.test("a channel is shown its own examples, by name or id, and every other one the general ones", () => {
  const folder = examplesFolder({
    "general.txt": "For all.",
    "OneAgency.txt": "For one.",
    "-1001234567890.txt": "For a private one.",
  });
  const { forChannel } = loadExamples(SHOWN, folder);
  const links = [
    "t.me/oneagency",
    "https://t.me/OneAgency",
    "t.me/c/1234567890",
    "t.me/other",
    "not a link",
    null,
  ];
  assert.deepEqual(links.map((link) => forChannel(link).text), [
    "For one.",
    "For one.",
    "For a private one.",
    "For all.",
    "For all.",
    "For all.",
  ]);
  assert.deepEqual(forChannel("t.me/oneagency").meta, {
    enabled: true,
    variant: null,
    file: join(folder, "examples", "OneAgency.txt"),
    sha256: sha256Hex("For one."),
    chars: 8,
  });
});

Deno.test("a named folder wins over a variant, and a variant over the default", () => {
  const folder = examplesFolder({ "general.txt": "Default." });
  const addTo = (name: string, text: string) => {
    Deno.mkdirSync(join(folder, name));
    Deno.writeTextFileSync(join(folder, name, "general.txt"), text);
  };
  addTo("examples_foo", "Variant.");
  addTo("mine", "Mine.");
  const shown = [
    SHOWN,
    { ...SHOWN, LLM_EXAMPLES_VARIANT: "foo" },
    { ...SHOWN, LLM_EXAMPLES_VARIANT: "foo", LLM_EXAMPLES_DIR: join(folder, "mine") },
  ].map((settings) => loadExamples(settings, folder).forChannel(null));
  assert.deepEqual(shown.map(({ text, meta }) => [text, meta.variant]), [
    ["Default.", null],
    ["Variant.", "foo"],
    ["Mine.", null],
  ]);
});

Deno.test("no examples are shown or looked for unless they are asked for", () => {
  const { sha256, forChannel } = loadExamples(
    { ...SHOWN, LLM_INCLUDE_EXAMPLES: false, LLM_EXAMPLES_VARIANT: "none" },
    "/no/such/folder",
  );
  assert.deepEqual([sha256, forChannel("t.me/oneagency").text, forChannel(null).meta.enabled], [
    null,
    "",
    false,
  ]);
});

Deno.test("a folder that is missing, or has no general examples, is an error", () => {
  const folder = examplesFolder({ "oneagency.txt": "For one." });
  const isUserError = (error: unknown) => error instanceof UserError;
  assert.throws(() => loadExamples(SHOWN, folder), isUserError);
  assert.throws(() => loadExamples({ ...SHOWN, LLM_EXAMPLES_VARIANT: "foo" }, folder), isUserError);
});

Deno.test("the hash covers the examples of every channel, and whose they are", () => {
  const hashes = [
    { "general.txt": "A", "one.txt": "B" },
    { "general.txt": "A", "one.txt": "C" },
    { "general.txt": "A", "two.txt": "B" },
    { "general.txt": "A" },
  ].map((files) => loadExamples(SHOWN, examplesFolder(files)).sha256);
  assert.equal(new Set(hashes).size, hashes.length);
});

const folders: string[] = [];

Deno.test.afterEach(() => {
  for (const folder of folders.splice(0)) Deno.removeSync(folder, { recursive: true });
});

function examplesFolder(files: Record<string, string>): string {
  const folder = Deno.makeTempDirSync();
  folders.push(folder);
  Deno.mkdirSync(join(folder, "examples"));
  for (const [file, text] of Object.entries(files)) {
    Deno.writeTextFileSync(join(folder, "examples", file), text);
  }
  return folder;
}
