import type { Reply } from "../llm/chat.ts";
import { keepReply, type KeptReply, readReply } from "../llm/read_reply.ts";
import type { ExtractionError } from "../schema/extraction_error.ts";
import type { AnswerForm } from "./domain.ts";

/** What a model made of one item's text. */
export type SegmentAnswer<Fields> = { readonly fields: Fields } | { readonly error: ExtractionError };

/**
 * Reads the fields of one item in a reply, or says what is wrong with the reply, which is kept beside it.
 *
 * @param maxTokens The limit that the reply was asked for with.
 */
export function readSegment<Fields>(
  { lenientSchema, empty }: AnswerForm<Fields>,
  { text, isCut, usage }: Reply,
  maxTokens: number,
): SegmentAnswer<Fields> {
  if (isCut) {
    const message = usage !== null && usage.completionTokens < maxTokens
      ? `The reply was cut after ${usage.completionTokens} tokens, where the model's context ends; give it a larger one, ` +
        "or use a shorter prompt"
      : "The reply was cut at LLM_MAX_TOKENS; raise it, or use a model that thinks less";
    return failure("llm_bad_response", message, keepReply(text));
  }
  const read = readReply(text, { schema: lenientSchema, empty: empty() });
  switch (read.kind) {
    case "read":
      return { fields: read.value };
    case "no_object":
      return failure("llm_invalid_json", read.problem, read.reply);
    case "wrong_shape":
      return failure("validation_failed", read.problem, read.reply);
  }
}

function failure(error: string, message: string, reply: KeptReply): { readonly error: ExtractionError } {
  return { error: { error, message: message.slice(0, 1000), details: { reply } } };
}
