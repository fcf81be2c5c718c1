import type { Span } from "../../../text/span.ts";
import { STATIONS } from "../vocabulary/phrases.ts";
import { type Post, snippet, stretchesOf, valuesOf } from "./parse_post.ts";

const STATION_LABEL =
  /\b(?:nearest|closest)\s?(?:mrt|lrt|train|mrt\/lrt)?(?:\s?\/\s?lrt)?\s?(?:station|stn)?s?\s?(?:is|:|-)\s?/g;
const STATION = /\b((?:[a-z][a-z'-]+ ){1,4})(mrt|lrt)\b/g;
const NOT_A_NAME =
  /^(?:near|nearest|nearby|the|to|at|from|by|walk|min|mins|minutes|is|station|then|and|or|location|address|closest|distance|away|of|in|opposite|opp|beside|next)$/;

/** The stations named as near: the labelled value, else "nearest station: X" or "X MRT" where the place is told. */
export function findNearestStations(post: Post): string[] {
  const labelled = valuesOf(post, "mrt").flatMap(({ lines }) => lines.slice(0, 1));
  if (labelled.length > 0) return [...new Set(labelled.flatMap((line) => splitStations(post, line)))];
  const places = stretchesOf(
    post,
    "address",
    "address_or_mrt",
    "region",
    "subject",
    "details",
    "code",
    "other",
  );
  for (const { value: span } of places) {
    const folded = post.folded.slice(span.start, span.end);
    const [label] = folded.matchAll(STATION_LABEL);
    if (label) {
      const start = span.start + label.index + label[0].length;
      const length = /[)\]|;\n]/.exec(post.folded.slice(start, span.end))?.index ?? span.end - start;
      return [...new Set(splitStations(post, { start, end: start + length }))];
    }
    const named = [...folded.matchAll(STATION)].flatMap((match) =>
      nameStation(post, span.start + match.index, match)
    );
    if (named.length > 0) return [...new Set(named)];
  }
  return [];
}

function splitStations(post: Post, span: Span): string[] {
  return snippet(post, span).split(/\s*(?:,|\/|;|\bthen\b|\band\b|\bor\b|&)\s*/i)
    .map((name) =>
      name.replace(/\s*\([^()]*\)?\s*$/, "").replace(/\s*station$/i, "").replace(/[.)\s]+$/, "").trim()
    )
    .filter((name) => /\p{L}{2}/u.test(name) && !/^(?:nil|na|tbc|mrt|lrt|none)$/i.test(name));
}

/** The known station before "MRT"; else up to four words, without those that only lead up to the name. */
function nameStation(post: Post, at: number, [whole, words = ""]: RegExpMatchArray): string[] {
  const before = { start: at, end: at + words.trimEnd().length };
  const end = at + whole.length;
  const known = STATIONS.findAll(post.folded, before).find(({ span }) => span.end === before.end);
  if (known) return [snippet(post, { start: known.span.start, end })];
  const names = words.trim().split(" ");
  const first = names.findLastIndex((word) => NOT_A_NAME.test(word)) + 1;
  if (first >= names.length) return [];
  const skipped = names.slice(0, first).reduce((length, word) => length + word.length + 1, 0);
  return [snippet(post, { start: at + skipped, end })];
}
