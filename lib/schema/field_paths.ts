import { asList, asRecord } from "./json_values.ts";

/**
 * What a field holds, which decides when two values are equal (`sameFieldValue`), in what others differ (`differenceKind`), and
 * how alike they are (`fieldSimilarity`):
 * - `code`, `enum`: a short text that is right or wrong as a whole
 * - `text`: a free text
 * - `number`: a number
 * - `list`: texts, in no order
 * - `slots`: spans of a week, "monday 19:00-21:00"
 */
export type FieldKind = "code" | "number" | "enum" | "text" | "list" | "slots";

/** A field of an item that is compared between versions and scored against labels. */
export interface Field {
  /** Where it stands in canonical_json. */
  readonly path: string;
  readonly kind: FieldKind;
  /** What decides in a mean over fields: whether the whole value is right, or how many of its words are. */
  readonly judgedBy: "exact" | "token";
  /** False where labels are not held against it: what follows from other fields, or is a free note. Default: true. */
  readonly isScored?: boolean;
  /** Brings what stands at the path, whatever it is, into the form of the kind; where absent, it has that form. */
  readonly simplify?: (value: unknown) => unknown;
}

/** Every field of an assignment that is compared and scored, in the order of canonical_json. */
export const FIELDS = [
  { path: "assignment_code", kind: "code", judgedBy: "exact" },
  { path: "academic_display_text", kind: "text", judgedBy: "token" },
  { path: "learning_mode.mode", kind: "enum", judgedBy: "exact" },
  { path: "learning_mode.raw_text", kind: "text", judgedBy: "token" },
  { path: "address", kind: "list", judgedBy: "token" },
  { path: "postal_code", kind: "list", judgedBy: "exact" },
  { path: "postal_code_estimated", kind: "list", judgedBy: "exact" },
  { path: "nearest_mrt", kind: "list", judgedBy: "exact" },
  { path: "lesson_schedule", kind: "list", judgedBy: "token" },
  { path: "start_date", kind: "text", judgedBy: "token" },
  { path: "time_availability.explicit", kind: "slots", judgedBy: "exact" },
  { path: "time_availability.estimated", kind: "slots", judgedBy: "exact" },
  { path: "time_availability.note", kind: "text", judgedBy: "token", isScored: false },
  { path: "rate.min", kind: "number", judgedBy: "exact" },
  { path: "rate.max", kind: "number", judgedBy: "exact" },
  { path: "rate.raw_text", kind: "text", judgedBy: "token" },
  { path: "additional_remarks", kind: "text", judgedBy: "token" },
  { path: "tutor_types", kind: "list", judgedBy: "exact", isScored: false, simplify: listCanonicals },
  { path: "rate_breakdown", kind: "list", judgedBy: "exact", isScored: false, simplify: listRates },
  { path: "post_status", kind: "enum", judgedBy: "exact" },
] as const satisfies readonly Field[];

export type FieldPath = typeof FIELDS[number]["path"];

/** Kinds of tutors by their canonical names. */
function listCanonicals(types: unknown): unknown[] {
  return asList(types).map((type) => asRecord(type)["canonical"]);
}

/** "part_time 30-40". */
function listRates(breakdown: unknown): string[] {
  return Object.entries(asRecord(breakdown)).map(([type, rate]) => {
    const { min, max } = asRecord(rate);
    return `${type} ${min ?? ""}-${max ?? ""}`;
  });
}
