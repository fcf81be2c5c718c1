import assert from "node:assert/strict";
import { type ChatOptions, type ChatRequest, createChat, type Reply } from "../../lib/llm/chat.ts";
import { ChatError } from "../../lib/llm/chat_error.ts";
import { type Fault, FAULTS, rateLimitUntil } from "../support/openai_faults.ts";
import {
  type ChatBody,
  type OpenAiServer,
  type OpenAiServerOptions,
  startOpenAiServer,
} from "../support/openai_server.ts";
import { until } from "../support/until.ts";

const SECRET_TEXT = "Tutor wanted at Blk 123, call 9123 4567";
const KEY = "sk-secret-0123456789";
const REQUEST: ChatRequest = {
  system: "Extract.",
  user: SECRET_TEXT,
  schema: { name: "post", jsonSchema: { type: "object", properties: {} } },
};
const NEVER = new AbortController().signal;

type Ask = (request?: ChatRequest, signal?: AbortSignal) => Promise<Reply>;

async function withChat(
  serverOptions: OpenAiServerOptions,
  use: (ask: Ask, server: OpenAiServer) => Promise<void>,
  chatOptions: Partial<ChatOptions> = {},
): Promise<void> {
  const server = startOpenAiServer({ reply: () => '{"code": "A1"}', ...serverOptions });
  try {
    const chat = createChat({
      url: server.url,
      apiKey: KEY,
      model: "test-model",
      timeoutMs: 20_000,
      maxTokens: 100,
      ...chatOptions,
    });
    await use((request = REQUEST, signal = NEVER) => chat.complete(request, signal), server);
  } finally {
    await server.close();
  }
}

async function failureOf(ask: Ask): Promise<ChatError> {
  const error = await ask().then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof ChatError, String(error));
  return error;
}

Deno.test("a reply comes with its text, tokens, model and latency", async () => {
  await withChat({ latencyMs: 20 }, async (ask) => {
    const { latencyMs, ...reply } = await ask();
    assert.deepEqual(reply, {
      text: '{"code": "A1"}',
      isCut: false,
      usage: { promptTokens: 12, completionTokens: 4, cachedPromptTokens: 0 },
      model: "test-model",
      rung: "json_schema",
      isCached: false,
    });
    assert.ok(latencyMs >= 19, String(latencyMs));
  });
});

Deno.test("a request holds the prompt, temperature 0, the token limit and the schema, and is sent with the key", async () => {
  await withChat({}, async (ask, { bodies, requests }) => {
    await ask();
    assert.deepEqual(bodies, [{
      model: "test-model",
      messages: [{ role: "system", content: "Extract." }, { role: "user", content: SECRET_TEXT }],
      max_tokens: 100,
      temperature: 0,
      response_format: {
        type: "json_schema",
        json_schema: { name: "post", strict: true, schema: { type: "object", properties: {} } },
      },
    }]);
    assert.equal(requests[0]?.headers.get("authorization"), `Bearer ${KEY}`);
  });
});

Deno.test("a server gets no facts of this machine, and without a key no authorization", async () => {
  await withChat({}, async (ask, { requests }) => {
    await ask();
    const names = [...requests[0]?.headers.keys() ?? []];
    assert.deepEqual(names.filter((name) => /stainless|authorization|openai|custom/.test(name)), []);
  }, { apiKey: null });
});

Deno.test("without a schema plain text is asked for", async () => {
  await withChat({}, async (ask, { bodies }) => {
    assert.equal((await ask({ ...REQUEST, schema: null })).rung, "text");
    assert.equal(bodies[0]?.response_format, undefined);
  });
});

Deno.test("a server that refuses the schema is asked for plain text, and that is remembered", async () => {
  await withChat({ refusesSchema: true }, async (ask, { bodies }) => {
    assert.equal((await ask()).rung, "text");
    assert.equal((await ask()).rung, "text");
    assert.deepEqual(bodies.map((body) => body.response_format?.type ?? null), ["json_schema", null, null]);
  });
});

Deno.test("a refusal that plain text does not mend leaves the schema in use", async () => {
  const tooLong: Fault = {
    kind: "status",
    status: 400,
    error: { code: "context_length_exceeded", message: "schema" },
  };
  await withChat({ fault: (index) => (index < 2 ? tooLong : null) }, async (ask) => {
    assert.equal((await failureOf(ask)).refusal, "context_length");
    assert.equal((await ask()).rung, "json_schema");
  });
});

