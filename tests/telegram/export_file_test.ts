import assert from "node:assert/strict";
import { openExportFile } from "../../lib/telegram/export_file.ts";

async function withFile(content: string | Uint8Array, run: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
    await run(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("a file that is no export is refused in one sentence", async () => {
  const cases: [string | Uint8Array, RegExp][] = [
    ["", /it is empty/],
    ["PK\x03\x04", /it is a zip archive; unpack it/],
    ["<!DOCTYPE html>", /it is HTML; export again .* "Machine-readable JSON"/],
    [new Uint8Array([0xff, 0xfe, 0x7b, 0]), /it is UTF-16 text/],
  ];
  for (const [content, message] of cases) {
    await withFile(content, async (path) => {
      await assert.rejects(openExportFile(path), { name: "UserError", message });
    });
  }
});

Deno.test("a missing file and a folder are refused", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await assert.rejects(openExportFile(folder), {
      name: "UserError",
      message: /it is a folder; name the result\.json/,
    });
    await assert.rejects(openExportFile(`${folder}/none.json`), {
      name: "UserError",
      message: /there is no such file/,
    });
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("a file is read from any byte on", async () => {
  await withFile('{"a":1}', async (path) => {
    const source = await openExportFile(path);
    assert.equal(source.sizeBytes, 7);
    let text = "";
    for await (const chunk of source.iterChunks(5)) text += new TextDecoder().decode(chunk);
    assert.equal(text, "1}");
  });
});
