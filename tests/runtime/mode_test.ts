import assert from "node:assert/strict";
import * as z from "zod";
import { UserError } from "../../lib/core/errors.ts";
import { EXIT, type ModeRun, runModeIn } from "../../lib/runtime/mode.ts";
import { MODEL_SETTINGS } from "../../lib/runtime/further_settings.ts";
import type { ModeDefinition } from "../../lib/runtime/mode_definition.ts";
import { option, optionFromSetting, type OptionShape } from "../../lib/runtime/option.ts";
import { recordingSink } from "../support/recording_sink.ts";

const OPTIONS = {
  SINCE_ISO: option(z.string(), {
    default: null,
    does: "From this instant on.",
    example: "2025-12-29T00:00:00Z",
  }),
  MAX_JOBS: optionFromSetting("EXTRACTION_WORKER_MAX_JOBS"),
  ONESHOT: optionFromSetting("EXTRACTION_WORKER_ONESHOT", { default: true }),
  KIND: option(z.enum(["csv", "json"]), { default: "csv", does: "The kind of file." }),
};

const NO_SETTINGS = { environment: {}, dotEnv: {} };

const DEFINITION = {
  name: "try",
  does: "Tries.",
  reads: "nothing",
  writes: "nothing",
  options: OPTIONS,
} as const;

async function runTry<Shape extends OptionShape>(
  definition: ModeDefinition<Shape>,
  args: readonly string[],
  dotEnv: Record<string, string> = {},
  run: ModeRun<Shape> = () => Promise.resolve(),
) {
  const out = recordingSink();
  const err = recordingSink();
  let seen: unknown;
  const settingTexts = () => ({ environment: {}, dotEnv });
  const code = await runModeIn(
    { args, settingTexts, startFolder: "/home/me", out, err },
    definition,
    (mode) => {
      seen = mode.options;
      return run(mode);
    },
  );
  return { code, out: out.text(), err: err.text(), seen };
}

Deno.test("a flag wins over the constant, that over the environment, that over the default", async () => {
  const definition = { ...DEFINITION, constants: { MAX_JOBS: 20 } };
  const dotEnv = { EXTRACTION_WORKER_MAX_JOBS: "30" };
  const jobs = async (run: Promise<{ seen: unknown }>) =>
    z.object({ MAX_JOBS: z.int() }).parse((await run).seen).MAX_JOBS;
  assert.equal(await jobs(runTry(definition, ["--max-jobs", "10"], dotEnv)), 10);
  assert.equal(await jobs(runTry(definition, [], dotEnv)), 20);
  assert.equal(await jobs(runTry({ ...definition, constants: { MAX_JOBS: null } }, [], dotEnv)), 30);
  assert.equal(await jobs(runTry(DEFINITION, [])), 0);
});

Deno.test("the types of the values follow from the shape", async () => {
  const { code } = await runTry(DEFINITION, [], {}, ({ options }) => {
    const since: string | null = options.SINCE_ISO;
    const jobs: number = options.MAX_JOBS;
    const oneshot: boolean = options.ONESHOT;
    const kind: "csv" | "json" = options.KIND;
    assert.deepEqual([since, jobs, oneshot, kind], [null, 0, true, "csv"]);
    return Promise.resolve();
  });
  assert.equal(code, EXIT.done);
});

Deno.test("the start shows every option, its unit and where it came from", async () => {
  const definition = { ...DEFINITION, constants: { SINCE_ISO: "2025-12-29T00:00:00Z" } };
  const { err } = await runTry(definition, ["--no-oneshot"], { EXTRACTION_WORKER_MAX_JOBS: "30" });
  assert.deepEqual(err.split("\n").map((line) => line.trim().split(/ {2,}/)), [
    ["try: Tries."],
    ["SINCE_ISO", "2025-12-29T00:00:00Z", "constant"],
    ["MAX_JOBS", "30 jobs", "EXTRACTION_WORKER_MAX_JOBS (.env)"],
    ["ONESHOT", "no", "--no-oneshot"],
    ["KIND", "csv", "default"],
    [""],
  ]);
});

Deno.test("a 0 that is not meant as a number is shown as what it stands for", async () => {
  const { err } = await runTry(DEFINITION, ["--max-jobs", "0"]);
  assert.match(err, /MAX_JOBS +no limit +--max-jobs$/m);
});

Deno.test("a name in .env that looks like a setting's is pointed out, one of another program is not", async () => {
  const { code, err } = await runTry(DEFINITION, [], { FIELD_COMPLETON: "off", GRAFANA_TOKEN: "x" });
  assert.equal(code, EXIT.done);
  assert.match(err, /^\.env: FIELD_COMPLETON is no setting .* did you mean FIELD_COMPLETION\?$/m);
  assert.doesNotMatch(err, /GRAFANA/);
});

