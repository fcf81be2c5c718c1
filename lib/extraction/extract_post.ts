import type { Outcome, Skip } from "../queue/outcome.ts";
import type { ExtractionMeta } from "../schema/extraction_meta.ts";
import type { Domain, Segment } from "./domain.ts";
import type { ExtractionOptions } from "./extraction_options.ts";
import type { ExtractionInput } from "./extractor.ts";
import { findSkipReason } from "./skip_reason.ts";

/** The column canonical_json: the fields of one item, or those of all items of a post in `segments`. */
export type Output<Fields> = Fields & { readonly segments: readonly Fields[] | null };

/** What there is to read in a post, or why it is left out. The same for every extractor. */
export function planExtraction<Fields extends object>(
  domain: Domain<Fields>,
  input: ExtractionInput,
): { readonly kind: "read"; readonly segments: readonly Segment[] } | Skip {
  const reason = findSkipReason(input) ?? domain.findSkipReason(input.text);
  return reason === null
    ? { kind: "read", segments: domain.splitPost(input.text) }
    : { kind: "skip", reason };
}

/** Completes the fields that an extractor read in each segment. The same for every extractor. */
export function finishExtraction<Fields extends object>(
  domain: Domain<Fields>,
  options: ExtractionOptions,
  items: readonly { readonly text: string; readonly fields: Fields }[],
): Outcome<Output<Fields>> {
  const [item] = items;
  if (!item) throw new Error("A post has at least one segment");
  if (options.fieldCompletion === "off") {
    return { kind: "ok", output: { ...item.fields, segments: null }, meta: {} };
  }
  const fields = domain.completeFields(item.fields, item.text);
  const signals = domain.findSignals(fields, item.text);
  const meta: ExtractionMeta = signals === null ? {} : { signals };
  return { kind: "ok", output: { ...fields, segments: null }, meta };
}
