import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { FAULTS } from "../support/openai_faults.ts";
import { type OpenAiServerOptions, startOpenAiServer } from "../support/openai_server.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const POST = "Code: QX12\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr";

Deno.test("labels are scored by a model with the task's own permissions, and its tokens and cost are told", async () => {
  const { code, text } = await score({ reply: () => '{"assignment_code": "QX12"}' }, {
    LLM_MODEL_NAME: "gpt-5-mini",
    MAX_COST_USD: "1",
  });
  assert.equal(code, 0, text);
  assert.match(text, /^Score: 3 posts in .*tokens, US\$ 0\.\d{4}, 1 at a time$/m);
  assert.match(text, /^ {2}MAX_COST_USD +1 +environment$/m);
  assert.match(text, /^Tokens: [\d,]+ \([\d,]+ sent, [\d,]+ received\); cost: US\$ 0\.\d{4}$/m);
  assert.match(text, /^Scored 3 posts with llm \(gpt-5-mini\); 0 lines left out\.$/m);
});

Deno.test("posts that a model failed on are named, and a limit of what it may cost ends the run", async () => {
  const failed = await score({ reply: () => "no", fault: (index) => (index > 1 ? FAULTS.refusal : null) });
  assert.equal(failed.code, 1, failed.text);
  assert.match(failed.text, /^1 post without an output \(llm_invalid_json\)$/m);
  const dear = await score({ reply: () => '{"assignment_code": "QX12"}' }, {
    LLM_MODEL_NAME: "gpt-5-mini",
    MAX_COST_USD: "0.0001",
  });
  assert.equal(dear.code, 1, dear.text);
  assert.match(dear.text, /^error: Stopped at MAX_COST_USD/m);
});

/** Scores three labelled posts, one at a time, as `deno task score` does. */
async function score(options: OpenAiServerOptions, environment: Record<string, string> = {}) {
  const server = startOpenAiServer(options);
  const gold = await Deno.makeTempFile();
  try {
    const labels = [1, 2, 3].map((n) => ({
      agency: "a",
      channel: "b",
      n,
      raw: POST,
      gold: { assignment_code: "QX12" },
    }));
    await Deno.writeTextFile(gold, labels.map((label) => JSON.stringify(label)).join("\n"));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-q",
        "--no-prompt",
        "--no-check",
        "-P=database",
        "modes/score_gold.ts",
        "--gold",
        gold,
        "--concurrency",
        "1",
      ],
      cwd: ROOT,
      env: { NO_COLOR: "1", LLM_API_URL: server.url, LLM_MODEL_NAME: "test-model", ...environment },
    }).output();
    const decoder = new TextDecoder();
    return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    await Deno.remove(gold);
    await server.close();
  }
}