Deno.test("a setting that cannot be read ends the run, but not that of a mode that tells of it", async () => {
  const dotEnv = { EXTRACTION_WORKER_MAX_JOBS: "many" };
  assert.equal((await runTry(DEFINITION, [], dotEnv)).code, EXIT.wrongUse);
  assert.equal((await runTry({ ...DEFINITION, lenientSettings: true }, [], dotEnv)).code, EXIT.done);
});

Deno.test("switches can be written four ways, and the last one counts", async () => {
  const oneshot = async (...args: string[]) =>
    z.object({ ONESHOT: z.boolean() }).parse((await runTry(DEFINITION, args)).seen).ONESHOT;
  assert.equal(await oneshot("--oneshot"), true);
  assert.equal(await oneshot("--no-oneshot"), false);
  assert.equal(await oneshot("--oneshot=no"), false);
  assert.equal(await oneshot("--oneshot=1"), true);
  assert.equal(await oneshot("--oneshot", "--no-oneshot"), false);
});

Deno.test("a value may begin with a minus, as the ids of channels do", async () => {
  const since = async (...args: string[]) =>
    z.object({ SINCE_ISO: z.string() }).parse((await runTry(DEFINITION, args)).seen).SINCE_ISO;
  assert.equal(await since("--since-iso", "-1001234567890"), "-1001234567890");
  assert.equal(await since("--since-iso=-1001234567890"), "-1001234567890");
});

Deno.test("wrong use ends with 2 and one line that says what to write", async () => {
  const wrong: [string[], RegExp][] = [
    [["--max-job", "3"], /^error: Cannot read the flag --max-job: .*did you mean --max-jobs\?$/],
    [["--MAX_JOBS=3"], /did you mean --max-jobs\?$/],
    [["--no-onshot"], /did you mean --no-oneshot\?$/],
    [["--completely-different"], /see --help/],
    [["-x"], /Cannot read the flag -x/],
    [["--max-jobs", "many"], /found "many", expected a whole number from 0; write it like --max-jobs 50$/],
    [["--max-jobs", "--oneshot"], /Cannot read --max-jobs: it has no value; write it like --max-jobs 50/],
    [["--max-jobs="], /Cannot read --max-jobs: it has no value/],
    [["--oneshot=perhaps"], /Cannot read --oneshot: found "perhaps"/],
    [["--kind", "xml"], /expected csv or json/],
    [["--json"], /Cannot read the flag --json/],
    [["result.json"], /found "result.json", it takes flags only; see deno task try --help$/],
  ];
  for (const [args, expected] of wrong) {
    const { code, out, err, seen } = await runTry(DEFINITION, args);
    assert.equal(code, EXIT.wrongUse, args.join(" "));
    assert.match(err.trimEnd(), expected);
    assert.equal(err.trimEnd().split("\n").length, 1);
    assert.equal(out, "");
    assert.equal(seen, undefined);
  }
});

Deno.test("a constant that does not fit is an error that names it", async () => {
  const { code, err } = await runTry({ ...DEFINITION, constants: { MAX_JOBS: -1 } }, []);
  assert.equal(code, EXIT.wrongUse);
  assert.match(err, /Cannot read the constant MAX_JOBS: found "-1", .*write it like const MAX_JOBS = 50/);
});

Deno.test("positional arguments are counted, and flags may stand among them", async () => {
  const definition = { ...DEFINITION, positional: { name: "FILE...", does: "exports to read", atLeast: 1 } };
  assert.match((await runTry(definition, [])).err, /found no argument, it takes FILE\.\.\.: exports to read/);
  let positional: readonly string[] = [];
  const { code } = await runTry(
    definition,
    ["a.json", "--max-jobs", "3", "--", "--b.json", "007"],
    {},
    (mode) => {
      positional = mode.positional;
      return Promise.resolve();
    },
  );
  assert.equal(code, EXIT.done);
  assert.deepEqual(positional, ["a.json", "--b.json", "007"]);
});

Deno.test("help shows every option with its default and environment, and runs nothing", async () => {
  for (const flag of ["--help", "-h"]) {
    const { code, out, seen } = await runTry(DEFINITION, [flag], { EXTRACTION_LEASE_S: "bad" });
    assert.equal(code, EXIT.done);
    assert.equal(seen, undefined);
    assert.match(out, /Usage: deno task try \[flags\]/);
    assert.match(
      out,
      /--since-iso SINCE_ISO\n.*From this instant on\.\n.*like 2025-12-29T00:00:00Z; default unset/,
    );
    assert.match(
      out,
      /a whole number from 0 \(jobs\), like 50; default 0; environment\n {6}EXTRACTION_WORKER_MAX_JOBS\n/,
    );
    assert.match(out, /--oneshot, --no-oneshot\n.*\n.*default yes; environment EXTRACTION_WORKER_ONESHOT/);
    assert.match(out, /Sends +nothing\nCosts +nothing/);
  }
});

