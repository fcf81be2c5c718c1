import type { Traits } from "../extraction/likeness.ts";
import type { AssignmentItem } from "../store/assignment_keys.ts";
import type { AssignmentLink } from "../store/assignment_links.ts";

/** A post of a chain: all that have one repost key in one channel. */
export interface ChainPost extends AssignmentItem {
  readonly postedAt: Date;
  readonly isOpen: boolean;
  readonly traits: Traits;
}

/** A post that nobody showed again for so long is another assignment when it comes again. */
const LONGEST_PAUSE_MS = 14 * 24 * 3_600_000;
/** An assignment is bumped once in so long, counted from when it was posted or bumped last. */
const BUMP_PAUSE_MS = 6 * 3_600_000;

/**
 * Says which posts of a chain repeat which: each the first one, as long as that is open and was shown within two weeks. What follows a
 * closed post is an assignment of its own, which later ones repeat in turn: an open post never hides behind a closed one. A closed
 * repost bumps nothing.
 *
 * @param chain In any order.
 * @param contradicts Whether two posts cannot be of one assignment, although their key is the same.
 */
export function planReposts(
  chain: readonly ChainPost[],
  contradicts: (one: Traits, other: Traits) => boolean,
): AssignmentLink[] {
  const links: AssignmentLink[] = [];
  let first: ChainPost | null = null;
  let shownAt = 0;
  let bumpedAt = 0;
  for (const post of chain.toSorted(byTime)) {
    // A code that stands twice in one post is no repost.
    if (first?.rawId === post.rawId) continue;
    const postedAt = post.postedAt.getTime();
    if (
      !first?.isOpen || postedAt - shownAt > LONGEST_PAUSE_MS || contradicts(first.traits, post.traits)
    ) {
      first = post;
      bumpedAt = postedAt;
    } else {
      const bumps = post.isOpen && postedAt - bumpedAt >= BUMP_PAUSE_MS;
      if (bumps) bumpedAt = postedAt;
      links.push({ item: post, of: first, score: 1, bumpedAt: bumps ? post.postedAt : null });
    }
    shownAt = postedAt;
  }
  return links;
}

function byTime(one: ChainPost, other: ChainPost): number {
  return one.postedAt.getTime() - other.postedAt.getTime() || one.rawId - other.rawId ||
    one.segment - other.segment;
}
