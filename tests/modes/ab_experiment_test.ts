import assert from "node:assert/strict";
import { ComparisonSchema } from "../../lib/comparison/comparison_schema.ts";
import { OUT_FOLDER } from "../../lib/files/out_folder.ts";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { startOpenAiServer } from "../support/openai_server.ts";
import { runModeFile } from "../support/run_mode_file.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase, type TestDatabase } from "../support/test_database.ts";

const WINDOW = ["--since-iso", "2026-01-01T00:00:00Z", "--until-iso", "2026-02-01T00:00:00Z"];

Deno.test("rules against rules goes the whole way: plan, totals of both, comparison, files", async () => {
  await using test = await openStored();
  await withFolder(async (name) => {
    const { code, text } = await ab(test.url, ...WINDOW, "--name", name);
    assert.equal(code, 0, text);
    assert.match(text, /^FIELD_COMPLETION +off +full$/m);
    assert.match(text, /^jobs claimed +7 +7$/m);
    assert.match(text, /^Too few to tell .*postal_code/m);
    assert.match(text, new RegExp(`^Wrote .*/out/${name}/report\\.html$`, "m"));
    const { comparison, html } = await readResults(name);
    assert.deepEqual([comparison.messages, comparison.compared, comparison.both_ok], [7, 7, 6]);
    assert.deepEqual(comparison.runs?.find(([setting]) => setting === "FIELD_COMPLETION"), [
      "FIELD_COMPLETION",
      "off",
      "full",
    ]);
    assert.match(
      html,
      /<td class="name">FIELD_COMPLETION<\/td><td class="name">off<\/td><td class="name">full<\/td>/,
    );
    const again = await ab(test.url, ...WINDOW, "--name", name);
    assert.equal(again.code, 0, again.text);
    assert.match(again.text, /^posts to extract +0 +0$/m);
  });
});

Deno.test("rules against a model tells tokens and time of the model, and never the key", async () => {
  await using test = await openStored();
  const server = startOpenAiServer({ reply: () => '{"assignment_code": "QX0"}' });
  const model = {
    EXTRACTOR: "llm",
    LLM_API_URL: server.url,
    LLM_MODEL_NAME: "gpt-5-mini",
    LLM_API_KEY: "sk-very-secret",
  };
  try {
    await withFolder(async (name) => {
      const { code, text } = await ab(
        test.url,
        ...WINDOW,
        "--run-a",
        '{"EXTRACTOR": "rules"}',
        "--run-b",
        JSON.stringify(model),
        "--max-jobs",
        "5",
        "--name",
        name,
      );
      assert.equal(code, 0, text);
      assert.match(text, /^LLM_API_KEY +- +\*\*\*$/m);
      assert.match(text, /^costs +nothing +at most US\$ 0\.\d{4}$/m);
      assert.match(text, /^tokens sent +0 +[1-9]/m);
      assert.match(text, /^left out: not finished +2$/m);
      assert.equal(server.bodies.length, 5);
      assert.ok(
        server.requests.every(({ headers }) => headers.get("authorization") === "Bearer sk-very-secret"),
      );
      const { comparison, html } = await readResults(name);
      assert.deepEqual([comparison.a.usage, comparison.b.usage?.asked], [null, 5]);
      assert.match(html, /What the outputs took/);
      assert.doesNotMatch(text + html + JSON.stringify(comparison), /very-secret/);
    });
  } finally {
    await server.close();
  }
});

Deno.test("a noise floor is planned, run beside A and B, and B is held against it", async () => {
  await using test = await openStored();
  const random = new SeededRandom(1);
  const server = startOpenAiServer({
    reply: ({ model }) =>
      JSON.stringify({
        assignment_code: random.chance(0.5) ? "QX" : null,
        rate: { raw_text: model === "two" ? "$40/hr" : null },
      }),
  });
  const runs = (["one", "two"] as const).flatMap((model, place) => [
    place === 0 ? "--run-a" : "--run-b",
    JSON.stringify({ EXTRACTOR: "llm", LLM_API_URL: server.url, LLM_MODEL_NAME: model }),
  ]);
  try {
    const dry = await ab(test.url, ...WINDOW, ...runs, "--noise-floor", "--dry-run");
    assert.match(dry.text, /^ +A +B +A again$/m);
    assert.match(dry.text, /^posts to extract +7 +7 +7$/m);
    assert.match(dry.text, /^costs +not known +not known +not known$/m);
    assert.equal(server.bodies.length, 0);
    await withFolder(async (name) => {
      const { code, text } = await ab(test.url, ...WINDOW, ...runs, "--noise-floor", "--name", name);
      assert.equal(code, 0, text);
      assert.match(text, /^jobs claimed +7 +7 +7$/m);
      assert.match(
        text,
        /^How often A differs from B, and from llm_one_[0-9a-f]{8}_again, a further run of A/m,
      );
      const { comparison, html } = await readResults(name);
      assert.equal(comparison.noise?.version, `${comparison.a.version}_again`);
      assert.equal(comparison.noise?.pairs, comparison.both_ok);
      assert.deepEqual(comparison.noise?.cached, 0);
      const { finding, differs_from_b, differs_from_again } = comparison.noise?.fields["rate.raw_text"] ?? {};
      // One day is no sample.
      assert.deepEqual([finding, differs_from_b, differs_from_again], ["undecided", 1, 0]);
      assert.match(html, /<h2 id="noise">Noise floor /);
      assert.equal(comparison.runs?.[0]?.length, 3);
    });
  } finally {
    await server.close();
  }
});

