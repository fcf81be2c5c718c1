import type { AssignmentFields } from "../../../schema/tuition_assignment.ts";
import { type Span, trimSpan } from "../../../text/span.ts";
import { TUTOR_TYPES } from "../vocabulary/phrases.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";
import { findQuotes, type Quote } from "./rate.ts";

/** The kinds of tutors asked for in the labelled lines and beside the rates, each once, in the post's order. */
export function findTutorTypes(post: Post, rateSpans: readonly Span[]): AssignmentFields["tutor_types"] {
  const labelled = valuesOf(post, "tutor", "requirement").flatMap(({ lines }) => lines);
  const bracketed = post.lines.filter(({ span, entries }) =>
    entries.length === 0 && post.folded[span.start] === "("
  )
    .map(({ span }) => span);
  const types = new Map<string, AssignmentFields["tutor_types"][number]>();
  for (const span of [...labelled, ...bracketed, ...rateSpans]) {
    for (const { value, span: at } of TUTOR_TYPES.findAll(post.folded, span)) {
      if (!types.has(value)) {
        types.set(value, { canonical: value, original: snippet(post, at), agency: null, confidence: 0.9 });
      }
    }
  }
  return [...types.values()];
}

/** The offers that name the kind of tutor they are for; empty unless the rate has several. */
export function findRateBreakdown(
  post: Post,
  rateSpans: readonly Span[],
): AssignmentFields["rate_breakdown"] {
  const breakdown: AssignmentFields["rate_breakdown"] = {};
  const offers = rateSpans.flatMap((span) => splitOffers(post, span));
  if (offers.length < 2) return breakdown;
  for (const { quote, span } of offers) {
    for (const { value } of TUTOR_TYPES.findAll(post.folded, span)) {
      breakdown[value] ??= {
        min: quote.min,
        max: quote.max,
        currency: "SGD",
        unit: quote.unit,
        original_text: snippet(post, span),
        confidence: 0.9,
      };
    }
  }
  return breakdown;
}

/** The offers of a rate with the words that go with each: those before it where the first kind of tutor stands before the first. */
function splitOffers(post: Post, rate: Span): { readonly quote: Quote; readonly span: Span }[] {
  const quotes = findQuotes(post.folded, rate, true);
  const [type] = TUTOR_TYPES.findAll(post.folded, rate);
  const isTypeFirst = type !== undefined && type.span.start < (quotes[0]?.span.start ?? rate.end);
  return quotes.map((quote, index) => {
    const before = quotes[index - 1]?.span.end ?? rate.start;
    const after = quotes[index + 1]?.span.start ?? rate.end;
    const span = isTypeFirst
      ? { start: before, end: index === quotes.length - 1 ? rate.end : quote.span.end }
      : { start: quote.span.start, end: after };
    return { quote, span: trimSpan(post.text, span, ",;|/-") };
  });
}
