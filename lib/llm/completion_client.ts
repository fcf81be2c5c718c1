import OpenAI from "openai";
import * as z from "zod";
import type { ChatOptions, ChatRequest } from "./chat.ts";
import { type ChatDialect, TEMPERATURE } from "./chat_dialect.ts";
import { ChatError } from "./chat_error.ts";
import { type Completion, CompletionSchema } from "./completion.ts";
import type { FailedAnswer } from "./explain_answer.ts";
import { parseRetryAfterMs } from "./retry_after.ts";

/** What one request brought: a completion, or a server's word that there is none. */
export type Answer =
  | { readonly kind: "completion"; readonly body: Completion }
  | ({ readonly kind: "failed" } & FailedAnswer);

export interface CompletionClient {
  /**
   * Sends one request, once.
   *
   * @throws {ChatError} If nothing came that is an answer: `timeout`, `connection` or `bad_response`.
   * @throws The signal's reason, if it was aborted.
   */
  fetchCompletion(request: ChatRequest, dialect: ChatDialect, signal: AbortSignal): Promise<Answer>;
}

/** An error as servers write it into a body, also under HTTP 200; `error` can be a plain text. */
const ErrorSchema = z.union([
  z.string(),
  z.object({
    message: z.string().nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
    type: z.string().nullish(),
    param: z.string().nullish(),
  }),
]);
const ErrorBodySchema = z.object({ error: ErrorSchema });

/** Timers count in 32 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The official client, kept to one request a call and to what we tell it. */
export function createCompletionClient(options: ChatOptions, action: string): CompletionClient {
  const { apiKey, timeoutMs } = options;
  /** The same for each request; choosing them anew took a tenth of what a request costs this process. */
  let headers: [name: string, value: string][] | null = null;
  const client = new OpenAI({
    baseURL: options.url,
    // It insists on a key; without one no authorization is sent.
    apiKey: apiKey ?? "none",
    // What it would else take from the environment and send to whatever server this is.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    maxRetries: 0,
    // Its own time limit ends with the answer's headers; ours, below, holds until the answer is read.
    timeout: LONGEST_TIMER_MS,
    fetch: async (input, init) => {
      headers ??= chooseHeaders(new Headers(init?.headers), apiKey);
      const response = await fetch(input, { ...init, headers });
      // The client leaves an empty body of a good answer unread, and so its line in use.
      if (response.ok && response.headers.get("content-length") === "0") await response.body?.cancel();
      return response;
    },
  });

  async function fetchCompletion(
    request: ChatRequest,
    dialect: ChatDialect,
    signal: AbortSignal,
  ): Promise<Answer> {
    signal.throwIfAborted();
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    const forward = () => timeout.abort();
    signal.addEventListener("abort", forward, { once: true });
    try {
      const body: unknown = await client.chat.completions.create(
        writeRequest(request, dialect, options),
        { signal: timeout.signal },
      );
      return readBody(body, action);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.signal.aborted || error instanceof OpenAI.APIConnectionTimeoutError) {
        throw new ChatError(
          "timeout",
          `${action}: no answer within ${timeoutMs / 1000} s (LLM_TIMEOUT_SECONDS)`,
        );
      }
      if (error instanceof ChatError) throw error;
      return readFailure(error, action);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", forward);
    }
  }
  return { fetchCompletion };
}

/** Only what a server needs: the client adds facts of this machine, and OPENAI_CUSTOM_HEADERS. */
function chooseHeaders(headers: Headers, apiKey: string | null): [name: string, value: string][] {
  const names = ["accept", "content-type", "user-agent", ...(apiKey === null ? [] : ["authorization"])];
  return names.flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
}

function writeRequest(
  { system, user, schema }: ChatRequest,
  { rung, maxTokensName, hasTemperature }: ChatDialect,
  { model, maxTokens }: ChatOptions,
): OpenAI.Chat.ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [{ role: "system", content: system }, { role: "user", content: user }],
    [maxTokensName]: maxTokens,
    ...(hasTemperature && { temperature: TEMPERATURE }),
    ...(schema !== null && rung === "json_schema" && {
      response_format: {
        type: "json_schema",
        json_schema: { name: schema.name, strict: true, schema: { ...schema.jsonSchema } },
      },
    }),
  };
}

/** @throws {ChatError} If the body is neither a completion nor an error. */
function readBody(body: unknown, action: string): Answer {
  const value = typeof body === "string" ? parseJson(body) : body;
  const completion = CompletionSchema.safeParse(value);
  if (completion.success) return { kind: "completion", body: completion.data };
  const failure = ErrorBodySchema.safeParse(value);
  if (!failure.success) {
    throw new ChatError("bad_response", `${action}: what the server sent is no chat completion`, {
      status: 200,
    });
  }
  const { error } = failure.data;
  const status = Number(typeof error === "string" ? NaN : error.code);
  return {
    kind: "failed",
    // Gateways answer so when the server behind them failed; one without a number is taken for such a failure.
    status: status >= 400 && status < 600 ? status : 502,
    says: wordsOf(error),
    retryAfterMs: null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws {ChatError} If the connection or the answer broke. */
function readFailure(error: unknown, action: string): Answer {
  if (error instanceof SyntaxError) {
    throw new ChatError("bad_response", `${action}: what the server sent is broken JSON`, { status: 200 });
  }
  if (error instanceof OpenAI.APIError && error.status !== undefined) {
    const body = ErrorSchema.safeParse(error.error);
    return {
      kind: "failed",
      status: error.status,
      says: body.success ? wordsOf(body.data) : "",
      retryAfterMs: parseRetryAfterMs(error.headers ?? new Headers(), Date.now()),
    };
  }
  throw new ChatError(
    "connection",
    `${action}: the connection failed; check that the server runs, and LLM_API_URL`,
  );
}

function wordsOf(error: z.infer<typeof ErrorSchema>): string {
  if (typeof error === "string") return error;
  return [error.message, error.code, error.type, error.param].filter((word) => word ?? false).join(" ");
}