Deno.test("help is as wide as the terminal, and 80 columns where there is none", async () => {
  const definition = { ...DEFINITION, costs: "what the model costs, ".repeat(9), settings: MODEL_SETTINGS };
  const widest = async (columns: number | null) => {
    const out = recordingSink(columns);
    await runModeIn(
      { args: ["--help"], settingTexts: () => NO_SETTINGS, startFolder: "/", out, err: recordingSink() },
      definition,
      () => Promise.resolve(),
    );
    return Math.max(...out.text().split("\n").map(({ length }) => length));
  };
  for (const [columns, most] of [[60, 60], [null, 80], [120, 120]] as const) {
    const width = await widest(columns);
    assert.ok(width <= most && width > most - 15, `${width} of ${most}`);
  }
});

Deno.test("settings that no option stands for are listed by the help, and shown at the start where they are set", async () => {
  const settings = [...MODEL_SETTINGS, "EXTRACTION_WORKER_MAX_JOBS"] as const;
  const definition = { ...DEFINITION, settings };
  const { out } = await runTry(definition, ["--help"]);
  const [, further = ""] = out.split("Further settings");
  assert.match(further, /^ {2}MAX_COST_USD +Ask no more once a run has cost this much\./m);
  assert.doesNotMatch(further, /MAX_JOBS/, "an option stands for it");
  const { err } = await runTry(definition, [], {
    LLM_MODEL_NAME: "qwen3-8b",
    LLM_API_KEY: "sk-hunter2",
    LLM_SYSTEM_PROMPT_TEXT: "You read\nposts. ".repeat(20),
    EXTRACTION_LEASE_S: "30",
  });
  const shown = err.split("\n").slice(5, -1).map((line) => line.trim().split(/ {2,}/));
  assert.deepEqual(shown.map(([name, value]) => [name, value?.slice(0, 16)]), [
    ["LLM_API_KEY", "***"],
    ["LLM_MODEL_NAME", "qwen3-8b"],
    ["LLM_SYSTEM_PROMPT_TEXT", "You read posts. "],
  ]);
});

Deno.test("an incomplete run ends with 1, any other error with 1 and its causes and stack", async () => {
  assert.equal((await runTry(DEFINITION, [], {}, () => Promise.resolve("incomplete"))).code, EXIT.incomplete);
  const { code, err } = await runTry(DEFINITION, [], {}, () => {
    throw new Error("Cannot write out/x", { cause: new Error("disk full") });
  });
  assert.equal(code, EXIT.incomplete);
  assert.match(err, /^error: Cannot write out\/x\n {2}caused by: disk full\n +at .*mode_test\.ts/m);
});

Deno.test("a user's mistake inside the run ends with 2, without a stack", async () => {
  const { code, err } = await runTry(DEFINITION, [], {}, () => {
    throw new UserError("Cannot import x: no such file; check the path");
  });
  assert.equal(code, EXIT.wrongUse);
  assert.deepEqual(err.split("\n").slice(5), ["error: Cannot import x: no such file; check the path", ""]);
});

Deno.test("with --json standard output holds only the JSON", async () => {
  const definition = { ...DEFINITION, json: true };
  const { code, out, err } = await runTry(definition, ["--json"], {}, (mode) => {
    mode.print("a line");
    mode.printTable(["a"], [[1]]);
    if (mode.json) mode.printJson({ posts: 54 });
    return Promise.resolve();
  });
  assert.equal(code, EXIT.done);
  assert.deepEqual(JSON.parse(out), { posts: 54 });
  assert.match(err, /try: Tries\.[\s\S]*a line/);
});

Deno.test("a path that a person names starts where they typed it", async () => {
  const { code } = await runTry(DEFINITION, [], {}, ({ path }) => {
    assert.equal(path("exports/result.json"), "/home/me/exports/result.json");
    assert.equal(path("../a.json"), "/home/a.json");
    assert.equal(path("/data/a.json"), "/data/a.json");
    return Promise.resolve();
  });
  assert.equal(code, EXIT.done);
});

Deno.test("a secret is not shown, neither at the start nor in an error", async () => {
  const key = option(z.string().startsWith("sk-"), {
    default: null,
    does: "The key.",
    example: "sk-...",
    secret: true,
  });
  const definition = { ...DEFINITION, options: { KEY: key } };
  const { code, err } = await runTry(definition, ["--key", "sk-hunter2"]);
  assert.equal(code, EXIT.done);
  assert.match(err, /KEY +\*\*\* +--key/);
  assert.doesNotMatch(err, /hunter2/);
  const wrong = await runTry(definition, ["--key", "hunter2"]);
  assert.equal(wrong.code, EXIT.wrongUse);
  assert.match(wrong.err, /found a value that does not fit.*write it like --key sk-\.\.\./);
  assert.doesNotMatch(wrong.err, /hunter2/);
});
