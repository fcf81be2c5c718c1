import type { AssignmentFields } from "../../../schema/tuition_assignment.ts";
import { type Span, trimSpan } from "../../../text/span.ts";
import { splitSentences } from "../../../text/split_sentences.ts";
import { OPEN_RATES } from "../vocabulary/phrases.ts";
import { type Post, snippet, stretchesOf, valuesOf } from "./parse_post.ts";
import { splitColumns } from "./post_lines.ts";
import { splitParts } from "./split_parts.ts";

/** A price or a range of prices in Singapore dollars, as one offer of a post. */
export interface Quote {
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string | null;
  readonly span: Span;
}

const NUMBER = String.raw`((?:\d{1,2},\d{3}(?!\d)|\d{1,4})(?:\.\d{1,2})?)`;
const CURRENCY = String.raw`(?:sgd ?|s?\$ ?)`;
const UNIT = String
  .raw`(?: ?(?:\/|per|an?\b|each) ?(1\.5 ?h\w*|2 ?h\w*|hours?|hrs?|h|lessons?|sessions?|months?|mth|week)\b)`;
/** Said of either end of a range: "$30/hr - $40/hr". */
const PER_HOUR = String.raw`(?: ?(?:\/|per) ?(?:hours?|hrs?|h))`;
const QUOTE = new RegExp(
  String
    .raw`(${CURRENCY}|\+ ?)?${NUMBER}(?:(?: ?(?:-+|to) ?${CURRENCY}?|${PER_HOUR} ?(?:-+|to) ?${CURRENCY})${NUMBER})?(?:${UNIT}| ?(hours?|hrs?|h)\b)?`,
  "g",
);

/** Of a number without currency and unit; what is less counts lessons or hours, what is more is a year. */
const LOWEST_BARE = 10;
const HIGHEST_BARE = 999;

/** The offers in a stretch of folded text. A number is one if it has a currency, a plus sign or a unit of time. */
export function findQuotes(folded: string, span: Span, isRateValue: boolean): Quote[] {
  const quotes: Quote[] = [];
  for (const match of folded.slice(span.start, span.end).matchAll(QUOTE)) {
    const [text, currency, low = "", high, unit, bareUnit] = match;
    const start = span.start + match.index;
    if (/[\w.]/.test(folded[start - 1] ?? " ") || /[\d%]/.test(folded[start + text.length] ?? " ")) continue;
    const isAlone = isRateValue && amountOf(low) >= LOWEST_BARE && amountOf(low) <= HIGHEST_BARE &&
      standsAlone(folded, span, { start, end: start + text.length });
    if (currency === undefined && unit === undefined && !isAlone) continue;
    quotes.push({
      ...readBounds(folded, start, amountOf(low), high),
      unit: unit ?? bareUnit ?? null,
      span: { start, end: start + text.length },
    });
  }
  return quotes;
}

function amountOf(number: string): number {
  return Number(number.replace(",", ""));
}

/** Whether a number without a currency stands for itself in a list of rates: "25-30 (UG), 40 (FT)". */
function standsAlone(folded: string, list: Span, { start, end }: Span): boolean {
  return (start === list.start ||
    /[,;|)\n] {0,2}$/.test(folded.slice(Math.max(list.start, start - 3), start))) &&
    (start === list.start || /^ ?(?:$|[,;|(\n])/.test(folded.slice(end, list.end)));
}

function readBounds(folded: string, start: number, low: number, high: string | undefined) {
  if (high !== undefined) {
    const second = amountOf(high);
    return { min: Math.min(low, second), max: Math.max(low, second) };
  }
  const before = folded.slice(Math.max(0, start - 12), start);
  if (/(?:up to|max(?:imum)?|below|under) ?$/.test(before)) return { min: null, max: low };
  if (/(?:from|min(?:imum)?|at least|above|starting) ?$/.test(before)) return { min: low, max: null };
  return { min: low, max: low };
}

interface FoundRate extends Readonly<AssignmentFields["rate"]> {
  readonly spans: readonly Span[];
}

/** What was found in a post, for as long as it is kept: the rate is asked for by several fields. */
const FOUND = new WeakMap<Post, FoundRate>();

/** The rate as the post puts it; the bounds are null where there is no offer, or several. */
export function findRate(post: Post): FoundRate {
  const known = FOUND.get(post);
  if (known) return known;
  const rate = readRate(post);
  FOUND.set(post, rate);
  return rate;
}

function readRate(post: Post): FoundRate {
  const spans = findRateSpans(post);
  if (spans.length === 0) return { min: null, max: null, raw_text: null, spans };
  const quotes = spans.flatMap((span) => findQuotes(post.folded, span, true));
  const only = quotes.length === 1 ? quotes[0] : undefined;
  return {
    min: only?.min ?? null,
    max: only?.max ?? null,
    raw_text: spans.map((span) => snippet(post, span)).join("\n"),
    spans,
  };
}

function findRateSpans(post: Post): Span[] {
  for (const { lines } of valuesOf(post, "rate")) {
    const [first, ...others] = lines;
    if (!first) continue;
    const more = others.filter((line) => findQuotes(post.folded, line, false).length > 0);
    const spans = [first, ...more].map((line) => dropRemark(post, line));
    return spans.filter(({ start, end }) => end > start);
  }
  return findUnlabelledRate(post);
}

/** Columns without an offer, and sentences after the last one, are not about the rate. */
function dropRemark(post: Post, line: Span): Span {
  const [first = line, ...others] = splitColumns(post.folded, line);
  const end = others.findLast((column) => findQuotes(post.folded, column, false).length > 0)?.end ??
    first.end;
  const span = { start: line.start, end };
  const sentences = splitSentences(post.text, span);
  const last = sentences.findLast((sentence) => findQuotes(post.folded, sentence, false).length > 0) ??
    sentences[0];
  return trimSpan(post.text, { start: span.start, end: last?.end ?? span.end }, ".;,");
}

/** "$40/hr" on a line of its own, or within a line that says something else too; else words such as "tutor to quote". */
function findUnlabelledRate(post: Post): Span[] {
  const lines = stretchesOf(post, "other", "subject", "details", "code", "address", "schedule")
    .flatMap(({ span }) => splitParts(post, span));
  for (const line of lines) {
    const first = findQuotes(post.folded, line, false).find(({ span, unit }) =>
      /[$s]/.test(post.folded[span.start] ?? "") || (unit !== null && post.folded[span.start] !== "+")
    );
    if (first) return [rateAround(post, line, first.span)];
  }
  for (const line of lines) {
    const [open] = OPEN_RATES.findAll(post.folded, line);
    if (open) return [open.span];
  }
  return [];
}

/** From a word such as "up to" before an offer to where the line turns to something else. */
function rateAround(post: Post, line: Span, offer: Span): Span {
  const opening = /(?:from|up to|min(?:imum)?|max(?:imum)?) $/.exec(
    post.folded.slice(line.start, offer.start),
  );
  const start = offer.start - (opening?.[0].length ?? 0);
  const length =
    /\s*(?:\||#|"|, (?=start|commenc)|\u26a1|\. |@| \/ |, (?=(?:mon|tue|wed|thu|fri|sat|sun|weekday|weekend|(?:fe)?male)\w*\b)|\((?=start|[^)]{40})| [pd]m )/
      .exec(post.folded.slice(start, line.end))
      ?.index ??
      line.end - start;
  return trimSpan(post.text, { start, end: start + length }, ".;,");
}
