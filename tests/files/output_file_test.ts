import assert from "node:assert/strict";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { openOutputFile } from "../../lib/files/open_output_file.ts";
import { readFileFacts } from "../../lib/files/read_file_facts.ts";
import { writeTextFile } from "../../lib/files/write_text_file.ts";

Deno.test("a file is whole or not there, and its folders are made", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/a/b/page.txt`;
    using file = await openOutputFile(path);
    await file.write("一\n");
    await assert.rejects(() => Deno.stat(path), Deno.errors.NotFound);
    await file.write("two\n");
    const written = await file.finish();
    const text = "一\ntwo\n";
    assert.deepEqual(written, { path, bytes: 8, sha256: sha256Hex(text) });
    assert.equal(await Deno.readTextFile(path), text);
    assert.deepEqual(await readFileFacts(path), { bytes: 8, lines: 2, sha256: sha256Hex(text) });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file that is given up leaves the one before it untouched", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/page.txt`;
    await writeTextFile(path, "first");
    {
      using file = await openOutputFile(path);
      await file.write("seco");
    }
    assert.equal(await Deno.readTextFile(path), "first");
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["page.txt"]);
    await writeTextFile(path, "second");
    assert.equal(await Deno.readTextFile(path), "second");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file where a folder should be, and a full disk, are told with what to do", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeTextFile(`${folder}/out`, "no folder");
    for (const path of [`${folder}/out/page.txt`, `${folder}/out/a/page.txt`]) {
      await assert.rejects(openOutputFile(path), {
        name: "UserError",
        message: `Cannot write ${path}: a file stands where a folder should be; move it away`,
      });
    }
    if (Deno.build.os !== "linux") return;
    await Deno.symlink("/dev/full", `${folder}/page.txt.unfinished`);
    using file = await openOutputFile(`${folder}/page.txt`);
    await assert.rejects(file.write("text"), { name: "UserError", message: /page\.txt: the disk is full; / });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a process that leaves at once leaves no unfinished file behind", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const module = new URL("../../lib/files/open_output_file.ts", import.meta.url);
    const script = `
      import { openOutputFile } from ${JSON.stringify(module.href)};
      using file = await openOutputFile(${JSON.stringify(`${folder}/page.txt`)});
      await file.write("seco");
      Deno.exit(130);`;
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", `data:application/typescript,${encodeURIComponent(script)}`],
    }).output();
    assert.equal(code, 130);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
