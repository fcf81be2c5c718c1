import assert from "node:assert/strict";
import { findReadmeGaps, listCommands, listDenoVersions, listLocalLinks } from "./readme_checks.ts";

const THERE_IS = { tasks: ["drain", "db"], modes: ["mode4_drain.ts"], settings: ["DATABASE_URL"] };
const README =
  "`npx -y deno@2.9.6 task drain --max-jobs 50`\n| `db` | [db](modes/db.ts) | mode4_drain.ts | see .env.example";

Deno.test("commands are read with their flags", () => {
  const markdown =
    "run `deno task db status`, then\n    $ npx -y deno@2.9.6 task drain --max-jobs 50 --oneshot # quick\n";
  assert.deepEqual(listCommands(markdown), [
    { task: "db", flags: [] },
    { task: "drain", flags: ["--max-jobs", "--oneshot"] },
  ]);
});

Deno.test("a README that tells of everything has no gaps", () => {
  assert.deepEqual(findReadmeGaps(README, THERE_IS), []);
});

Deno.test("every gap is named", () => {
  assert.deepEqual(findReadmeGaps(`${README} deno task fly`, THERE_IS), ["deno task fly is no task"]);
  assert.deepEqual(findReadmeGaps(README.replace("`db`", "db"), THERE_IS), ["the task db is missing"]);
  assert.deepEqual(findReadmeGaps(README.replace("mode4_drain.ts", "xmode4_drain.ts"), THERE_IS), [
    "the mode mode4_drain.ts is missing",
  ]);
  assert.deepEqual(findReadmeGaps(README.replace(".env.example", ""), THERE_IS), [
    "the setting DATABASE_URL is missing, and .env.example is not pointed to",
  ]);
});

Deno.test("local links and versions of Deno are found", () => {
  const markdown =
    "[a](modes/a.ts) [b](https://x.org/b) [c](#part) [d](lib/d.ts#L3)\nnpx deno@2.9.6, deno@2.9.7";
  assert.deepEqual(listLocalLinks(markdown), ["modes/a.ts", "lib/d.ts"]);
  assert.deepEqual(listDenoVersions(`${markdown}\nreadonly DENO_VERSION=2.9.6`), ["2.9.6", "2.9.7"]);
});
