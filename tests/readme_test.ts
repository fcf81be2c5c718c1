import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { SETTING_NAMES } from "../lib/runtime/settings_table.ts";
import { findReadmeGaps, listCommands, listDenoVersions, listLocalLinks } from "./support/readme_checks.ts";

const ROOT = new URL("../", import.meta.url);
const README = readText("README.md");

const { tasks } = z.object({ tasks: z.record(z.string(), z.object({ command: z.string() })) })
  .parse(JSON.parse(readText("deno.json")));
const modes = [...Deno.readDirSync(new URL("modes/", ROOT))].map(({ name }) => name);

Deno.test({ name: "the README tells of every task, mode and setting, and of no other" }, () => {
  assert.deepEqual(findReadmeGaps(README, { tasks: Object.keys(tasks), modes, settings: SETTING_NAMES }), []);
});

Deno.test({ name: "every flag in the README's commands is one that its mode has" }, async () => {
  const flagsByTask = Map.groupBy(listCommands(README), ({ task }) => task);
  const unknown: string[] = [];
  for (const [task, commands] of flagsByTask) {
    const flags = new Set(commands.flatMap(({ flags }) => flags));
    const mode = /\bmodes\/\w+\.ts/.exec(tasks[task]?.command ?? "")?.[0];
    if (mode === undefined || flags.size === 0) continue;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", fileURLToPath(new URL(mode, ROOT)), "--help"],
      env: { NO_COLOR: "1" },
    }).output();
    const help = new TextDecoder().decode(stdout);
    unknown.push(
      ...[...flags].filter((flag) => !new RegExp(`${flag}\\b(?!-)`).test(help)).map((flag) =>
        `${task} ${flag}`
      ),
    );
  }
  assert.deepEqual(unknown, []);
});

Deno.test({ name: "the README's links lead to files that exist" }, () => {
  for (const link of listLocalLinks(README)) Deno.statSync(new URL(link, ROOT));
});

Deno.test("the README and the checking script ask for the same Deno", () => {
  assert.deepEqual(listDenoVersions(`${README}\n${readText(".ci/run")}`).length, 1);
});

const Notebook = z.object({
  cells: z.array(
    z.object({
      outputs: z.array(z.unknown()).default([]),
      execution_count: z.int().nullable().default(null),
    }),
  ),
});

Deno.test("notebooks are committed without outputs", async () => {
  const paths = listNotebooks();
  const dirty: string[] = [];
  for (const path of paths) {
    const { cells } = Notebook.parse(JSON.parse(await readCommitted(path)));
    if (cells.some(({ outputs, execution_count }) => outputs.length > 0 || execution_count !== null)) {
      dirty.push(path);
    }
  }
  assert.deepEqual(dirty, []);
});

function listNotebooks(): string[] {
  return [...Deno.readDirSync(new URL("notebooks/", ROOT))]
    .filter(({ name }) => name.endsWith(".ipynb"))
    .map(({ name }) => `notebooks/${name}`);
}

/** A file as git has it, for whoever works in a notebook may keep its outputs on disk; outside of git, as on disk. */
async function readCommitted(path: string): Promise<string> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["-c", "safe.directory=*", "show", `:${path}`],
      cwd: fileURLToPath(ROOT),
    }).output();
    if (success) return new TextDecoder().decode(stdout);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return readText(path);
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(new URL(path, ROOT));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
