import type { AssignmentFields } from "../../../schema/tuition_assignment.ts";
import { foldText } from "../../../text/fold_text.ts";
import { findPlaceSignals } from "../place_signals.ts";
import { PLACES } from "../vocabulary/phrases.ts";

/** One way to write what has several. */
const SHORT_WORDS: ReadonlyMap<string, string> = new Map([
  ["avenue", "ave"],
  ["boulevard", "blvd"],
  ["central", "ctrl"],
  ["close", "cl"],
  ["crescent", "cres"],
  ["drive", "dr"],
  ["jalan", "jln"],
  ["lane", "ln"],
  ["lorong", "lor"],
  ["north", "nth"],
  ["place", "pl"],
  ["road", "rd"],
  ["south", "sth"],
  ["street", "st"],
  ["terrace", "ter"],
]);
const BLOCK = /^(?:(?:blk|block|apt)\.? ?)?(\d{1,4}[a-z]?)(?= |,|$)/;
const POSTAL_CODE = /\b(?:singapore|s)?[ (]*\d{6}\)?/g;

/** `doors` are blocks with their streets; `blocks` are the three digits in which a block and its postal code agree. */
export type PlaceTrait = "postalCodes" | "doors" | "blocks" | "streets" | "stations" | "regions";

/** Where an assignment is, as words that are alike however it was written. */
export function findPlaceTraits(
  { address, nearest_mrt, postal_code, postal_code_estimated }: Pick<
    AssignmentFields,
    "address" | "nearest_mrt" | "postal_code" | "postal_code_estimated"
  >,
): Record<PlaceTrait, readonly string[]> {
  const places = (address ?? []).map(readAddress);
  const signals = findPlaceSignals({ address, nearest_mrt });
  const known = postal_code ?? postal_code_estimated ?? [];
  return {
    postalCodes: known,
    doors: distinct(
      places.map(({ block, street }) => block === "" || street === "" ? "" : `${block} ${street}`),
    ),
    // Of the public housing blocks 412 and 412B the postal codes are 560412 and 562412.
    blocks: distinct([
      ...places.map(({ block }) => block.replace(/\D/g, "").padStart(3, "0")).filter((digits) =>
        digits !== "000"
      ),
      ...known.map((code) => code.slice(-3)),
    ]),
    streets: distinct(places.map(({ street }) => street)),
    stations: (signals?.stations ?? []).map(({ name }) => name),
    regions: signals?.regions ?? [],
  };
}

function readAddress(text: string): { readonly block: string; readonly street: string } {
  const plain = foldText(text).replace(POSTAL_CODE, " ").replace(/\s+/g, " ").trim();
  const block = BLOCK.exec(plain);
  const [street = ""] = plain.slice(block?.[0].length ?? 0).replace(/^[ ,]+/, "").split(",");
  const words = street.match(/[\p{L}\p{N}]+/gu) ?? [];
  return {
    block: block?.[1] ?? "",
    street: isTown(street.trim()) ? "" : words.map((word) => SHORT_WORDS.get(word) ?? word).join(" "),
  };
}

/** "Punggol", in which any street may be. */
function isTown(folded: string): boolean {
  return PLACES.findAll(folded).some(({ span }) => span.start === 0 && span.end === folded.length);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ""))];
}
