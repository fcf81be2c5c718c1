import { foldText } from "../../../text/fold_text.ts";
import { type Span, subtractSpans, trimSpan } from "../../../text/span.ts";
import type { Headline } from "./headline.ts";
import { isModeOnly } from "./learning_mode.ts";
import { isPlacePart, STATION_NEARBY, unlabelledParts } from "./line_parts.ts";
import { type LabelledValue, type Post, snippet, valuesOf } from "./parse_post.ts";
import { findPostalMatches } from "./postal_codes.ts";

const LINK = /\(?\[?\(?https?:\/\/[^\s]*\)*/g;
const STATION_NOTE = /\([^()]{0,40}\b(?:mrt|lrt|station)\b[^()]{0,80}\)/g;
/** ", Kovan MRT" or " / Kovan MRT" after the place itself. */
const STATION_TAIL = /(?<=[a-z0-9)])\s?\s?[/,;|-][^/,;|()-]{0,40}\b(?:mrt|lrt)\b(?: station)?/g;
const STATION_ONLY = /^[^/,;|()-]{0,40}\b(?:mrt|lrt)\b(?: station)?$/;
const NOT_A_PLACE = /^(?:singapore|s|nil|na|n\/a|tbc|tba)$/;

/** The places of the lessons, without postal codes and links; one that has nothing else is left out. */
export function findAddresses(post: Post, headline: Headline | null): string[] {
  const labelled = valuesOf(post, "address", "address_or_mrt").flatMap((value) => addressesOf(post, value));
  if (labelled.length > 0) return [...new Set(labelled)];
  const place = headline?.place ? readPlace(post, headline.place) : null;
  if (place && !headline?.isTagged) return [place];
  const unlabelled = unlabelledParts(post).filter((part) => isPlacePart(post, part))
    .map((part) => readPlace(post, part)).find((text) => text !== null);
  if (unlabelled) return [unlabelled];
  if (place) return [place];
  return [...new Set(valuesOf(post, "region").flatMap((value) => addressesOf(post, value)))];
}

function addressesOf(post: Post, { kind, lines }: LabelledValue): string[] {
  const [line] = lines;
  if (!line) return [];
  const place = readPlace(post, line);
  if (place === null || (kind === "address_or_mrt" && STATION_ONLY.test(place.toLowerCase()))) return [];
  // "Bishan/Novena" are two places; "10/12 Bishan St" is one.
  const parts = place.split("/").map((part) => part.trim());
  return parts.length > 1 && parts.every((part) => /^[A-Za-z .']{3,}$/.test(part)) ? parts : [place];
}

/** The longest stretch of a span between postal codes, links and notes about stations, if it is a place at all. */
function readPlace(post: Post, span: Span): string | null {
  const holes = [
    ...findPostalMatches(post, span).filter(({ isPartOfAddress }) => !isPartOfAddress).map((match) =>
      match.span
    ),
    ...findSpans(post, span, LINK),
    ...findSpans(post, span, STATION_NOTE),
    ...findSpans(post, span, STATION_NEARBY),
    ...findSpans(post, span, STATION_TAIL),
  ];
  const places = subtractSpans(span, holes).map((part) => {
    const trimmed = trimSpan(post.text, part, ',.;:-|*_"\u26a1');
    const text = snippet(post, trimmed);
    return /^\([^()]*\)$/.test(text) ? text.slice(1, -1) : text.replace(/^\)+\s*/, "").replace(/\s*\($/, "");
  }).filter((text) =>
    /\p{L}{2}/u.test(text) && !NOT_A_PLACE.test(text.toLowerCase()) && !isModeOnly(foldText(text))
  );
  return places.reduce<string | null>(
    (longest, text) => text.length > (longest?.length ?? 0) ? text : longest,
    null,
  );
}

function findSpans(post: Post, span: Span, pattern: RegExp): Span[] {
  return [...post.folded.slice(span.start, span.end).matchAll(pattern)].map((match) => ({
    start: span.start + match.index,
    end: span.start + match.index + match[0].length,
  }));
}
