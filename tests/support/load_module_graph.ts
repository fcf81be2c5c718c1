import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** The module graph of a generated file that imports all of these, given by their paths from the project's root: `deno info --json`. */
export async function loadModuleGraph(paths: readonly string[], root: URL): Promise<unknown> {
  const folder = Deno.makeTempDirSync({ prefix: "house_" });
  try {
    const file = `${folder}/root.ts`;
    Deno.writeTextFileSync(
      file,
      paths.map((path) => `import ${JSON.stringify(new URL(path, root).href)};\n`).join(""),
    );
    const config = fileURLToPath(new URL("deno.json", root));
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", config, file],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
