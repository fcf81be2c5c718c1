import * as z from "zod";
import { LearningModeSchema, PostStatusSchema, TimeSlotSchema, WEEKDAYS } from "./tuition_assignment.ts";

const Text = z.string().nullable();
/** People label one place or many: a text alone stands for a list of it. */
const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]).nullable();
const Week = z.partialRecord(z.enum(WEEKDAYS), z.array(TimeSlotSchema));

/** The fields of a hand-made label: any may be absent, which means unlabelled; null means "the post does not say". */
export const GoldFieldsSchema = z.object({
  assignment_code: Text,
  academic_display_text: Text,
  learning_mode: LearningModeSchema.partial(),
  address: Texts,
  postal_code: Texts,
  nearest_mrt: Texts,
  lesson_schedule: Texts,
  start_date: Text,
  time_availability: z.object({ explicit: Week, estimated: Week }).partial(),
  rate: z.object({ min: z.number().nullable(), max: z.number().nullable(), raw_text: Text }).partial(),
  additional_remarks: Text,
  post_status: PostStatusSchema.nullable(),
}).partial();
export type GoldFields = z.infer<typeof GoldFieldsSchema>;

/** One hand-labelled post, a line of a gold file, with labels of this form. */
export function goldLabelSchema<Gold>(gold: z.ZodType<Gold>) {
  return z.object({ agency: z.string(), channel: z.string(), n: z.int(), raw: z.string(), gold });
}

/** A labelled post of tuition. Keys that are not scored are ignored. */
export const GoldLabelSchema = goldLabelSchema(GoldFieldsSchema);
export type GoldLabel = z.infer<typeof GoldLabelSchema>;
