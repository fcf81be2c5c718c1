import assert from "node:assert/strict";
import { dirname } from "node:path";
import { openExports } from "../../lib/telegram/open_exports.ts";

async function withFiles(
  files: Record<string, string>,
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${folder}/${name}`), { recursive: true });
      await Deno.writeTextFile(`${folder}/${name}`, content);
    }
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("of a folder all exports in it are opened, however deep, in the order of their names", async () => {
  const files = {
    "b/result.json": "{}",
    "a/result.json": "{}",
    "a/result2.json": "{}",
    "a/photos/other.json": "{}",
    "a/x/y/Result (1).json": "{}",
    "messages.html": "<html>",
  };
  await withFiles(files, async (folder) => {
    const names = async (paths: string[]) =>
      (await openExports(paths)).map(({ name }) => name.slice(folder.length + 1));
    const all = ["a/result.json", "a/result2.json", "a/x/y/Result (1).json", "b/result.json"];
    assert.deepEqual(await names([folder]), all);
    assert.deepEqual(await names([`${folder}/b`, folder]), ["b/result.json", ...all.slice(0, 3)]);
    assert.deepEqual(await names([`${folder}/a/photos/other.json`]), ["a/photos/other.json"]);
  });
});

Deno.test("a folder without an export, a missing file and an empty export are refused", async () => {
  await withFiles({ "a/notes.txt": "x", "b/result.json": "" }, async (folder) => {
    const refused: [string, RegExp][] = [
      [
        "a",
        /^Cannot import ".*a": there is no file in this folder whose name is like result\.json; name the/,
      ],
      ["b", /^Cannot import ".*b\/result\.json": it is empty/],
      ["c", /^Cannot import ".*c": there is no such file/],
    ];
    for (const [name, message] of refused) {
      await assert.rejects(openExports([`${folder}/${name}`]), { name: "UserError", message });
    }
  });
});
