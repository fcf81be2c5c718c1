import assert from "node:assert/strict";
import { findWrongImports, listImports, placeOf } from "./support/house_imports.ts";
import { HOUSE, HOUSE_RULES } from "./support/house_rules.ts";
import { findBadNames, findForbidden, type SourceFile } from "./support/house_sources.ts";
import { loadModuleGraph } from "./support/load_module_graph.ts";

const TOP_FOLDERS = ["lib", "modes", "notebooks", "prompts", "sql", "tests", "out"];

const ROOT = new URL("../", import.meta.url);

Deno.test("imports run down the floors and to the left", async () => {
  const graph = await loadModuleGraph(sourcePaths(), ROOT);
  const imports = listImports(graph, ROOT);
  assert.ok(imports.some(({ from, to }) => from.startsWith("lib/runtime/") && to.startsWith("lib/core/")));
  assert.deepEqual(findWrongImports(imports, HOUSE), []);
});

Deno.test("every folder of lib/ is a room, and there are no other folders beside it", () => {
  const rooms = folders(new URL("lib/", ROOT));
  assert.deepEqual(rooms.filter((room) => room !== "std" && placeOf(room, HOUSE) === null), []);
  assert.deepEqual(folders(ROOT).filter((name) => !name.startsWith(".") && !TOP_FOLDERS.includes(name)), []);
});

Deno.test("sources hold only what their place allows", () => {
  assert.deepEqual(findForbidden(sourcePaths().map(readSource), HOUSE_RULES), []);
});

Deno.test("file names are snake_case and say what is inside", () => {
  assert.deepEqual(
    findBadNames([...sourcePaths(), ...listFiles("tests", ".ts"), ...listFiles("sql", ".sql")]),
    [],
  );
});

Deno.test("tests lie in folders named after the rooms they test", () => {
  const known = ["support", "bench", "chaos", "soak", "modes", ...HOUSE.flat()];
  assert.deepEqual(folders(new URL("tests/", ROOT)).filter((name) => !known.includes(name)), []);
});

function sourcePaths(): string[] {
  return [...listFiles("lib", ".ts"), ...listFiles("modes", ".ts")];
}

function readSource(path: string): SourceFile {
  return { path, text: Deno.readTextFileSync(new URL(path, ROOT)) };
}

function listFiles(folder: string, ending: string): string[] {
  const found: string[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(new URL(`${folder}/`, ROOT))) {
    if (isDirectory) found.push(...listFiles(`${folder}/${name}`, ending));
    else if (name.endsWith(ending)) found.push(`${folder}/${name}`);
  }
  return found.sort();
}

function folders(parent: URL): string[] {
  return [...Deno.readDirSync(parent)].filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
}
