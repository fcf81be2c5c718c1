import { formatCount } from "../../runtime/format_number.ts";
import type { Comparison } from "../comparison_schema.ts";

/**
 * The replays because of which a comparison holds for chosen posts only: those of versions that have no posts but ones on which two
 * versions disagree. None where both cover more.
 */
export function decisiveReplays(
  { replays, left_out }: Pick<Comparison, "replays" | "left_out">,
): Comparison["replays"] {
  const chosen = new Set(replays.map(({ version }) => version));
  // A version that others' posts were added to later is whole again where the other one has nothing more.
  return chosen.size === 1 && left_out.only_in_a + left_out.only_in_b === 0 ? [] : replays;
}

/** Says which versions got only posts on which two versions disagree, and what cannot be told from these; nothing without replays. */
export function describeReplays(replays: Comparison["replays"]): string[] {
  const chosen = [...new Set(replays.map(({ version }) => version))];
  if (chosen.length === 0) return [];
  return [
    ...chosen.map((version) => {
      const own = replays.filter((replay) => replay.version === version);
      const pairs = [...new Set(own.map(({ version_a, version_b }) => `"${version_a}" and "${version_b}"`))];
      const posts = own.reduce((sum, replay) => sum + replay.posts, 0);
      return `Version "${version}" got ${formatCount(posts)} posts because ${
        pairs.join(", ")
      } disagree on them.`;
    }),
    "Such posts are harder than others: no share of them holds for all posts.",
    "Of two that disagree one is mostly wrong, so that a third seems better there than it is.",
  ];
}