Deno.test("a dead server ends the experiment with exit code 2 and one message", async () => {
  await using test = await openStored();
  const nobody = { EXTRACTOR: "llm", LLM_API_URL: "http://127.0.0.1:1", LLM_MODEL_NAME: "m" };
  const { code, text } = await ab(test.url, ...WINDOW, "--run-b", JSON.stringify(nobody));
  assert.equal(code, 2, text);
  assert.equal(text.match(/^error: /gm)?.length, 1);
  assert.match(text, /^error: Run B: .*127\.0\.0\.1:1/m);
  assert.match(text, /Both runs were stopped; what is done is stored, and the same command goes on/);
});

Deno.test("spent money ends the experiment with exit code 1, and what it brought is told", async () => {
  await using test = await openStored();
  const server = startOpenAiServer({ reply: () => '{"assignment_code": "QX0"}' });
  const model = { EXTRACTOR: "llm", LLM_API_URL: server.url, LLM_MODEL_NAME: "gpt-5-mini" };
  try {
    const { code, text } = await runModeFile(
      "ab_experiment.ts",
      test.url,
      [
        ...WINDOW,
        "--concurrency",
        "1",
        "--run-a",
        '{"EXTRACTOR": "rules"}',
        "--run-b",
        JSON.stringify(model),
      ],
      undefined,
      { MAX_COST_USD: "0.0001" },
    );
    assert.equal(code, 1, text);
    assert.match(text, /^costs +nothing +stops at US\$ 0\.0001$/m);
    assert.match(text, /^ok +\d+ +[1-3]$/m);
    assert.match(text, /^cost +US\$ 0\.0000 +US\$ 0\.0\d*[1-9]\d*$/m);
    assert.match(text, /^error: Run B: Stopped at MAX_COST_USD/m);
  } finally {
    await server.close();
  }
});

Deno.test("a dry run, an empty window and a misspelt setting change nothing, and say what to do", async () => {
  await using test = await openStored();
  const runs = await Promise.all([
    ab(test.url, ...WINDOW, "--dry-run"),
    ab(test.url),
    ab(test.url, "--run-b", '{"EXTRACTR": "rules"}'),
  ]);
  assert.deepEqual(runs.map(({ code }) => code), [0, 1, 2]);
  assert.match(runs[0]?.text ?? "", /^posts to extract +7 +7$[^]*Dry run: nothing was enqueued/m);
  assert.match(
    runs[1]?.text ?? "",
    /No post of this window is stored; there are 8 messages of 2025-12-31 to 2026-01-01\.\n.* --since-iso 2025-12-25T00:00:00Z/,
  );
  assert.match(runs[2]?.text ?? "", /Cannot read RUN_B: EXTRACTR is no setting; did you mean EXTRACTOR\?/);
  assert.equal((await test.sql`select 1 from pipeline_versions`).length, 0);
});

/** Six assignments and a greeting of January, and a post of before. */
async function openStored(): Promise<TestDatabase> {
  const test = await openTestDatabase();
  const post = (at: number) => `Code: QX${at}\nSec 2 Maths\nLocation: Bishan 570123\nRate: $40/hr`;
  await storeMessages(test.sql, [
    ...[1, 2, 3, 4, 5, 6].map((at) => ({ text: post(at) })),
    { text: "Happy new year!" },
    { text: post(7), date: "2025-12-31T23:59:59Z" },
  ]);
  return test;
}

async function ab(url: string, ...args: readonly string[]) {
  return await runModeFile("ab_experiment.ts", url, args);
}

async function withFolder(run: (name: string) => Promise<void>): Promise<void> {
  const name = `test_${crypto.randomUUID()}`;
  try {
    await run(name);
  } finally {
    await Deno.remove(`${OUT_FOLDER}/${name}`, { recursive: true });
  }
}

async function readResults(name: string) {
  const read = (file: string) => Deno.readTextFile(`${OUT_FOLDER}/${name}/${file}`);
  return {
    comparison: ComparisonSchema.parse(JSON.parse(await read("summary.json"))),
    html: await read("report.html"),
  };
}
