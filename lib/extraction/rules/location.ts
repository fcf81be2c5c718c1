import { type Span, subtractSpans, trimSpan } from "../../text/span.ts";
import type { Headline } from "./headline.ts";
import { type LabelledValue, type Post, snippet, valuesOf } from "./parse_post.ts";

const POSTAL =
  /(\(s\) ?|\(?\b(?:s|singapore|spore|sg|postal|postal code)[ :]{0,2})?(?<![\d$#])(\d{6})(?![\da-z])\)?/g;
const LINK = /\(?\[?\(?https?:\/\/[^\s]*\)*/g;
const STATION_NOTE = /\([^()]{0,40}\b(?:mrt|lrt|station)\b[^()]{0,80}\)/g;
const NOT_A_PLACE =
  /^(?:singapore|s|online|zoom|via zoom|online lessons?|virtual|nil|na|n\/a|tbc|tba|\(?s\)?)$/;

/** A postal code and the span with what leads up to it, such as "(S)" or "Singapore". */
interface PostalMatch {
  readonly code: string;
  readonly span: Span;
  readonly isCountryNamed: boolean;
}

/** The six-digit postal codes within a span whose first two digits are one of Singapore's sectors, 01 to 82. */
function findPostalMatches(post: Post, span: Span): PostalMatch[] {
  return [...post.folded.slice(span.start, span.end).matchAll(POSTAL)].flatMap((match) => {
    const [whole, prefix = "", code = ""] = match;
    const sector = Number(code.slice(0, 2));
    if (sector < 1 || sector > 82) return [];
    const start = span.start + match.index;
    return [{
      code,
      span: { start, end: start + whole.length },
      isCountryNamed: prefix.includes("singapore"),
    }];
  });
}

/** The postal codes of the lines labelled as such. */
export function findLabelledPostalCodes(post: Post): string[] {
  return uniqueCodes(
    valuesOf(post, "postal").flatMap(({ lines }) => lines.flatMap((line) => findPostalMatches(post, line))),
  );
}

/** The postal codes of the address; without an address, those of any line that is not a code, a tag or a contact. */
export function findPostalCodes(post: Post): string[] {
  const labelled = valuesOf(post, "postal", "address", "mrt").flatMap(({ lines }) => lines);
  const codes = uniqueCodes(labelled.flatMap((line) => findPostalMatches(post, line)));
  if (codes.length > 0) return codes;
  const others = post.lines.filter(({ isContact, entries }) =>
    !isContact && entries.every(({ kind }) => !["code", "tags", "contact", "rate", "student"].includes(kind))
  );
  return uniqueCodes(others.flatMap(({ span }) => findPostalMatches(post, span)));
}

function uniqueCodes(matches: readonly PostalMatch[]): string[] {
  return [...new Set(matches.map(({ code }) => code))];
}

/** The places of the lessons, without postal codes and links; one that has nothing else is left out. */
export function findAddresses(post: Post, headline: Headline | null): string[] {
  const labelled = valuesOf(post, "address").flatMap((value) => addressesOf(post, value));
  if (labelled.length > 0) return [...new Set(labelled)];
  const place = headline?.place ? readPlace(post, headline.place) : null;
  if (place) return [place];
  return [...new Set(valuesOf(post, "region").flatMap((value) => addressesOf(post, value)))];
}

function addressesOf(post: Post, { lines }: LabelledValue): string[] {
  const [line] = lines;
  if (!line) return [];
  const place = readPlace(post, line);
  if (place === null) return [];
  // "Tampines/East Coast" are two places; "10/12 Bishan St" is one.
  const parts = place.split("/").map((part) => part.trim());
  return parts.length > 1 && parts.every((part) => /^[A-Za-z .']{3,}$/.test(part)) ? parts : [place];
}

function readPlace(post: Post, span: Span): string | null {
  const holes = [
    ...findPostalMatches(post, span).filter(({ isCountryNamed }) => !isCountryNamed).map((match) =>
      match.span
    ),
    ...findSpans(post, span, LINK),
    ...findSpans(post, span, STATION_NOTE),
  ];
  const places = subtractSpans(span, holes).map((part) => {
    const trimmed = trimSpan(post.text, part, ",.;:-|*_\u26a1");
    const text = snippet(post, trimmed);
    return /^\([^()]*\)$/.test(text) ? text.slice(1, -1) : text.replace(/^\)+\s*/, "").replace(/\s*\($/, "");
  }).filter((text) => /\p{L}{2}/u.test(text) && !NOT_A_PLACE.test(text.toLowerCase()));
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

const STATION_LABEL =
  /\b(?:nearest|closest|near|nr)\s?(?:mrt|lrt|train|mrt\/lrt)?(?:\s?\/\s?lrt)?\s?(?:station)?s?\s?(?:is|:|-)\s?/g;
const STATION = /\b((?:[a-z][a-z'-]+ ){1,3})(mrt|lrt)\b/g;
const NOT_A_NAME =
  /^(?:near|nearest|nearby|the|to|at|from|by|walk|min|mins|minutes|is|station|then|and|or|location|address|closest|distance|away|of|in|opposite|beside|next)$/;

/** The stations named as near, from a label or from "X MRT" in the text of an address. */
export function findNearestStations(post: Post, headline: Headline | null): string[] {
  const labelled = valuesOf(post, "mrt").flatMap(({ lines }) => lines.slice(0, 1));
  if (labelled.length > 0) return [...new Set(labelled.flatMap((line) => splitStations(post, line)))];
  const places = [
    ...valuesOf(post, "address", "region").flatMap(({ lines }) => lines.slice(0, 1)),
    ...(headline ? [headline.line] : []),
  ];
  for (const place of places) {
    const folded = post.folded.slice(place.start, place.end);
    const [label] = folded.matchAll(STATION_LABEL);
    if (label) {
      const start = place.start + label.index + label[0].length;
      const length = /[)\]|;\n]/.exec(post.folded.slice(start, place.end))?.index ?? place.end - start;
      return [...new Set(splitStations(post, { start, end: start + length }))];
    }
    const named = [...folded.matchAll(STATION)].flatMap((match) =>
      stationName(post, place.start + match.index, match)
    );
    if (named.length > 0) return [...new Set(named)];
  }
  return [];
}

function splitStations(post: Post, span: Span): string[] {
  const text = snippet(post, span);
  return text.split(/\s*(?:,|\/|;|\bthen\b|\band\b|\bor\b|&)\s*/i)
    .map((name) => name.replace(/\s*\([^()]*\)?\s*$/, "").replace(/\s*station$/i, "").trim())
    .map((name) => name.replace(/[.\s]+$/, ""))
    .filter((name) => /\p{L}{2}/u.test(name) && !/^(?:nil|na|n\/a|tbc|mrt|lrt)$/i.test(name));
}

function stationName(post: Post, at: number, [whole, words = ""]: RegExpMatchArray): string[] {
  const names = words.trim().split(" ");
  const first = names.findLastIndex((word) => NOT_A_NAME.test(word)) + 1;
  if (first >= names.length) return [];
  const skipped = names.slice(0, first).reduce((length, word) => length + word.length + 1, 0);
  return [snippet(post, { start: at + skipped, end: at + whole.length })];
}
