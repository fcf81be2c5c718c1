import { truncateText } from "../text/truncate_text.ts";
import { VerbatimText } from "../text/verbatim_text.ts";
import type { Check } from "./domain.ts";
import { isObject, valueAt } from "./value_at.ts";

/** A field whose texts are snippets of the post. */
export interface VerbatimField {
  /** Where a text or a list of texts stands in the fields. */
  readonly path: string;
  /** How many snippets may be joined by spaces into one text; 1 if it is not given, and then lines count one by one. */
  readonly mostParts?: number;
}

/** The most characters of a value that a violation shows. */
export const EVIDENCE_LENGTH = 60;

/** One check `not_verbatim` a field: it takes out the texts that the post does not hold; a text, or a list that loses all, becomes null. */
export function verbatimChecks<Fields extends object>(
  fields: readonly VerbatimField[],
): Check<Fields>[] {
  return fields.map(({ path, mostParts = 1 }) => {
    const keys = path.split(".");
    return {
      rule: "not_verbatim",
      field: path,
      find: (item, text) => {
        const odd = textsAt(item, keys).find((value) => !isVerbatim(value, text, mostParts));
        return odd === undefined ? null : truncateText(odd, EVIDENCE_LENGTH);
      },
      drop: (item, text) => {
        const kept = textsAt(item, keys).filter((value) => isVerbatim(value, text, mostParts));
        const isList = Array.isArray(valueAt(item, keys));
        return withValueAt(item, keys, isList && kept.length > 0 ? kept : null);
      },
    };
  });
}

/** Whether a post holds a value word for word; the lines of one that may have one part only, one by one. */
export function isVerbatim(value: string, text: string, mostParts = 1): boolean {
  if (newest?.text !== text) newest = { text, verbatim: new VerbatimText(text) };
  return mostParts > 1 ? newest.verbatim.holdsParts(value, mostParts) : newest.verbatim.holdsLines(value);
}

/** Several checks ask the same text, which is prepared once. */
let newest: { readonly text: string; readonly verbatim: VerbatimText } | null = null;

function textsAt(item: object, keys: readonly string[]): string[] {
  const value = valueAt(item, keys);
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
}

function withValueAt<Item extends object>(item: Item, keys: readonly string[], value: unknown): Item {
  const copy = structuredClone(item);
  const parent = valueAt(copy, keys.slice(0, -1));
  const [last = ""] = keys.slice(-1);
  if (isObject(parent)) Reflect.set(parent, last, value);
  return copy;
}
