import { UserError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import { ChatError } from "../llm/chat_error.ts";
import { parseChatUrl } from "../llm/chat_url.ts";
import { fetchModelNames } from "../llm/fetch_model_names.ts";
import { describeMock } from "../llm/mock_chat.ts";
import type { Settings } from "../runtime/settings.ts";
import { DEFAULT_API_URL } from "./open_model_chat.ts";

const SUBJECT = "model server";
/** A person waits for it; a server that only lists its models answers at once. */
const TIMEOUT_MS = 5000;
const MOST_NAMES = 5;

/** Asks the model server for its models, which costs nothing, and says whether it answers and has the one that is named. */
export async function examineModelServer(
  { LLM_API_URL, LLM_API_KEY, LLM_MODEL_NAME, LLM_MOCK_OUTPUT_FILE }: Pick<
    Settings,
    "LLM_API_URL" | "LLM_API_KEY" | "LLM_MODEL_NAME" | "LLM_MOCK_OUTPUT_FILE"
  >,
): Promise<Finding> {
  if (LLM_MOCK_OUTPUT_FILE !== null) {
    return {
      subject: SUBJECT,
      state: "hint",
      found: describeMock(LLM_MOCK_OUTPUT_FILE),
      remedy: "unset LLM_MOCK_OUTPUT_FILE to ask a server",
    };
  }
  const url = LLM_API_URL ?? DEFAULT_API_URL;
  try {
    const names = await fetchModelNames({ url, apiKey: LLM_API_KEY, timeoutMs: TIMEOUT_MS });
    const answers = `${parseChatUrl(url)} answers`;
    if (names === null) {
      return {
        subject: SUBJECT,
        state: "ok",
        found: `${answers}; it does not list its models`,
        remedy: null,
      };
    }
    if (LLM_MODEL_NAME !== null && names.includes(LLM_MODEL_NAME)) {
      return { subject: SUBJECT, state: "ok", found: `${answers} and has ${LLM_MODEL_NAME}`, remedy: null };
    }
    const there = `there are: ${listNames(names)}`;
    return LLM_MODEL_NAME === null
      ? {
        subject: SUBJECT,
        state: "hint",
        found: answers,
        remedy: `write one of its models in LLM_MODEL_NAME (${there})`,
      }
      : {
        subject: SUBJECT,
        state: "hint",
        found: `${answers}, but does not list ${LLM_MODEL_NAME}`,
        remedy: `load the model there, or write another LLM_MODEL_NAME (${there})`,
      };
  } catch (error) {
    if (!(error instanceof ChatError || error instanceof UserError)) throw error;
    return { subject: SUBJECT, state: "problem", found: error.message, remedy: null };
  }
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : "";
  return names.slice(0, MOST_NAMES).join(", ") + more;
}
