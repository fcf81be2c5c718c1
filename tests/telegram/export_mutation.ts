import fc from "fast-check";
import type { Span } from "./written_export.ts";

/** Bytes to change: those from `start` to `end` become `replacement`. */
export interface Edit extends Span {
  readonly replacement: Uint8Array;
}

/** What is done to an export. Places are parts of its length, from 0 to 1. */
export type Mutation =
  | {
    readonly kind: "bytes";
    readonly places: readonly number[];
    readonly removed: number;
    readonly added: readonly number[];
  }
  | { readonly kind: "cut"; readonly at: Place }
  | { readonly kind: "delete"; readonly from: Place; readonly to: Place }
  | { readonly kind: "duplicate"; readonly from: Place; readonly to: Place; readonly at: Place }
  | { readonly kind: "swap"; readonly places: readonly Place[] }
  | { readonly kind: "splice"; readonly at: Place; readonly otherFrom: Place }
  | { readonly kind: "insert"; readonly at: Place; readonly fragment: Fragment };

/** A place in the bytes, or the start of the line it is on. */
interface Place {
  readonly part: number;
  readonly atLineStart: boolean;
}

/** `repeat` times `text`, in Latin-1: any byte may stand there. */
interface Fragment {
  readonly text: string;
  readonly repeat: number;
}

const HOSTILE_BYTES = [...'"\\{}[],: \nx0]\u0000'].map((character) => character.charCodeAt(0));
const BYTE = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_BYTES) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
);
const PLACES = 1_000_000;
const PART = fc.noBias(fc.nat({ max: PLACES - 1 })).map((place) => place / PLACES);
const PLACE: fc.Arbitrary<Place> = fc.record({ part: PART, atLineStart: fc.boolean() });

const FRAGMENT: fc.Arbitrary<Fragment> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "\n}",
      "\n]",
      "\n }",
      "\n ]",
      "]}",
      "}]}",
      "\n]\n}\n",
      "\n{",
      "\n {",
      "[",
      "{",
      '"',
      '\\"',
      "\\",
      "\\x0B",
      "\\xZZ",
      "\\u12",
      "\0",
      "\x01\x0B",
      "\xef\xbb\xbf",
      "\xff\xfe",
      "\xc3",
      "\xed\xa0\x80",
      "\xf8\x88\x80\x80\x80",
      "\r\n",
      "\r",
      "\n\n",
      '"messages": [',
      ',\n"messages": [\n',
      ', "id": 5',
      '"list": [',
      '{"id": 9, "type": "message", ',
      '{ "name": "X", "id": 77, "messages": [',
      "null",
      "1e999",
      "]\n}\n{",
    ).map((text) => ({ text, repeat: 1 })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      text: fc.constantFrom("x", " ", "\n", '\\"', "\xc3\xa9"),
      repeat: fc.constantFrom(200, 200, 200, 70_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      text: fc.constantFrom("[", "{", '{"a":', "]", "}", '{"text":[', "[\n"),
      repeat: fc.constantFrom(3, 200, 200, 20_000),
    }),
  },
);

/** Changes of single bytes, of blocks, and fragments put in; each as likely to hit one place as another. */
export const MUTATION: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("bytes"),
      places: fc.oneof(
        { weight: 4, arbitrary: fc.array(PART, { minLength: 1, maxLength: 1 }) },
        { weight: 1, arbitrary: fc.array(PART, { minLength: 2, maxLength: 4 }) },
      ),
      removed: fc.constantFrom(0, 1, 1, 1, 2, 5),
      added: fc.array(BYTE, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut"), at: PLACE }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete"), from: PLACE, to: PLACE }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("duplicate"), from: PLACE, to: PLACE, at: PLACE }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("swap"),
      places: fc.array(PLACE, { minLength: 4, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("splice"), at: PLACE, otherFrom: PLACE }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("insert"), at: PLACE, fragment: FRAGMENT }) },
);

/** The edits that a mutation makes to these bytes, in order and apart from each other; `other` is spliced in. */
export function planEdits(mutation: Mutation, bytes: Uint8Array, other: Uint8Array): Edit[] {
  const insert = (at: number, replacement: Uint8Array) => ({ start: at, end: at, replacement });
  switch (mutation.kind) {
    case "bytes": {
      const { removed, added } = mutation;
      const edits: Edit[] = [];
      for (const part of mutation.places.toSorted((a, b) => a - b)) {
        const start = Math.floor(part * bytes.length);
        if (start < (edits.at(-1)?.end ?? 0)) continue;
        edits.push({
          start,
          end: Math.min(bytes.length, start + removed),
          replacement: new Uint8Array(added),
        });
      }
      return edits;
    }
    case "cut":
      return [{ start: findPlace(bytes, mutation.at), end: bytes.length, replacement: new Uint8Array() }];
    case "delete": {
      const [start, end] = findPlaces(bytes, [mutation.from, mutation.to]);
      return [{ start, end, replacement: new Uint8Array() }];
    }
    case "duplicate": {
      const [start, end] = findPlaces(bytes, [mutation.from, mutation.to]);
      return [insert(findPlace(bytes, mutation.at), bytes.slice(start, end))];
    }
    case "swap": {
      const [a, b, c, d] = findPlaces(bytes, mutation.places);
      return [
        { start: a, end: b, replacement: bytes.slice(c, d) },
        { start: c, end: d, replacement: bytes.slice(a, b) },
      ];
    }
    case "splice": {
      const start = findPlace(bytes, mutation.at);
      const replacement = other.slice(findPlace(other, mutation.otherFrom));
      return [{ start, end: bytes.length, replacement }];
    }
    case "insert": {
      const { text, repeat } = mutation.fragment;
      return [
        insert(findPlace(bytes, mutation.at), Uint8Array.from(text.repeat(repeat), (c) => c.charCodeAt(0))),
      ];
    }
  }
}

/** The bytes with all edits made. */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let from = 0;
  const parts: Uint8Array[] = [];
  for (const { start, end, replacement } of edits) {
    parts.push(bytes.subarray(from, start), replacement);
    from = end;
  }
  parts.push(bytes.subarray(from));
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function findPlace(bytes: Uint8Array, { part, atLineStart }: Place): number {
  const at = Math.floor(part * bytes.length);
  return atLineStart ? bytes.lastIndexOf(0x0a, at) + 1 : at;
}

/** In ascending order. */
function findPlaces(bytes: Uint8Array, places: readonly Place[]): [number, number, number, number] {
  const [a = 0, b = a, c = b, d = c] = places.map((place) => findPlace(bytes, place)).sort((x, y) => x - y);
  return [a, b, c, d];
}
