import type { SeededRandom } from "../core/seeded_random.ts";
import { drawAssignment, raiseOffers } from "./draw_assignment.ts";
import type { SampleAgency } from "./sample_agency.ts";
import { readStatusWords } from "./status_words.ts";
import { splitTextParts, type TextPart } from "./text_parts.ts";
import { type AssignmentTruth, type PostOptions, writeAssignment } from "./write_assignment.ts";

/** One of the assignments of a post with several: what it says, and where in the post's text, in UTF-16 units. */
export interface SegmentTruth {
  readonly start: number;
  readonly end: number;
  readonly fields: AssignmentTruth;
}

/** What a message's text holds; a compilation's segments come in the order of the text. */
export type SampleTruth =
  | { readonly kind: "assignment"; readonly fields: AssignmentTruth }
  | { readonly kind: "compilation"; readonly segments: readonly SegmentTruth[] }
  | { readonly kind: "none" };

/** A written post. */
export interface SamplePost {
  readonly text: string;
  /** The stretches of the text, or empty for an empty text. */
  readonly parts: readonly TextPart[];
  readonly truth: SampleTruth;
}

/** Writes one assignment the agency's way. The same random state gives the same post, but for status and fee. */
export function writeSamplePost(
  random: SeededRandom,
  agency: SampleAgency,
  options: PostOptions,
): SamplePost {
  const drawn = drawAssignment(random);
  const assignment = options.raisedBy ? raiseOffers(drawn, options.raisedBy) : drawn;
  const layout = random.pick(agency.layouts);
  const { lines, truth } = writeAssignment(random, agency, assignment, layout, options);
  const isMarked = options.status === "closed" && !layout.fields.has("status");
  const marked = isMarked ? [{ text: agency.closedMark, bold: false }, ...lines] : lines;
  const fields = isMarked ? { ...truth, post_status: readStatusWords(agency.closedMark) } : truth;
  return {
    text: marked.map((line) => line.text).join("\n"),
    parts: splitTextParts(marked),
    truth: { kind: "assignment", fields },
  };
}

/** Writes several assignments into one post, or null if the agency has no form for that. */
export function writeSampleCompilation(
  random: SeededRandom,
  agency: SampleAgency,
  options: PostOptions,
): SamplePost | null {
  if (agency.digest === null) return null;
  const { heads, item, foot } = agency.digest;
  const lines = [{ text: random.pick(heads), bold: true }, { text: "", bold: false }];
  const segments: SegmentTruth[] = [];
  const count = random.integer(2, 5);
  for (let index = 0; index < count; index++) {
    const assignment = drawAssignment(random);
    const serial = options.serial + index;
    const written = writeAssignment(random, agency, assignment, item, { ...options, serial });
    const start = lengthOf(lines);
    lines.push(...written.lines);
    segments.push({ start, end: lengthOf(lines) - 1, fields: written.truth });
    lines.push({ text: "", bold: false });
  }
  lines.push({ text: foot, bold: false });
  return {
    text: lines.map((line) => line.text).join("\n"),
    parts: splitTextParts(lines),
    truth: { kind: "compilation", segments },
  };
}

/** The length of lines, each with its line end. */
function lengthOf(lines: readonly { readonly text: string }[]): number {
  return lines.reduce((length, { text }) => length + text.length + 1, 0);
}
