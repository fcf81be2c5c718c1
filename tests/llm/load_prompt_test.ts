import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../lib/core/errors.ts";
import { describePrompt, loadPrompt, type PromptSettings } from "../../lib/llm/load_prompt.ts";

const NONE: PromptSettings = {
  LLM_SYSTEM_PROMPT_TEXT: null,
  LLM_SYSTEM_PROMPT_FILE: null,
  LLM_SYSTEM_PROMPT_VARIANT: null,
};

Deno.test("a text wins over a file, a file over a variant, a variant over the live prompt", () => {
  const folder = promptFolder({ "system_prompt_foo.txt": "The variant." });
  const file = join(folder, "mine.txt");
  Deno.writeTextFileSync(file, "The file.");
  const chosen = [
    { LLM_SYSTEM_PROMPT_TEXT: "The text.", LLM_SYSTEM_PROMPT_FILE: file, LLM_SYSTEM_PROMPT_VARIANT: "foo" },
    { LLM_SYSTEM_PROMPT_TEXT: null, LLM_SYSTEM_PROMPT_FILE: file, LLM_SYSTEM_PROMPT_VARIANT: "foo" },
    { ...NONE, LLM_SYSTEM_PROMPT_VARIANT: "foo" },
    NONE,
  ].map((settings) => loadPrompt(settings, folder));
  assert.deepEqual(chosen.map(({ system }) => system), [
    "The text.",
    "The file.",
    "The variant.",
    "The live one.",
  ]);
  assert.deepEqual(chosen.map(({ origin }) => origin), [
    { source: "text", file: null, variant: null },
    { source: "file", file, variant: null },
    { source: "variant", file: join(folder, "system_prompt_foo.txt"), variant: "foo" },
    { source: "live", file: join(folder, "system_prompt_live.txt"), variant: null },
  ]);
});

Deno.test("a named prompt that is missing is an error, and the live one does not take its place", () => {
  const folder = promptFolder({ "system_prompt_foo.txt": "The variant." });
  assert.throws(
    () => loadPrompt({ ...NONE, LLM_SYSTEM_PROMPT_VARIANT: "fo" }, folder),
    (error) =>
      error instanceof UserError && /system_prompt_fo\.txt.*there are: foo, live/.test(error.message),
  );
  assert.throws(
    () => loadPrompt({ ...NONE, LLM_SYSTEM_PROMPT_FILE: join(folder, "none.txt") }, folder),
    (error) => error instanceof UserError && /no such file.*LLM_SYSTEM_PROMPT_FILE/.test(error.message),
  );
});

Deno.test("an empty prompt is an error", () => {
  const folder = promptFolder({ "system_prompt_foo.txt": "\ufeff \r\n" });
  assert.throws(() => loadPrompt({ ...NONE, LLM_SYSTEM_PROMPT_VARIANT: "foo" }, folder), /it is empty/);
});

Deno.test("how a file's lines end does not make another prompt", () => {
  const folder = promptFolder({
    "system_prompt_a.txt": "One.\nTwo.\n",
    "system_prompt_b.txt": "\ufeffOne.\r\nTwo.\r\n\r\n",
  });
  const [a, b] = ["a", "b"].map((name) => loadPrompt({ ...NONE, LLM_SYSTEM_PROMPT_VARIANT: name }, folder));
  assert.equal(a?.system, b?.system);
});

Deno.test("the hash of a prompt follows the system prompt, the template and the schema", () => {
  const folder = promptFolder({});
  const prompt = loadPrompt(NONE, folder);
  const hashes = [
    describePrompt(prompt, "{}"),
    describePrompt({ ...prompt, system: "Another." }, "{}"),
    describePrompt({ ...prompt, template: "Read {{post}}!" }, "{}"),
    describePrompt(prompt, "[]"),
  ].map(({ sha256 }) => sha256);
  assert.equal(new Set(hashes).size, hashes.length);
  assert.equal(describePrompt(prompt, "{}").chars, "The live one.".length);
});

Deno.test("a template without a place for the post, or with a name of its own, is an error", () => {
  assert.throws(() => loadPrompt(NONE, promptFolder({ "user_template.txt": "Read it." })), /no place/);
  assert.throws(
    () => loadPrompt(NONE, promptFolder({ "user_template.txt": "{{post}} {{text}}" })),
    /found \{\{text\}\}/,
  );
});

Deno.test("the prompt that ships loads", () => {
  const { system, origin } = loadPrompt(NONE, fileURLToPath(new URL("../../prompts/", import.meta.url)));
  assert.ok(system.length > 1000);
  assert.equal(origin.file, "prompts/system_prompt_live.txt");
});

const folders: string[] = [];

Deno.test.afterEach(() => {
  for (const folder of folders.splice(0)) Deno.removeSync(folder, { recursive: true });
});

function promptFolder(files: Record<string, string>): string {
  const folder = Deno.makeTempDirSync();
  folders.push(folder);
  const all = {
    "system_prompt_live.txt": "The live one.\n",
    "user_template.txt": "Read {{post}}\n",
    ...files,
  };
  for (const [name, text] of Object.entries(all)) Deno.writeTextFileSync(join(folder, name), text);
  return folder;
}
