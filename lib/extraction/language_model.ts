import { fileURLToPath } from "node:url";
import { sha256Hex } from "../core/fingerprint.ts";
import type { ReplySchema } from "../llm/chat.ts";
import type { CircuitBreakerOptions } from "../llm/circuit_breaker.ts";
import { type Examples, loadExamples } from "../llm/load_examples.ts";
import { describePrompt, loadPrompt, type Prompt, type PromptMeta } from "../llm/load_prompt.ts";
import type { ReplyCache } from "../llm/reply_cache.ts";
import { strictJsonSchema } from "../llm/strict_json_schema.ts";
import type { Settings } from "../runtime/settings.ts";
import type { Domain } from "./domain.ts";
import { type ModelChat, openModelChat } from "./open_model_chat.ts";
import { readSegment } from "./read_segment.ts";
import { hashFiles } from "./rules_fingerprint.ts";

/** A model, with all that decides what it is sent and how its answers are taken. */
export interface LanguageModel extends ModelChat {
  readonly prompt: Prompt;
  readonly promptMeta: PromptMeta;
  readonly examples: Examples;
  readonly replySchema: ReplySchema;
  readonly maxTokens: number;
}

/** What decides how a request is written and its reply is read, beside the prompt and the domain. */
export const READING_SOURCES: readonly URL[] = [
  "./ask_for_segment.ts",
  "./llm_extractor.ts",
  "./read_segment.ts",
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
 * @param replies Where replies that can be read are kept; null: nowhere.
 * @throws {UserError} If no model is named, its prompt cannot be loaded, or a server that is not on this machine could cost without
 * bounds.
 */
export function openLanguageModel<Fields extends object>(
  settings: Settings,
  { name, answer, prompts }: Pick<Domain<Fields>, "name" | "answer" | "prompts">,
  replies: ReplyCache | null,
  circuitBreaker?: CircuitBreakerOptions,
): LanguageModel {
  const { LLM_MAX_TOKENS: maxTokens } = settings;
  const modelChat = openModelChat(
    settings,
    replies,
    (reply) => "fields" in readSegment(answer, reply, maxTokens),
    circuitBreaker,
  );
  const folder = fileURLToPath(prompts);
  const prompt = loadPrompt(settings, folder);
  const examples = loadExamples(settings, folder);
  const replySchema = { name, jsonSchema: strictJsonSchema(answer.schema) };
  const schemaJson = JSON.stringify(replySchema);
  return {
    ...modelChat,
    prompt,
    promptMeta: describePrompt(prompt, schemaJson),
    examples,
    replySchema,
    maxTokens,
    fingerprint: {
      ...modelChat.fingerprint,
      max_tokens: String(maxTokens),
      "prompt.system": hash(prompt.system),
      "prompt.template": hash(prompt.template),
      "prompt.schema": hash(schemaJson),
      "prompt.examples": examples.sha256 === null ? "none" : `sha256:${examples.sha256}`,
      reading: hashFiles(READING_SOURCES),
    },
  };
}

function hash(text: string): string {
  return `sha256:${sha256Hex(text)}`;
}