Deno.test("a model that broke the schema once is asked for plain text this once", async () => {
  const broken: Fault = { kind: "status", status: 400, error: { code: "json_validate_failed" } };
  await withChat({ fault: (index) => (index === 0 ? broken : null) }, async (ask) => {
    assert.equal((await ask()).rung, "text");
    assert.equal((await ask()).rung, "json_schema");
  });
});

Deno.test("a model that takes no temperature and another name for the token limit gets what it takes", async () => {
  const fault = (_: number, body: Readonly<Record<string, unknown>>): Fault | null =>
    body["max_tokens"] !== undefined
      ? { kind: "status", status: 400, error: { message: "Use 'max_completion_tokens' instead." } }
      : body["temperature"] !== undefined
      ? { kind: "status", status: 400, error: { param: "temperature", code: "unsupported_value" } }
      : null;
  await withChat({ fault }, async (ask, { bodies }) => {
    await ask();
    assert.equal((await ask()).rung, "json_schema");
    assert.equal(bodies.length, 4);
    assert.equal(bodies[3]?.max_completion_tokens, 100);
  });
});

Deno.test("every fault has its kind, and what the server said to wait", async () => {
  const expected: readonly (readonly [Fault, Partial<ChatError>])[] = [
    [FAULTS.rateLimitSeconds, { kind: "rate_limit", status: 429, retryAfterMs: 2000 }],
    [FAULTS.rateLimitMs, { kind: "rate_limit", retryAfterMs: 150 }],
    [FAULTS.rateLimitPlain, { kind: "rate_limit", retryAfterMs: null }],
    [FAULTS.quota, { kind: "refused", refusal: "quota" }],
    [FAULTS.serverError, { kind: "server", status: 500 }],
    [FAULTS.unavailable, { kind: "server", status: 503 }],
    [FAULTS.htmlBadGateway, { kind: "server", status: 502 }],
    [FAULTS.html, { kind: "bad_response", status: 200 }],
    [FAULTS.truncatedJson, { kind: "bad_response" }],
    [FAULTS.cut, { kind: "connection", status: null }],
    [FAULTS.cutInBody, { kind: "connection" }],
    [FAULTS.wrongKey, { kind: "refused", status: 401, refusal: "key" }],
    [FAULTS.unknownModel, { kind: "refused", status: 404, refusal: "model" }],
    [FAULTS.refusal, { kind: "declined" }],
    [{ kind: "status", status: 400 }, { kind: "refused", refusal: "unknown" }],
    [{ kind: "status", status: 400, error: "No models loaded." }, { kind: "refused", refusal: "model" }],
    // llama-server's words where it serves several models.
    [{ kind: "status", status: 400, error: "model 'm' not found" }, { kind: "refused", refusal: "model" }],
    [{ kind: "status", status: 400, error: "model is not loaded" }, { kind: "refused", refusal: "model" }],
    [{ kind: "status", status: 413 }, { kind: "refused", refusal: "context_length" }],
    [{ kind: "completion", finishReason: "content_filter" }, { kind: "declined" }],
    [{ kind: "completion", content: "" }, { kind: "bad_response" }],
    [errorBody({ error: { message: "upstream", code: 503 } }), { kind: "server", status: 503 }],
    [errorBody({ error: { message: "upstream", code: 429 } }), { kind: "rate_limit", status: 429 }],
    [errorBody({ error: "upstream" }), { kind: "server", status: 502 }],
    [errorBody({ choices: [] }), { kind: "bad_response" }],
    [errorBody(null), { kind: "bad_response" }],
    [{ kind: "body", status: 200, contentType: "application/json", body: "" }, { kind: "bad_response" }],
  ];
  const fault = (_: number, { messages }: ChatBody) => expected[Number(messages[1]?.content)]?.[0] ?? null;
  await withChat({ fault }, async (ask, { bodies }) => {
    for (const [index, [fault, facts]] of expected.entries()) {
      const error = await failureOf(() => ask({ system: "", user: String(index), schema: null }));
      const failure: Readonly<Record<string, unknown>> = { ...error };
      for (const [name, value] of Object.entries(facts)) {
        assert.equal(failure[name], value, `${name} of ${JSON.stringify(fault)}`);
      }
    }
    // Deno's fetch itself repeats a request when a line that was used before is cut without a word.
    const sent = bodies.map(({ messages }) => Number(messages[1]?.content));
    const cut = expected.findIndex(([{ kind }]) => kind === "cut");
    assert.deepEqual(
      sent.filter((index) => index !== cut),
      [...expected.keys()].filter((index) => index !== cut),
    );
  });
});

