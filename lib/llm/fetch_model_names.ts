import * as z from "zod";
import type { ChatOptions } from "./chat.ts";
import { ChatError } from "./chat_error.ts";
import { parseChatUrl } from "./chat_url.ts";
import { explainAnswer } from "./explain_answer.ts";

const ModelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/**
 * Asks an OpenAI-compatible server which models it has; that costs nothing. Null where it answers, but keeps no such list.
 *
 * @throws {ChatError} If it cannot be reached, or refuses.
 * @throws {UserError} If the address cannot be used.
 */
export async function fetchModelNames(
  options: Pick<ChatOptions, "url" | "apiKey" | "timeoutMs">,
): Promise<string[] | null> {
  const url = parseChatUrl(options.url);
  const action = `Cannot ask for the models at ${url}`;
  const answer = await fetchAnswer(`${url}/models`, options, action);
  if (answer.status === 404 || answer.status === 405 || answer.status === 501) return null;
  if (answer.status >= 400) {
    throw explainAnswer({ status: answer.status, says: "", retryAfterMs: null }, action);
  }
  const models = ModelsSchema.safeParse(answer.body);
  return models.success ? models.data.data.map(({ id }) => id) : null;
}

async function fetchAnswer(
  url: string,
  { apiKey, timeoutMs }: Pick<ChatOptions, "apiKey" | "timeoutMs">,
  action: string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const response = await fetch(url, {
      headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: parseJson(text) };
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") {
      throw new ChatError("timeout", `${action}: no answer within ${timeoutMs / 1000} s`);
    }
    throw new ChatError(
      "connection",
      `${action}: the connection failed; check that the server runs, and LLM_API_URL`,
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
