import type { ExtractionOptions } from "./extraction_options.ts";
import type { ExtractionInput } from "./extractor.ts";
import { isTrustedForward } from "./trusted_forwards.ts";

/** Why a message is not looked at, in the order in which the reasons are tried; a domain adds its own. */
export type SkipReason = "deleted" | "forward" | "reply" | "empty_text";

/** The reason to skip a message whatever its text is about, or null. A forward is read in channels that are trusted with it. */
export function findSkipReason(
  input: ExtractionInput,
  { trustedForwards }: Pick<ExtractionOptions, "trustedForwards">,
): SkipReason | null {
  if (input.deletedAt !== null) return "deleted";
  if (input.isForward && !isTrustedForward(input, trustedForwards)) return "forward";
  if (input.isReply) return "reply";
  return input.text.trim() === "" ? "empty_text" : null;
}
