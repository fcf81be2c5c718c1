import { UserError } from "../core/errors.ts";
import { type Fingerprint, sha256Hex } from "../core/fingerprint.ts";
import { type Chat, createChat, type ReplySchema } from "../llm/chat.ts";
import { isLocalUrl } from "../llm/is_local_url.ts";
import { type Examples, loadExamples } from "../llm/load_examples.ts";
import { describePrompt, loadPrompt, type Prompt, type PromptMeta } from "../llm/load_prompt.ts";
import { paceChat, type PacedChat } from "../llm/pace_chat.ts";
import type { ReplyCache } from "../llm/reply_cache.ts";
import { findPrice } from "../llm/price.ts";
import { strictJsonSchema } from "../llm/strict_json_schema.ts";
import type { Settings } from "../runtime/settings.ts";
import type { Domain } from "./domain.ts";
import { hashFiles } from "./rules_fingerprint.ts";
import { Spending } from "./spending.ts";

/** A model, with all that decides what it is sent and how its answers are taken. */
export interface LanguageModel {
  readonly chat: PacedChat;
  readonly prompt: Prompt;
  readonly promptMeta: PromptMeta;
  readonly examples: Examples;
  readonly replySchema: ReplySchema;
  readonly maxTokens: number;
  readonly spending: Spending;
  readonly fingerprint: Fingerprint;
}

/** Where LM Studio listens: what is asked where nobody chose another server. */
export const DEFAULT_API_URL = "http://localhost:1234";

/** What decides how a request is written and its reply is read, beside the prompt and the domain. */
export const READING_SOURCES: readonly URL[] = [
  "./ask_for_segment.ts",
  "./llm_extractor.ts",
  "../llm/chat_dialect.ts",
  "../llm/complete_keys.ts",
  "../llm/completion.ts",
  "../llm/completion_client.ts",
  "../llm/find_objects.ts",
  "../llm/parse_reply_object.ts",
  "../llm/read_reply.ts",
  "../llm/strip_thinking.ts",
  "../llm/user_template.ts",
].map((path) => new URL(path, import.meta.url));

/**
 * Chooses the model of the settings. Nothing is sent yet.
 *
 * @throws {UserError} If no model is named, its prompt cannot be loaded, or a server that is not on this machine could cost without
 * bounds.
 */
export function openLanguageModel<Fields extends object>(
  settings: Settings,
  { name, answer }: Pick<Domain<Fields>, "name" | "answer">,
  _replies: ReplyCache | null,
): LanguageModel {
  const { LLM_MODEL_NAME: model, LLM_MAX_TOKENS: maxTokens } = settings;
  if (model === null) {
    throw new UserError(
      "Cannot extract by llm: no model is named; write the name that its server knows it by in LLM_MODEL_NAME, " +
        "or set EXTRACTOR=rules",
    );
  }
  const chat = createChat({
    url: settings.LLM_API_URL ?? DEFAULT_API_URL,
    apiKey: settings.LLM_API_KEY,
    model,
    timeoutMs: settings.LLM_TIMEOUT_SECONDS * 1000,
    maxTokens,
  });
  const spending = limitSpending(chat, settings.MAX_COST_USD);
  const prompt = loadPrompt(settings);
  const examples = loadExamples(settings);
  const replySchema = { name, jsonSchema: strictJsonSchema(answer.schema) };
  const schemaJson = JSON.stringify(replySchema);
  return {
    chat: paceChat(chat, {
      requestsPerMinute: settings.REQUESTS_PER_MINUTE,
      tokensPerMinute: settings.TOKENS_PER_MINUTE,
      maxTokens,
    }),
    prompt,
    promptMeta: describePrompt(prompt, schemaJson),
    examples,
    replySchema,
    maxTokens,
    spending,
    fingerprint: {
      model,
      max_tokens: String(maxTokens),
      "prompt.system": hash(prompt.system),
      "prompt.template": hash(prompt.template),
      "prompt.schema": hash(schemaJson),
      "prompt.examples": examples.sha256 === null ? "none" : `sha256:${examples.sha256}`,
      reading: hashFiles(READING_SOURCES),
    },
  };
}

function limitSpending({ url, model }: Chat, maxUsd: number | null): Spending {
  if (maxUsd === null && !isLocalUrl(url)) {
    throw new UserError(
      `Cannot ask ${new URL(url).host}: it is not on this machine, and nothing limits what a run may cost; ` +
        "set MAX_COST_USD, in US dollars",
    );
  }
  return new Spending(model, findPrice(model), maxUsd);
}

function hash(text: string): string {
  return `sha256:${sha256Hex(text)}`;
}
