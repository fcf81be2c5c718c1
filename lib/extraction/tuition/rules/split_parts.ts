import type { Span } from "../../../text/span.ts";
import type { Post } from "./parse_post.ts";
import { splitAt, splitColumns } from "./post_lines.ts";

const SLASH = / \/ /g;
const SLASH_OR_DASH = / \/ |(?<!\d) - | - (?!\$?\d)/g;
/** "Bishan - Mon - Fri" needs no parting, "P6 Art - Bishan - $40/h - Mon" does. */
const FEWEST_DASHES = 3;

/** The parts of a stretch between bars, gaps and slashes that stand between spaces; dashes part where there are many. */
export function splitParts(post: Post, span: Span): Span[] {
  return splitColumns(post.folded, span).flatMap((column) => {
    const dashes = post.folded.slice(column.start, column.end).split(" - ").length - 1;
    return splitAt(post.folded, column, dashes >= FEWEST_DASHES ? SLASH_OR_DASH : SLASH);
  });
}
