import * as z from "zod";
import type { Field } from "../../../lib/schema/field_paths.ts";

/** What a post says of a room to let; null is "unknown", and texts are snippets of the post. */
export const RentalSchema = z.strictObject({
  room_type: z.enum(["common", "master", "whole_unit"]).nullable(),
  area: z.string().nullable(),
  /** Dollars a month. */
  rent: z.strictObject({ amount: z.number().nullable(), raw_text: z.string().nullable() }),
  /** "utilities": who pays what else. */
  includes: z.array(z.string()).nullable(),
});
export type Rental = z.infer<typeof RentalSchema>;

export const RENTAL_FIELDS: readonly Field[] = [
  { path: "room_type", kind: "enum", judgedBy: "exact" },
  { path: "area", kind: "text", judgedBy: "token" },
  { path: "rent.amount", kind: "number", judgedBy: "exact" },
  { path: "rent.raw_text", kind: "text", judgedBy: "token" },
  { path: "includes", kind: "list", judgedBy: "exact" },
];

export function emptyRental(): Rental {
  return { room_type: null, area: null, rent: { amount: null, raw_text: null }, includes: null };
}
