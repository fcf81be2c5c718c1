import type { PostStatus } from "../schema/tuition_assignment.ts";

/** What each of the agencies' words for a post's place in its life says to a reader; words that are absent say nothing. */
const MEANINGS: Readonly<Record<string, PostStatus>> = {
  "Status: Open": "open",
  "STILL OPEN": "open",
  "🔁 STILL AVAILABLE": "open",
  "still avail": "open",
  "This case is still open": "open",
  "Status: Open (repost)": "reposted",
  "🔁 REPOST": "reposted",
  "[REPOST]": "reposted",
  "REPOST": "reposted",
  "Repost": "reposted",
  "reposted": "reposted",
  "BUMP": "reposted",
  "up": "reposted",
  "（再发）": "reposted",
  "Status: Closed": "closed",
  "[CLOSED]": "closed",
  "🔒 CLOSED": "closed",
  "CLOSED": "closed",
  "Closed": "closed",
  "This case is closed": "closed",
  "FILLED": "taken",
  "(taken)": "taken",
  "taken": "taken",
  "taken liao": "taken",
  "❌ TAKEN ❌": "taken",
  "🔴 TAKEN": "taken",
  "✅ MATCHED": "taken",
  "** POSITION FILLED **": "taken",
  "(This one has been filled, thank you everyone)": "taken",
  "（已满）": "taken",
  "已满": "taken",
};

/** The status that an agency's words tell; null where they tell none, such as "urgent". */
export function readStatusWords(words: string): PostStatus | null {
  return MEANINGS[words] ?? null;
}
