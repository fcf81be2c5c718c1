import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { drawFaults, type Fault, FAULTS } from "./openai_faults.ts";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "./openai_server.ts";
import { until } from "./until.ts";

const BODY = { model: "m", messages: [{ role: "user", content: "Ünïcode {}" }], max_tokens: 5 };

async function withServer(
  options: OpenAiServerOptions,
  use: (server: OpenAiServer, post: (body?: unknown) => Promise<Response>) => Promise<void>,
): Promise<void> {
  const server = startOpenAiServer(options);
  try {
    await use(
      server,
      (body = BODY) =>
        fetch(`${server.url}/v1/chat/completions`, { method: "POST", body: JSON.stringify(body) }),
    );
  } finally {
    await server.close();
  }
}

Deno.test("a request is recorded and answered with what the model is told to write", async () => {
  await withServer({ reply: ({ model }) => `{"by": "${model}"}` }, async (server, post) => {
    const { choices, usage } = await (await post()).json();
    assert.equal(choices[0].message.content, '{"by": "m"}');
    assert.deepEqual(usage, { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 });
    assert.deepEqual(server.bodies, [BODY]);
    assert.equal(server.requests[0]?.path, "/v1/chat/completions");
  });
});

Deno.test("many requests at once are answered each on its own, and the most at once are counted", async () => {
  await withServer(
    { reply: ({ messages }) => messages[0]?.content ?? "", latencyMs: [1, 30] },
    async (server, post) => {
      const replies = await Promise.all(Array.from({ length: 40 }, async (_, index) => {
        const response = await post({ model: "m", messages: [{ role: "user", content: `${index}` }] });
        return (await response.json()).choices[0].message.content;
      }));
      assert.deepEqual(replies, Array.from({ length: 40 }, (_, index) => `${index}`));
      assert.ok(server.largestConcurrency > 20, String(server.largestConcurrency));
    },
  );
});

Deno.test("faults are answered as told, each to its request", async () => {
  const faults: Fault[] = [FAULTS.rateLimitSeconds, FAULTS.html, FAULTS.unavailable, FAULTS.noUsage];
  await withServer({ fault: (index) => faults[index] ?? null }, async (_, post) => {
    const limited = await post();
    assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "2"]);
    await limited.body?.cancel();
    const page = await post();
    assert.deepEqual([page.status, page.headers.get("content-type")], [200, "text/html"]);
    assert.match(await page.text(), /<html>/);
    assert.deepEqual(await (await post()).json(), { error: "overloaded" });
    assert.equal((await (await post()).json()).usage, null);
    assert.equal((await post().then((response) => response.json())).usage.completion_tokens, 1);
  });
});

Deno.test("lines are cut before the headers, and in the middle of the body", async () => {
  const faults: Fault[] = [FAULTS.cut, FAULTS.cutInBody];
  await withServer({ fault: (index) => faults[index] ?? null }, async (_, post) => {
    await assert.rejects(post());
    const response = await post();
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  });
});

Deno.test("closing ends requests that hang or take long", async () => {
  for (const options of [{ fault: () => FAULTS.hang }, { latencyMs: 600_000 }]) {
    let hanging = Promise.resolve();
    await withServer(options, async (server, post) => {
      hanging = assert.rejects(post().then((response) => response.text()));
      await until(() => server.bodies.length > 0);
    });
    await hanging;
  }
});

Deno.test("a share of the requests meets faults, the same ones with the same seed", () => {
  const draw = () => {
    const next = drawFaults(0.3, [FAULTS.cut, FAULTS.hang], new SeededRandom(7));
    return Array.from({ length: 1000 }, () => next()?.kind ?? null);
  };
  const drawn = draw();
  assert.deepEqual(draw(), drawn);
  const share = drawn.filter((kind) => kind !== null).length / 1000;
  assert.ok(share > 0.25 && share < 0.35, String(share));
  assert.deepEqual(new Set(drawn), new Set([null, "cut", "hang"]));
});
