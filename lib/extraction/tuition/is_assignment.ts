import { type Post, valuesOf } from "./rules/parse_post.ts";
import { LEVELS, SUBJECTS } from "./vocabulary/phrases.ts";

/** Whether a post has at least two signs of an assignment; one alone is found in adverts and announcements too. */
export function isAssignment(post: Post): boolean {
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