function errorBody(body: unknown): Fault {
  return { kind: "body", status: 200, contentType: "application/json", body: JSON.stringify(body) };
}

Deno.test("a date to come back at becomes a wait", async () => {
  await withChat({ fault: () => rateLimitUntil(Date.now(), 30) }, async (ask) => {
    const { retryAfterMs } = await failureOf(ask);
    assert.ok(retryAfterMs !== null && retryAfterMs > 20_000 && retryAfterMs <= 31_000, String(retryAfterMs));
  });
});

Deno.test("a server that hangs, also in the middle of its answer, is given up after the timeout", async () => {
  for (const fault of [FAULTS.hang, FAULTS.hangInBody]) {
    await withChat({ fault: () => fault }, async (ask) => {
      const { kind, message } = await failureOf(ask);
      assert.equal(kind, "timeout");
      assert.match(message, /no answer within 0\.05 s \(LLM_TIMEOUT_SECONDS\)$/);
    }, { timeoutMs: 50 });
  }
});

Deno.test("an aborted request ends with the signal's reason", async () => {
  await withChat({ fault: () => FAULTS.hang }, async (ask, { bodies }) => {
    const controller = new AbortController();
    const reason = new Error("shutting down");
    const asking = assert.rejects(ask(REQUEST, controller.signal), reason);
    await until(() => bodies.length > 0);
    controller.abort(reason);
    await asking;
    await assert.rejects(ask(REQUEST, controller.signal), reason);
    assert.equal(bodies.length, 1);
  });
});

Deno.test("a server that is not there is a failed connection that names the remedy", async () => {
  const server = startOpenAiServer();
  await server.close();
  await withChat({}, async (ask) => {
    const { kind, message } = await failureOf(ask);
    assert.equal(kind, "connection");
    assert.match(
      message,
      /^Cannot get a reply of test-model at http:\/\/127\.0\.0\.1:\d+\/v1: .*LLM_API_URL/,
    );
  }, { url: server.url });
});

Deno.test("no failure repeats the message's text or the key, whatever the server sends back", async () => {
  const echo = `${SECRET_TEXT} ${KEY}`;
  const faults: Fault[] = [
    ...[400, 401, 403, 404, 422, 429, 500].flatMap((status): Fault[] => [
      { kind: "status", status, error: { message: echo, code: echo, type: echo, param: echo } },
      { kind: "status", status, error: echo },
      { kind: "body", status, contentType: "text/html", body: echo },
    ]),
    { kind: "body", status: 200, contentType: "application/json", body: echo },
    { kind: "body", status: 200, contentType: "text/plain", body: echo },
    { kind: "completion", content: null, refusal: echo },
    errorBody({ error: { message: echo, code: echo } }),
  ];
  await withChat({ fault: (index) => faults[index] ?? null }, async (ask) => {
    for (const fault of faults) {
      const error = await failureOf(() => ask({ ...REQUEST, schema: null }));
      const shown = Deno.inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
      for (const secret of ["Blk 123", "9123", "sk-", "secret-"]) {
        assert.ok(!shown.includes(secret), `${secret} after ${JSON.stringify(fault)}`);
      }
    }
  });
});

Deno.test("a reply cut by the token limit says so, and one without a count of tokens has none", async () => {
  const faults: Fault[] = [
    FAULTS.lengthReached,
    FAULTS.noUsage,
    { kind: "completion", usage: { prompt_tokens: "?" } },
    {
      kind: "completion",
      usage: { prompt_tokens: 9, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 5 } },
    },
    { kind: "completion", content: null, finishReason: "length" },
  ];
  await withChat({ fault: (index) => faults[index] ?? null }, async (ask) => {
    assert.equal((await ask()).isCut, true);
    assert.equal((await ask()).usage, null);
    assert.equal((await ask()).usage, null);
    assert.deepEqual((await ask()).usage, { promptTokens: 9, completionTokens: 1, cachedPromptTokens: 5 });
    assert.deepEqual(await ask().then(({ text, isCut }) => [text, isCut]), ["", true]);
  });
});
