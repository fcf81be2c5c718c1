import { waitUnlessAborted } from "../../lib/runtime/wait_unless_aborted.ts";
import * as z from "zod";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import type { Fault } from "./openai_faults.ts";
import { type SocketAnswer, type SocketRequest, startSocketHttpServer } from "./socket_http_server.ts";

/** The parts of a chat request that tests look at. */
const ChatBodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  temperature: z.number().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  response_format: z.looseObject({ type: z.string() }).optional(),
});
export type ChatBody = z.infer<typeof ChatBodySchema>;

export interface OpenAiServerOptions {
  /** What the model writes. */
  readonly reply?: (body: ChatBody) => string;
  /** What goes wrong with a request, if anything; asked for each one in the order of their coming, from 0. */
  readonly fault?: (index: number, body: ChatBody, request: SocketRequest) => Fault | null;
  /** How long an answer takes, or the least and the most. */
  readonly latencyMs?: number | readonly [number, number];
  /** Whether a request with a JSON schema is answered with status 400. */
  readonly refusesSchema?: boolean;
  /** The names that `/v1/models` lists. */
  readonly models?: readonly string[];
  readonly seed?: number;
}

export interface OpenAiServer {
  /** The address without `/v1`. */
  readonly url: string;
  /** The chat requests, in the order of their coming. */
  readonly bodies: readonly ChatBody[];
  /** All requests. */
  readonly requests: readonly SocketRequest[];
  /** The most chat requests that were under way at once. */
  readonly largestConcurrency: number;
  close(): Promise<void>;
}

/** A stand-in for an OpenAI-compatible server on a real socket, with faults as told. */
export function startOpenAiServer(options: OpenAiServerOptions = {}): OpenAiServer {
  const { reply = () => "{}", fault = () => null, models = ["test-model"] } = options;
  const random = new SeededRandom(options.seed ?? 1);
  const requests: SocketRequest[] = [];
  const bodies: ChatBody[] = [];
  let underWay = 0;
  let largestConcurrency = 0;

  async function answer(request: SocketRequest, closing: AbortSignal): Promise<SocketAnswer> {
    requests.push(request);
    if (request.path === "/v1/models") {
      return json(200, { object: "list", data: models.map((id) => ({ id, object: "model" })) });
    }
    if (request.path !== "/v1/chat/completions") return json(404, { error: { message: "no such path" } });
    const body = ChatBodySchema.parse(JSON.parse(request.body));
    const index = bodies.push(body) - 1;
    underWay += 1;
    largestConcurrency = Math.max(largestConcurrency, underWay);
    try {
      const found = fault(index, body, request);
      await waitUnlessAborted(drawLatency(options.latencyMs ?? 0, random), closing);
      return found === null ? answerWell(body) : answerFault(found, body);
    } finally {
      underWay -= 1;
    }
  }

  function answerWell(body: ChatBody): SocketAnswer {
    if (options.refusesSchema && body.response_format?.type === "json_schema") {
      return json(400, { error: "'response_format.type' must be 'text'" });
    }
    return json(200, completion(body, { content: reply(body) }));
  }

  function answerFault(given: Fault, body: ChatBody): SocketAnswer {
    const whole = json(200, completion(body, { content: reply(body) }));
    switch (given.kind) {
      case "status":
        return {
          ...json(given.status, { error: given.error ?? { message: "told to fail" } }),
          headers: { "content-type": "application/json", ...given.headers },
        };
      case "body":
        return {
          kind: "response",
          status: given.status,
          headers: { "content-type": given.contentType },
          body: given.body,
        };
      case "hang":
      case "cut":
        return { kind: given.kind };
      case "cut_in_body":
        return { ...whole, ends: { at: 0.5, by: "cut" } };
      case "hang_in_body":
        return { ...whole, ends: { at: 0.5, by: "hang" } };
      case "truncated_json":
        return { ...whole, body: whole.body.slice(0, whole.body.length / 2) };
      case "completion":
        return json(200, completion(body, { content: reply(body), ...given }));
    }
  }

  const server = startSocketHttpServer(answer);
  return {
    url: server.origin,
    bodies,
    requests,
    get largestConcurrency() {
      return largestConcurrency;
    },
    close: server.close,
  };
}

function completion(body: ChatBody, said: Omit<Extract<Fault, { kind: "completion" }>, "kind">): unknown {
  const promptTokens = Math.ceil(body.messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
  const completionTokens = Math.ceil((said.content?.length ?? 0) / 4);
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model: body.model,
    choices: [{
      index: 0,
      finish_reason: said.finishReason ?? "stop",
      message: { role: "assistant", content: said.content ?? null, refusal: said.refusal ?? null },
    }],
    usage: said.usage === undefined
      ? {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
      }
      : said.usage,
  };
}

function json(status: number, body: unknown): Extract<SocketAnswer, { kind: "response" }> {
  return {
    kind: "response",
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

function drawLatency(latencyMs: number | readonly [number, number], random: SeededRandom): number {
  return typeof latencyMs === "number" ? latencyMs : random.integer(...latencyMs);
}
