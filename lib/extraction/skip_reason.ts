import type { ExtractionInput } from "./extractor.ts";

/** Why a message is not looked at, in the order in which the reasons are tried; a domain adds its own. */
export type SkipReason = "deleted" | "forward" | "reply" | "empty_text";

/** The reason to skip a message whatever its text is about, or null. */
export function findSkipReason(input: ExtractionInput): SkipReason | null {
  if (input.deletedAt !== null) return "deleted";
  if (input.isForward) return "forward";
  if (input.isReply) return "reply";
  return input.text.trim() === "" ? "empty_text" : null;
}
