import { type Post, stretchesOf, valuesOf } from "./parse_post.ts";

/** Five digits after what leads up to a postal code, "S 79903"; a code that starts with 0 loses it in spreadsheets. */
const SHORTENED =
  /(\(s\) ?|\(?\b(?:s|singapore|spore|sg|postal|postal code)[ :]{0,2}\(?)(?<![\d$#])([1-9]\d{4})(?![\da-z])/g;

/**
 * The postal codes that a post writes without their leading zero, in full. Districts 01 to 09 have such codes, so that any five
 * digits can be one; only those are taken that are labelled or led up to as a postal code.
 */
export function estimatePostalCodes(post: Post): string[] {
  const codes: string[] = [];
  for (const { lines } of valuesOf(post, "postal")) {
    for (const { start, end } of lines) {
      const [digits] = /^\(?[1-9]\d{4}\)?$/.exec(post.folded.slice(start, end).trim()) ?? [];
      if (digits) codes.push(`0${digits.replace(/\D/g, "")}`);
    }
  }
  const places = valuesOf(post, "postal", "address", "address_or_mrt", "mrt").flatMap(({ lines }) =>
    lines.map((span) => ({ span, isPlace: true }))
  );
  const others = stretchesOf(post, "other", "details", "subject").map(({ span }) => ({
    span,
    isPlace: false,
  }));
  for (const { span, isPlace } of [...places, ...others]) {
    for (const [, prefix, digits] of post.folded.slice(span.start, span.end).matchAll(SHORTENED)) {
      // "S12345" may be the code of the assignment.
      if (isPlace || prefix !== "s") codes.push(`0${digits}`);
    }
  }
  return [...new Set(codes)];
}
