import { chooseConcession, FIRST_DIALECT, type ReplyRung } from "./chat_dialect.ts";
import { parseChatUrl } from "./chat_url.ts";
import { readCompletion } from "./completion.ts";
import { createCompletionClient } from "./completion_client.ts";
import { explainAnswer } from "./explain_answer.ts";

export interface ChatOptions {
  /** The address of an OpenAI-compatible server, with or without `/v1`. */
  readonly url: string;
  readonly apiKey: string | null;
  readonly model: string;
  /** How long one request may take, its answer read to the end. */
  readonly timeoutMs: number;
  /** The longest reply, in the model's tokens. */
  readonly maxTokens: number;
}

/** A JSON schema that the server holds the reply to, where it can; {@linkcode strictJsonSchema} makes one from zod. */
export interface ReplySchema {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly jsonSchema: Readonly<Record<string, unknown>>;
}

export interface ChatRequest {
  readonly system: string;
  readonly user: string;
  readonly schema: ReplySchema | null;
}

/** The tokens a server counted. */
export interface ChatUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Those of the prompt that the server had read before, which cost less; 0 where it does not say. */
  readonly cachedPromptTokens: number;
}

export interface Reply {
  /** What the model wrote, as it came; empty where the token limit cut it before its first word. */
  readonly text: string;
  /** Whether the token limit cut the text: what is missing at its end is lost, not unknown. */
  readonly isCut: boolean;
  /** Null where the server does not count. */
  readonly usage: ChatUsage | null;
  /** The model as the server names it, which can be more precise than what was asked for. */
  readonly model: string;
  /** From sending the request that was answered to having read its answer. */
  readonly latencyMs: number;
  readonly rung: ReplyRung;
  /** Whether it was paid for before: then it counts neither as tokens and cost nor as latency. */
  readonly isCached: boolean;
}

/** A model on a server. */
export interface Chat {
  /** The address in use, with its version. */
  readonly url: string;
  readonly model: string;
  /**
   * Asks once, at temperature 0. A request that the server refuses for its form is sent anew in a form it may take, which is
   * remembered once it went well; all else is for the caller to repeat.
   *
   * @throws {ChatError} If no reply came.
   * @throws The signal's reason, if it was aborted.
   */
  complete(request: ChatRequest, signal: AbortSignal): Promise<Reply>;
}

/**
 * A model on an OpenAI-compatible server. Nothing is sent before the first request, and nothing needs closing.
 *
 * @throws {UserError} If the address cannot be used.
 */
export function createChat(options: ChatOptions): Chat {
  const url = parseChatUrl(options.url);
  const { model } = options;
  const action = `Cannot get a reply of ${model} at ${url}`;
  const client = createCompletionClient({ ...options, url }, action);
  let remembered = FIRST_DIALECT;

  async function complete(request: ChatRequest, signal: AbortSignal): Promise<Reply> {
    let dialect = remembered;
    let isLasting = true;
    while (true) {
      const sentAtMs = performance.now();
      const answer = await client.fetchCompletion(request, dialect, signal);
      if (answer.kind === "completion") {
        const reply = readCompletion(answer.body, action);
        if (isLasting) remembered = dialect;
        return {
          ...reply,
          model: reply.model ?? model,
          latencyMs: performance.now() - sentAtMs,
          rung: request.schema === null ? "text" : dialect.rung,
          isCached: false,
        };
      }
      const concession = answer.status === 400 || answer.status === 422
        ? chooseConcession(dialect, answer.says, request.schema !== null)
        : null;
      if (concession === null) throw explainAnswer(answer, action);
      dialect = concession.dialect;
      isLasting &&= concession.isLasting;
    }
  }
  return { url, model, complete };
}
