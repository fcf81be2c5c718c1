#!/usr/bin/env -S deno run -A
/**
 * Runs the tests: all, or those that the words of the command line pick (`deno task test queue`, `deno task test
 * "a reply is skipped"`, `deno task test --fail-fast`). They use an embedded PostgreSQL of their own, or the server
 * that DATABASE_URL names, where they make and drop databases of their own. The last line is `N passed, M failed`.
 */
import { fileURLToPath } from "node:url";
import { formatError } from "../lib/runtime/format_error.ts";
import { SETTING_NAMES } from "../lib/runtime/settings_table.ts";
import { countTests, formatCounts, planTestRun } from "./support/plan_test_run.ts";
import { openTestServer, stopTestServer } from "./support/test_server.ts";

const ROOT = new URL("../", import.meta.url);
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

Deno.exit(await runTests(planTestRun(Deno.args, listTestFiles("tests"))));

async function runTests(
  plan: { readonly files: readonly string[]; readonly flags: readonly string[] },
): Promise<number> {
  // Held in common by all runs of this checkout, so that the last of them stops the server.
  Deno.mkdirSync(new URL(".data/", ROOT), { recursive: true });
  using running = Deno.openSync(new URL(".data/test_run.lock", ROOT), {
    create: true,
    append: true,
    read: true,
  });
  await running.lock(false);

  let interrupted = false;
  // Ctrl+C reaches `deno test` by itself; we only stay to stop the server.
  const note = () => void (interrupted = true);
  for (const signal of SIGNALS) Deno.addSignalListener(signal, note);
  try {
    await (await openTestServer()).close();
    if (interrupted) return 130;
    const { code, output } = await runDenoTest(plan);
    const counts = countTests(output) ?? { passed: 0, failed: 1, skipped: 0 };
    if (interrupted) return 130;
    const total = counts.passed + counts.failed + counts.skipped;
    if (total === 0) printLine(`No test has ${Deno.args.join(" ")} in its path or name`);
    printLine(`\n${formatCounts(counts)}`);
    return total === 0 ? 1 : code;
  } catch (error) {
    for (const line of formatError(error)) printLine(line);
    printLine(`\n${formatCounts({ passed: 0, failed: 1, skipped: 0 })}`);
    return 1;
  } finally {
    await running.unlock();
    if (await running.tryLock(true)) await stopTestServer();
  }
}

async function runDenoTest(
  { files, flags }: { readonly files: readonly string[]; readonly flags: readonly string[] },
): Promise<{ readonly code: number; readonly output: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--parallel", "--sanitize-ops", "--sanitize-resources", ...flags, ...files],
    cwd: fileURLToPath(ROOT),
    env: hermeticSettings(),
    stdout: "piped",
  }).spawn();
  const decoder = new TextDecoder();
  let output = "";
  for await (const chunk of child.stdout) {
    output += decoder.decode(chunk, { stream: true });
    await writeAll(chunk);
  }
  return { code: (await child.status).code, output };
}

/** Hides the user's settings from the tests, also those in `.env`; but a server named in the environment is used. */
function hermeticSettings(): Record<string, string> {
  const settings = Object.fromEntries(SETTING_NAMES.map((name) => [name, ""]));
  return { ...settings, DATABASE_URL: Deno.env.get("DATABASE_URL") ?? "" };
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await Deno.stdout.write(rest));
}

function printLine(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function listTestFiles(folder: string): string[] {
  return [...Deno.readDirSync(new URL(`${folder}/`, ROOT))].flatMap(({ name, isDirectory }) =>
    isDirectory ? listTestFiles(`${folder}/${name}`) : name.endsWith("_test.ts") ? [`${folder}/${name}`] : []
  );
}
