/** Which segments of a post's two outputs speak of the same assignment; segments are told by their places, from 0. */
export interface SegmentPairing {
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly by: "code" | "place" }[];
  /** Segments of A, or of B, that pair with none of the other's. */
  readonly onlyInA: readonly number[];
  readonly onlyInB: readonly number[];
}

/**
 * Pairs segments by the codes that were verified to stand in them; what is left pairs by its place where both outputs have equally
 * many segments, unless both have a code there: two codes are two assignments.
 *
 * @param codesA, codesB A code a segment, null where it has none of its own.
 */
export function pairSegments(
  codesA: readonly (string | null)[],
  codesB: readonly (string | null)[],
): SegmentPairing {
  const placesB = new Map(codesB.map((code, place) => [code, place]));
  const pairs: { a: number; b: number; by: "code" | "place" }[] = [];
  const freeA = new Set(codesA.keys());
  const freeB = new Set(codesB.keys());
  const pair = (a: number, b: number, by: "code" | "place") => {
    pairs.push({ a, b, by });
    freeA.delete(a);
    freeB.delete(b);
  };
  codesA.forEach((code, a) => {
    const b = code === null ? undefined : placesB.get(code);
    if (b !== undefined && freeB.has(b)) pair(a, b, "code");
  });
  if (codesA.length === codesB.length) {
    for (const place of [...freeA]) {
      const hasTwoCodes = codesA[place] !== null && codesB[place] !== null;
      if (freeB.has(place) && !hasTwoCodes) pair(place, place, "place");
    }
  }
  return { pairs: pairs.sort((one, other) => one.a - other.a), onlyInA: [...freeA], onlyInB: [...freeB] };
}
