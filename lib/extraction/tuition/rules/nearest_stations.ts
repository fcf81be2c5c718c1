import type { Span } from "../../../text/span.ts";
import { STATIONS } from "../vocabulary/phrases.ts";
import { type Post, snippet, stretchesOf, valuesOf } from "./parse_post.ts";
import { splitAt } from "./post_lines.ts";

const STATION_LABEL =
  /\b(?:nearest|closest)\s?(?:mrt|lrt|train|mrt\/lrt)?(?:\s?\/\s?lrt)?\s?(?:station|stn)?s?\s?(?:is|:|-)\s?/g;
const SPEAKS_OF_STATIONS = /\b(?:mrt|lrt|nearest|closest)\b/;
const STATION_KIND = /\b(?:mrt|lrt)\b/g;
/** Where the words that lead up to a station's name begin at the earliest. */
const BEFORE_NAMES = /.*(?:[()[\]|;:@\n]|\. )/;
/** Words after which all names up to "MRT" are stations: "near Boon Lay or Lakeside MRT". */
const LEAD = /.*\b(?:near|nearest|nearby|nr|closest|from|to|opposite|opp|beside)\b/;
const LISTED = /\s*(?:[,/&]|\band\b|\bor\b)\s*/g;
/** What a list of stations holds besides their names. */
const NOT_A_STATION = /^(?:nil|na|tbc|mrt|lrt|none)$|\b(?:min|mins|minutes?|walk|walking|bus|stops?)\b/i;
const LONGEST_LIST = 80;
const NOT_A_NAME =
  /^(?:near|nearest|nearby|nr|the|to|at|from|by|walk|walking|min|mins|minutes|is|station|then|and|or|location|address|closest|distance|away|of|in|opposite|opp|beside|next|\d+)$/;

/** The stations named as near: the labelled value, else "nearest station: X" or "X MRT" where the place is told. */
export function findNearestStations(post: Post): string[] {
  const labelled = valuesOf(post, "mrt").flatMap(({ lines }) => lines.slice(0, 1));
  if (labelled.length > 0) return [...new Set(labelled.flatMap((line) => splitStations(post, line)))];
  if (!SPEAKS_OF_STATIONS.test(post.folded)) return [];
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
    const named = [...folded.matchAll(STATION_KIND)].flatMap(({ 0: kind, index }, at, all) => {
      const from = at === 0 ? span.start : span.start + (all[at - 1]?.index ?? 0) + kind.length;
      return nameStations(post, { start: from, end: span.start + index }, kind.length);
    });
    if (named.length > 0) return [...new Set(named)];
  }
  return [];
}

function splitStations(post: Post, span: Span): string[] {
  return snippet(post, span).split(/\s*(?:,|\/|;|\bthen\b|\band\b|\bor\b|&)\s*/i)
    .map((name) =>
      name.replace(/\s*\([^()]*\)?\s*$/, "").replace(/\s*station$/i, "").replace(/[.)\s]+$/, "").trim()
    )
    .filter((name) => /\p{L}{2}/u.test(name) && !NOT_A_STATION.test(name));
}

/** The stations that the words before "MRT" name: the last one, and what is listed with it. */
function nameStations(post: Post, before: Span, kindLength: number): string[] {
  const start = Math.max(before.start, before.end - LONGEST_LIST);
  const words = post.folded.slice(start, before.end);
  const cut = BEFORE_NAMES.exec(words)?.[0].length ?? 0;
  const lead = LEAD.exec(words.slice(cut))?.[0].length ?? 0;
  // Without such a word, what stands before a comma is the address.
  const from = lead > 0 ? cut + lead : Math.max(cut, words.lastIndexOf(",") + 1);
  const names = splitAt(post.folded, { start: start + from, end: before.end }, LISTED)
    .map((name) => trimName(post, name));
  const others = names.slice(0, -1);
  const last = names.at(-1);
  if (!last || last.end === last.start) return [];
  const first = lead > 0 ? 0 : others.findLastIndex((name) => !isStation(post, name)) + 1;
  return [
    ...others.slice(first).filter(({ start, end }) => end > start).map((name) => snippet(post, name)),
    snippet(post, { start: last.start, end: before.end + kindLength }),
  ];
}

/** The known station at the end of `span`; else its last four words at most, without those that only lead up to a name. */
function trimName(post: Post, span: Span): Span {
  const known = STATIONS.findAll(post.folded, span).at(-1)?.span;
  if (known && known.end === span.end) return known;
  const words = [...post.folded.slice(span.start, span.end).matchAll(/[a-z0-9][a-z0-9'-]*/g)];
  const notName = words.findLastIndex(([word]) => NOT_A_NAME.test(word));
  const [first] = words.slice(Math.max(notName + 1, words.length - 4));
  return { start: first ? span.start + first.index : span.end, end: span.end };
}

function isStation(post: Post, { start, end }: Span): boolean {
  return STATIONS.get(post.folded.slice(start, end)) !== undefined;
}
