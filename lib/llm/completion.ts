import * as z from "zod";
import type { ChatUsage } from "./chat.ts";
import { ChatError } from "./chat_error.ts";

/** The parts of a chat completion that are read; whatever else a server sends is left alone. */
export const CompletionSchema = z.object({
  model: z.string().min(1).nullish(),
  choices: z.array(z.object({
    finish_reason: z.string().nullish(),
    message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
  })).min(1),
  // A server that counts in its own way counts as one that does not.
  usage: z.object({
    prompt_tokens: z.int().nonnegative(),
    completion_tokens: z.int().nonnegative(),
    prompt_tokens_details: z.object({ cached_tokens: z.int().nonnegative().nullish() }).nullish(),
  }).nullish().catch(null),
});
export type Completion = z.infer<typeof CompletionSchema>;

/** What a completion says, without what only the request knows. */
export interface CompletionReply {
  readonly text: string;
  readonly isCut: boolean;
  readonly usage: ChatUsage | null;
  readonly model: string | null;
}

/** @throws {ChatError} If the model declined, or wrote nothing. */
export function readCompletion(completion: Completion, action: string): CompletionReply {
  const { choices: [choice], model } = completion;
  const usage = readUsage(completion.usage);
  if (choice?.message.refusal || choice?.finish_reason === "content_filter") {
    throw new ChatError("declined", `${action}: the model declines to answer this text`, {
      status: 200,
      usage,
    });
  }
  const text = choice?.message.content ?? "";
  const isCut = choice?.finish_reason === "length";
  if (text.trim() === "" && !isCut) {
    throw new ChatError("bad_response", `${action}: the server sent an empty reply`, { status: 200, usage });
  }
  return { text, isCut, usage, model: model ?? null };
}

function readUsage(usage: Completion["usage"]): ChatUsage | null {
  if (!usage) return null;
  return {
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
    cachedPromptTokens: Math.min(usage.prompt_tokens, usage.prompt_tokens_details?.cached_tokens ?? 0),
  };
}
