import assert from "node:assert/strict";
import { HOUSE_RULES } from "./house_rules.ts";
import { findBadNames, findForbidden, separateStrings } from "./house_sources.ts";

function forbidden(path: string, text: string): number {
  return findForbidden([{ path, text }], HOUSE_RULES).length;
}

Deno.test("a problem names the file, the line, what was found and why it is one", () => {
  const text = "// first line\nexport const zone = 1;\nconst key = Deno.env.get('KEY');\n";
  assert.deepEqual(findForbidden([{ path: "lib/llm/a.ts", text }], HOUSE_RULES), [
    'lib/llm/a.ts:3 holds "Deno.env": only lib/runtime/settings.ts reads the environment',
  ]);
});

Deno.test("computed imports are found, literal ones are not", () => {
  for (
    const text of ["await import(name)", "import(`./${x}.ts`)", 'import("./a" + b)', "import(\n  name,\n)"]
  ) {
    assert.equal(forbidden("lib/store/a.ts", text), 1, text);
  }
  for (const text of ['await import("postgres")', "import('./a.ts')", "// import(name)", '"import(name)"']) {
    assert.equal(forbidden("lib/store/a.ts", text), 0, text);
  }
  assert.equal(forbidden("lib/store/embedded_software.ts", "await import(name)"), 0);
});

Deno.test("the environment is read in lib/runtime/settings.ts only", () => {
  for (const text of ["Deno.env.get('X')", "process.env.X", "const { env } = Deno"]) {
    assert.equal(forbidden("modes/a.ts", text), 1, text);
    assert.equal(forbidden("lib/runtime/settings.ts", text), 0, text);
  }
});

Deno.test("only lib/runtime writes to the terminal", () => {
  for (const text of ["console.log(1)", "Deno.stdout.writeSync(b)", 'prompt("?")']) {
    assert.equal(forbidden("lib/queue/a.ts", text), 1, text);
    assert.equal(forbidden("modes/a.ts", text), 1, text);
    assert.equal(forbidden("lib/runtime/a.ts", text), 0, text);
  }
  assert.equal(forbidden("lib/queue/a.ts", "const line = child.stdout;"), 0);
});

Deno.test("no path depends on the working directory", () => {
  assert.equal(forbidden("lib/store/a.ts", "const here = Deno.cwd();"), 1);
});

Deno.test("the lowest floor has no I/O, clock or randomness", () => {
  for (
    const text of [
      "Deno.readTextFileSync(x)",
      "Date.now()",
      "new Date()",
      "Math.random()",
      "performance.now()",
      "fetch(x)",
    ]
  ) {
    assert.equal(forbidden("lib/text/a.ts", text), 1, text);
    assert.equal(forbidden("lib/queue/a.ts", text), 0, text);
  }
  assert.equal(forbidden("lib/text/a.ts", "new Date(0)"), 0);
});

Deno.test("SQL is found outside its rooms, and English is not taken for SQL", () => {
  for (
    const text of [
      "`SELECT id FROM telegram_channels`",
      "`select a,\n  b\nfrom t`",
      '"INSERT INTO x VALUES (1)"',
      "`update jobs set status = 1`",
      "'delete from jobs'",
      "sql`vacuum`",
      "sql<Row[]>`vacuum`",
      "sql.unsafe(text)",
    ]
  ) {
    assert.equal(forbidden("lib/ingest/a.ts", text), 1, text);
    assert.equal(forbidden("lib/store/a.ts", text), 0, text);
  }
  for (const text of ['"Select a file. Take it from there"', "// select a from b", '"update the set"']) {
    assert.equal(forbidden("lib/ingest/a.ts", text), 0, text);
  }
});

Deno.test("a mode may show a query, not run one", () => {
  assert.equal(forbidden("modes/a.ts", 'print("select * from live_assignments")'), 0);
  assert.equal(forbidden("modes/a.ts", "await database.sql`select 1`"), 1);
});

Deno.test("barrels are found", () => {
  assert.equal(forbidden("lib/store/a.ts", 'export * from "./b.ts";'), 1);
  assert.equal(forbidden("lib/store/a.ts", "export const a = 2 * 3;"), 0);
});

Deno.test("file names are snake_case and say something", () => {
  for (const path of ["lib/text/fooBar.ts", "lib/text/foo-bar.ts", "lib/text/Foo.ts"]) {
    assert.match(findBadNames([path])[0] ?? "", /not snake_case/, path);
  }
  for (
    const path of [
      "lib/text/utils.ts",
      "lib/text/date_helpers.ts",
      "lib/queue/job_manager.ts",
      "lib/text/types.ts",
    ]
  ) {
    assert.match(findBadNames([path])[0] ?? "", /does not say/, path);
  }
  assert.deepEqual(
    findBadNames(["lib/text/fold_text.ts", "modes/mode1_live.ts", "sql/0001_messages.sql"]),
    [],
  );
});

Deno.test("code and strings are told apart, line by line", () => {
  const { code, strings } = separateStrings("a('x') // b\n/* c\n */ `d\n${e()}`;\n");
  assert.equal(code.split("\n").length, 5);
  assert.equal(strings.split("\n").length, 5);
  assert.match(code, /a\(''\)/);
  assert.match(code, /e\(\)/);
  assert.doesNotMatch(code, /[bcd]/);
  assert.match(strings, /'x'[\s\S]*`d\n\$\{e\(\)\}`/);
});
