import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { importedFiles } from "../support/imported_files.ts";

const ROOT = new URL("../../", import.meta.url);

/** Runs a program in a process and with a localStorage of its own. */
async function run(program: string): Promise<unknown> {
  const source = `data:application/typescript,${encodeURIComponent(program)}`;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      `--config=${fileURLToPath(new URL("deno.json", ROOT))}`,
      "--location=http://gramjs.test",
      source,
    ],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("GramJS leaves nothing in localStorage, which is there again behind it", async () => {
  const found = await run(`
    localStorage.clear();
    const { Api } = await import("${new URL("lib/telegram/gramjs.ts", ROOT)}");
    console.log(JSON.stringify([typeof Api.Message, localStorage.length]));
  `);
  assert.deepEqual(found, ["function", 0]);
});

Deno.test("who opens or logs in loads GramJS only then, and one module imports it", async () => {
  for (const name of ["open_telegram.ts", "login_telegram.ts", "wait_out_flood.ts"]) {
    const files = await importedFiles(new URL(`lib/telegram/${name}`, ROOT));
    assert.ok(files.size > 1);
    assert.deepEqual([...files].filter((file) => file.endsWith("/gramjs.ts")), []);
  }
  const importing = [...Deno.readDirSync(new URL("lib/telegram/", ROOT))].map(({ name }) => name)
    .filter((name) =>
      /from "telegram[/"]/.test(Deno.readTextFileSync(new URL(`lib/telegram/${name}`, ROOT)))
    );
  assert.deepEqual(importing, ["gramjs.ts"]);
});
