import * as z from "zod";

/** What a tutor post says, field by field. Null is "unknown"; texts are verbatim snippets of the post. */

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = typeof WEEKDAYS[number];

/** A span of a day in local time, "HH:MM-HH:MM"; both ends are alike where the post tells the start only. */
export const TimeSlotSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/);

export const WeeklySlotsSchema = z.strictObject({
  monday: z.array(TimeSlotSchema),
  tuesday: z.array(TimeSlotSchema),
  wednesday: z.array(TimeSlotSchema),
  thursday: z.array(TimeSlotSchema),
  friday: z.array(TimeSlotSchema),
  saturday: z.array(TimeSlotSchema),
  sunday: z.array(TimeSlotSchema),
});
export type WeeklySlots = z.infer<typeof WeeklySlotsSchema>;

export const LearningModeSchema = z.strictObject({
  mode: z.enum(["Online", "Face-to-Face", "Hybrid"]).nullable(),
  raw_text: z.string().nullable(),
});

export const TimeAvailabilitySchema = z.strictObject({
  /** Slots the post states as a concrete day and time. */
  explicit: WeeklySlotsSchema,
  /** Slots inferred from words such as "after 5pm" or "weekday evenings". */
  estimated: WeeklySlotsSchema,
  note: z.string().nullable(),
});

export const RateSchema = z.strictObject({
  /** Singapore dollars in the unit the post uses. Null where the post quotes several rates, or none. */
  min: z.number().nonnegative().nullable(),
  max: z.number().nonnegative().nullable(),
  raw_text: z.string().nullable(),
});

export const TutorTypeSchema = z.strictObject({
  canonical: z.string(),
  original: z.string(),
  agency: z.string().nullable(),
  confidence: z.number().min(0).max(1),
});

export const RateBreakdownSchema = z.record(
  z.string(),
  z.strictObject({
    min: z.number().nullable(),
    max: z.number().nullable(),
    currency: z.string(),
    unit: z.string().nullable(),
    original_text: z.string(),
    confidence: z.number().min(0).max(1),
  }),
);

/**
 * What a post says about itself: `taken` if a tutor was found, `closed` for any other or no reason, `reposted` if it was shown before,
 * `open` if it says so. Most posts say nothing, which is null and not "open".
 */
export const PostStatusSchema = z.enum(["open", "closed", "taken", "reposted"]);
export type PostStatus = z.infer<typeof PostStatusSchema>;

const Texts = z.array(z.string()).nullable();

/** The fields of one assignment; every key is always present. */
export const AssignmentFieldsSchema = z.strictObject({
  assignment_code: z.string().nullable(),
  academic_display_text: z.string().nullable(),
  learning_mode: LearningModeSchema,
  address: Texts,
  /** Singapore's six digits. */
  postal_code: z.array(z.string().regex(/^\d{6}$/)).nullable(),
  postal_code_estimated: z.array(z.string().regex(/^\d{6}$/)).nullable(),
  nearest_mrt: Texts,
  lesson_schedule: Texts,
  start_date: z.string().nullable(),
  time_availability: TimeAvailabilitySchema,
  rate: RateSchema,
  additional_remarks: z.string().nullable(),
  tutor_types: z.array(TutorTypeSchema),
  rate_breakdown: RateBreakdownSchema,
  post_status: PostStatusSchema.nullable(),
});
export type AssignmentFields = z.infer<typeof AssignmentFieldsSchema>;

/** The column canonical_json: one assignment, or a compilation whose assignments are its segments. */
export const TuitionAssignmentSchema = AssignmentFieldsSchema.extend({
  /** Null for a post of one assignment; in a compilation null stands for an assignment that could not be read. */
  segments: z.array(AssignmentFieldsSchema.nullable()).nullable(),
});
export type TuitionAssignment = z.infer<typeof TuitionAssignmentSchema>;

/** A week without slots. */
export function emptyWeek(): WeeklySlots {
  return { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
}

/** The fields of an assignment of which nothing is known. */
export function emptyAssignmentFields(): AssignmentFields {
  return {
    assignment_code: null,
    academic_display_text: null,
    learning_mode: { mode: null, raw_text: null },
    address: null,
    postal_code: null,
    postal_code_estimated: null,
    nearest_mrt: null,
    lesson_schedule: null,
    start_date: null,
    time_availability: { explicit: emptyWeek(), estimated: emptyWeek(), note: null },
    rate: { min: null, max: null, raw_text: null },
    additional_remarks: null,
    tutor_types: [],
    rate_breakdown: {},
    post_status: null,
  };
}

/** An assignment of which nothing is known. */
export function emptyAssignment(): TuitionAssignment {
  return { ...emptyAssignmentFields(), segments: null };
}
