import { LEVELS, SUBJECTS } from "./vocabulary/phrases.ts";
import type { ExtractionInput } from "./extractor.ts";
import { type Post, valuesOf } from "./rules/parse_post.ts";

/** Why a message is left out of extraction, in the order in which the reasons are tried. */
export type SkipReason = "deleted" | "forward" | "reply" | "empty_text" | "non_assignment";

/**
 * The reason to skip a message, or null where it is to be extracted.
 *
 * @param post The message's text, parsed.
 */
export function findSkipReason(input: ExtractionInput, post: Post): SkipReason | null {
  if (input.deletedAt !== null) return "deleted";
  if (input.isForward) return "forward";
  if (input.isReply) return "reply";
  if (input.text.trim() === "") return "empty_text";
  return isAssignment(post) ? null : "non_assignment";
}

/** Whether a post has at least two signs of an assignment; one alone is found in adverts and announcements too. */
function isAssignment(post: Post): boolean {
  const signs = [
    () => valuesOf(post, "code").length > 0,
    () => valuesOf(post, "rate").length > 0 || /\$ ?\d|\d ?(?:\/|per) ?(?:h|hr|hour)\b/.test(post.folded),
    () =>
      valuesOf(post, "address", "address_or_mrt", "postal", "region", "mrt").length > 0 ||
      /\b\d{6}\b/.test(post.folded),
    () => valuesOf(post, "timing", "schedule", "schedule_or_timing", "start").length > 0,
    () => /\s@\s/.test(post.folded),
    () => SUBJECTS.findAll(post.folded).length > 0,
    () => LEVELS.findAll(post.folded).length > 0,
  ];
  let found = 0;
  return signs.some((sign) => sign() && ++found === 2);
}
