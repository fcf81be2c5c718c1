import type { GiveUp, Ok, Skip } from "../queue/outcome.ts";
import type { ExtractionError } from "../schema/extraction_error.ts";
import type { ExtractionMeta } from "../schema/extraction_meta.ts";
import type { Domain, Segment } from "./domain.ts";
import type { ExtractionOptions } from "./extraction_options.ts";
import type { ExtractionInput } from "./extractor.ts";
import { computeQuality } from "./quality.ts";
import { findSkipReason } from "./skip_reason.ts";
import { validateFields } from "./validate_fields.ts";

/**
 * The column canonical_json: the fields of a post's one item; or of a post with several, `segments`, in which an item that could not be
 * read is null, and fields of which nothing is known.
 */
export type Output<Fields> = Fields & { readonly segments: readonly (Fields | null)[] | null };

/** What an extractor made of one segment. */
export type SegmentResult<Fields> =
  & { readonly segment: Segment }
  & ({ readonly fields: Fields } | { readonly error: ExtractionError });

/** What there is to read in a post, or why it is left out. The same for every extractor. */
export function planExtraction<Fields extends object>(
  domain: Domain<Fields>,
  options: ExtractionOptions,
  input: ExtractionInput,
): { readonly kind: "read"; readonly segments: readonly Segment[] } | Skip {
  const reason = findSkipReason(input, options) ?? domain.findSkipReason(input.text);
  return reason === null
    ? { kind: "read", segments: findItems(domain, input.text) }
    : { kind: "skip", reason };
}

/** The segments of a post that are items, not notices between them. A single one is read without the rest. */
function findItems<Fields extends object>(domain: Domain<Fields>, text: string): readonly Segment[] {
  const segments = domain.splitPost(text);
  if (segments.length === 1) return segments;
  const items = segments.filter((segment) => domain.findSkipReason(segmentText(text, segment)) === null);
  return items.length > 0 ? items : segments;
}

/** What there is to read of a segment: its own stretch of the post, then, each apart, those that it shares with all others. */
export function segmentText(text: string, segment: Segment): string {
  return [segment, ...segment.shared ?? []].map(({ start, end }) => text.slice(start, end)).join("\n\n");
}

/** Completes and checks what an extractor read in each segment of a post. The same for every extractor. */
export function finishExtraction<Fields extends object>(
  domain: Domain<Fields>,
  options: ExtractionOptions,
  text: string,
  results: readonly SegmentResult<Fields>[],
): Ok<Output<Fields>> | GiveUp {
  const [first] = results;
  if (!first) throw new Error("A post has at least one segment");
  const items = results.map((result) => {
    return "error" in result
      ? { fields: null, meta: { error: result.error } }
      : finishItem(domain, options, result.fields, segmentText(text, result.segment));
  });
  const [item] = items;
  if (items.every(({ fields }) => fields === null) && "error" in first) {
    return { kind: "give_up", error: first.error };
  }
  if (results.length === 1 && item?.fields) {
    return { kind: "ok", output: { ...item.fields, segments: null }, meta: item.meta };
  }
  return {
    kind: "ok",
    output: { ...domain.emptyFields(), segments: items.map(({ fields }) => fields) },
    meta: {
      compilation: { segments: results.map(({ segment }, at) => ({ ...segment, ...items[at]?.meta })) },
    },
  };
}

function finishItem<Fields extends object>(
  domain: Domain<Fields>,
  { fieldCompletion, hardValidation }: ExtractionOptions,
  read: Fields,
  text: string,
): { readonly fields: Fields; readonly meta: ExtractionMeta } {
  const completed = fieldCompletion === "full" ? domain.completeFields(read, text) : read;
  const { fields, violations } = hardValidation === "off"
    ? { fields: completed, violations: [] }
    : validateFields(domain, completed, text, hardValidation);
  const signals = fieldCompletion === "full" ? domain.findSignals(fields, text) : null;
  return {
    fields,
    meta: {
      quality: computeQuality(domain, fields, violations),
      ...(signals && { signals }),
      ...(hardValidation !== "off" && violations.length > 0 &&
        { hard_validation: { mode: hardValidation, violations } }),
    },
  };
}
