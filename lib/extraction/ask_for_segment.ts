import { ChatError } from "../llm/chat_error.ts";
import { fillUserTemplate } from "../llm/user_template.ts";
import { describeChatError, isHopeless } from "./chat_failure.ts";
import type { AnswerForm } from "./domain.ts";
import type { LanguageModel } from "./language_model.ts";
import { readSegment, type SegmentAnswer } from "./read_segment.ts";
import type { UsageTally } from "./usage_tally.ts";

/** A reply that cannot be read is asked for once more: models do not answer twice alike, not even at temperature 0. */
const MOST_REPLIES = 2;

/**
 * Asks a model for the fields of one item, and adds every reply to the tally, read or not.
 *
 * @returns The fields, or what is wrong with this item alone: its replies cannot be read, or the model does not take it.
 * @throws {ChatError} If the request failed for another reason than the item.
 * @throws {UserError} If there is nothing left to spend.
 */
export async function askForSegment<Fields extends object>(
  answer: AnswerForm<Fields>,
  { chat, paced, prompt, replySchema, maxTokens, spending }: LanguageModel,
  texts: { readonly post: string; readonly examples: string },
  tally: UsageTally,
  signal: AbortSignal,
): Promise<SegmentAnswer<Fields>> {
  const { system } = prompt;
  const user = fillUserTemplate(prompt.template, texts);
  try {
    for (let replies = 1;; replies++) {
      const reply = await chat.complete({ system, user, schema: replySchema }, signal);
      tally.add(reply, spending.costUsd(reply.usage));
      const read = readSegment(answer, reply, maxTokens);
      if ("fields" in read || reply.isCut || replies === MOST_REPLIES) return read;
    }
  } catch (error) {
    if (error instanceof ChatError && error.usage !== null) {
      tally.addUsage(error.usage, spending.costUsd(error.usage));
    }
    if (!(error instanceof ChatError) || error.isTransient || error.concernsEveryRequest) throw error;
    if (isHopeless(error, paced)) throw error;
    return { error: describeChatError(error) };
  }
}
