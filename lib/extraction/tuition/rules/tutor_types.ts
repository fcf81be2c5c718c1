import type { AssignmentFields } from "../../../schema/tuition_assignment.ts";
import type { Span } from "../../../text/span.ts";
import { TUTOR_TYPES } from "../vocabulary/phrases.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";
import { findQuotes } from "./rate.ts";

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
  const parts = rateSpans.flatMap((span) => splitOffers(post, span));
  if (parts.length < 2) return breakdown;
  for (const part of parts) {
    const [quote] = findQuotes(post.folded, part, false);
    if (!quote) continue;
    for (const { value } of TUTOR_TYPES.findAll(post.folded, part)) {
      breakdown[value] ??= {
        min: quote.min,
        max: quote.max,
        currency: "SGD",
        unit: quote.unit,
        original_text: snippet(post, part),
        confidence: 0.9,
      };
    }
  }
  return breakdown;
}

function splitOffers(post: Post, span: Span): Span[] {
  const parts: Span[] = [];
  let start = span.start;
  for (const match of post.folded.slice(span.start, span.end).matchAll(/[,;|\n] ?| or (?=\$)/g)) {
    parts.push({ start, end: span.start + match.index });
    start = span.start + match.index + match[0].length;
  }
  parts.push({ start, end: span.end });
  return parts.filter((part) => findQuotes(post.folded, part, false).length > 0);
}
