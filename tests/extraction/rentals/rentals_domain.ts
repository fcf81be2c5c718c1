import type { Domain } from "../../../lib/extraction/domain.ts";
import { foldText } from "../../../lib/text/fold_text.ts";
import { PhraseIndex } from "../../../lib/text/phrase_index.ts";
import areas from "./areas.json" with { type: "json" };
import { emptyRental, type Rental, RENTAL_FIELDS, RentalSchema } from "./rental_schema.ts";

const AREAS = new PhraseIndex(areas.map((area) => [area, area] as const));
const ROOM_TYPES = new PhraseIndex<NonNullable<Rental["room_type"]>>([
  ["common room", "common"],
  ["master room", "master"],
  ["masterbedroom", "master"],
  ["whole unit", "whole_unit"],
]);
const RENT = /\$ ?(\d{3,5})(?: ?(?:\/|per )? ?(?:mth|month))?/;

/** Rooms to let: all that one writes for another kind of channel. */
export const RENTALS: Domain<Rental> = {
  name: "rentals",
  sources: {
    rules: [
      new URL("./rentals_domain.ts", import.meta.url),
      ...["fold_text", "phrase_index", "plain_letters", "span"]
        .map((name) => new URL(`../../../lib/text/${name}.ts`, import.meta.url)),
    ],
    vocabulary: [new URL("./areas.json", import.meta.url)],
    schema: [
      new URL("./rental_schema.ts", import.meta.url),
      ...["field_paths", "json_values"].map((name) =>
        new URL(`../../../lib/schema/${name}.ts`, import.meta.url)
      ),
    ],
  },
  schema: RentalSchema,
  fields: RENTAL_FIELDS,
  labelSchema: RentalSchema.partial(),
  emptyFields: emptyRental,
  answer: { schema: RentalSchema, lenientSchema: RentalSchema, empty: emptyRental },
  prompts: new URL("./prompts/", import.meta.url),
  findSkipReason: (text) => /\b(?:room|unit) (?:for rent|to let)\b/i.test(text) ? null : "no_rental",
  splitPost: (text) =>
    [...text.matchAll(/\S[^]*?(?=\n\n|$)/g)].map(({ 0: part, index }) => ({
      start: index,
      end: index + part.length,
      code: /\bR\d{3}\b/.exec(part)?.[0] ?? null,
    })),
  readFields: readRental,
  completeFields: (rental, text) =>
    rental.room_type === null
      ? { ...rental, room_type: ROOM_TYPES.findAll(foldText(text))[0]?.value ?? null }
      : rental,
  findSignals: (_, text) => ({ areas: AREAS.findAll(foldText(text)).map(({ value }) => value) }),
  checks: [{
    rule: "rent_not_in_text",
    field: "rent.raw_text",
    find: ({ rent }, text) => rent.raw_text === null || text.includes(rent.raw_text) ? null : rent.raw_text,
    drop: (rental) => ({ ...rental, rent: { amount: null, raw_text: null } }),
  }],
  keyFacts: [["area"], ["rent.amount"]],
  announce: null,
  likeness: null,
};

function readRental(text: string): Rental {
  const folded = foldText(text);
  const [area] = AREAS.findAll(folded);
  const rent = RENT.exec(folded);
  const includes = /\bincl(?:uding|\.)? ([a-z, ]{3,60})/.exec(folded)?.[1];
  return {
    ...emptyRental(),
    area: area ? text.slice(area.span.start, area.span.end) : null,
    rent: {
      amount: rent?.[1] ? Number(rent[1]) : null,
      raw_text: rent ? text.slice(rent.index, rent.index + rent[0].length) : null,
    },
    includes: includes?.split(",").map((part) => part.trim()).filter((part) => part !== "") ?? null,
  };
}
