import assert from "node:assert/strict";
import { examineExtractor } from "../../lib/extraction/examine_extractor.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { startOpenAiServer } from "../support/openai_server.ts";

Deno.test("the model server is said to have the model, or which ones it has", async () => {
  const server = startOpenAiServer({ models: ["mine", "other"] });
  try {
    const [extractor, known] = await examine({ LLM_API_URL: server.url, LLM_MODEL_NAME: "mine" });
    assert.equal(extractor?.found, "llm, model mine");
    assert.deepEqual([known?.state, known?.found], ["ok", `${server.url}/v1 answers and has mine`]);
    const [, unknown] = await examine({ LLM_API_URL: server.url, LLM_MODEL_NAME: "none" });
    assert.equal(unknown?.state, "hint");
    assert.match(unknown?.remedy ?? "", /there are: mine, other/);
    const [unnamed, asked] = await examine({ LLM_API_URL: server.url });
    assert.match(unnamed?.found ?? "", /no model is named/);
    assert.deepEqual([asked?.found, asked?.remedy], [
      `${server.url}/v1 answers`,
      "write one of its models in LLM_MODEL_NAME (there are: mine, other)",
    ]);
    assert.equal(server.bodies.length, 0, "nothing that could cost was asked");
  } finally {
    await server.close();
  }
});

Deno.test("a model server that cannot be reached, and a model that nobody named, are problems", async () => {
  const server = startOpenAiServer();
  await server.close();
  const findings = await examine({ LLM_API_URL: server.url });
  assert.deepEqual(findings.map(({ subject, state }) => [subject, state]), [
    ["extractor", "problem"],
    ["model server", "problem"],
  ]);
  assert.match(findings[0]?.found ?? "", /LLM_MODEL_NAME/);
  assert.match(findings[1]?.found ?? "", /check that the server runs/);
});

Deno.test("the rules need no server", async () => {
  const { values } = parseSettings({ environment: {}, dotEnv: {} });
  assert.deepEqual((await examineExtractor("rules", values)).map(({ found }) => found), ["rules"]);
});

Deno.test("where a file stands for the model, no server is asked, and a missing file is a problem", async () => {
  const file = await Deno.makeTempFile();
  const [extractor, server] = await examine({ LLM_MOCK_OUTPUT_FILE: file });
  assert.equal(extractor?.found, "llm, model mock");
  assert.deepEqual([server?.state, server?.found], [
    "hint",
    `No server is asked: every reply is read from ${file}`,
  ]);
  await Deno.remove(file);
  const [missing] = await examine({ LLM_MOCK_OUTPUT_FILE: file });
  assert.equal(missing?.state, "problem");
});

async function examine(environment: Record<string, string>) {
  return await examineExtractor("llm", parseSettings({ environment, dotEnv: {} }).values);
}
