import * as z from "zod";
import { LABEL_VERDICTS } from "./label.ts";
import { LearningModeSchema, PostStatusSchema, TimeSlotSchema, WEEKDAYS } from "./tuition_assignment.ts";

const Text = z.string().nullable();
/** People label one place or many: a text alone stands for a list of it. */
const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]).nullable();
const Week = z.partialRecord(z.enum(WEEKDAYS), z.array(TimeSlotSchema));

/** No label is held against such a field; whoever reads a file can say that there was one. */
const NotLabelled = z.unknown();

/** The fields of a hand-made label: any may be absent, which means unlabelled; null means "the post does not say". */
export const GoldFieldsSchema = z.object({
  assignment_code: Text,
  academic_display_text: Text,
  learning_mode: LearningModeSchema.partial(),
  address: Texts,
  postal_code: Texts,
  postal_code_estimated: Texts,
  nearest_mrt: Texts,
  lesson_schedule: Texts,
  start_date: Text,
  time_availability: z.object({ explicit: Week, estimated: Week, note: NotLabelled }).partial(),
  rate: z.object({ min: z.number().nullable(), max: z.number().nullable(), raw_text: Text }).partial(),
  additional_remarks: Text,
  post_status: PostStatusSchema.nullable(),
  tutor_types: NotLabelled,
  rate_breakdown: NotLabelled,
}).partial();
export type GoldFields = z.infer<typeof GoldFieldsSchema>;

const PlainValue = z.union([z.string(), z.number(), z.array(z.string())]).nullable();

/** Where the label of one field came from. */
export const LabelOriginSchema = z.object({
  id: z.uuid(),
  verdict: z.enum(LABEL_VERDICTS),
  version_a: z.string().nullable(),
  version_b: z.string().nullable(),
  /** In the plain form of the field's kind, slots as "monday 19:00-21:00". */
  also_right: PlainValue,
  labeler: z.string().min(1),
  labeled_at: z.iso.datetime(),
  inclusion_probability: z.number().positive().max(1).nullable(),
}).refine(
  ({ verdict, version_a, version_b }) =>
    (verdict === "direct") === (version_a === null) && (version_a === null) === (version_b === null),
  "a verdict other than direct goes with the two versions that were shown",
).refine(
  ({ verdict, also_right }) => also_right === null || verdict === "both",
  "another value that is right too goes with the verdict both",
);
export type LabelOrigin = z.infer<typeof LabelOriginSchema>;

/** One hand-labelled post, a line of a gold file, with labels of this form. */
export function goldLabelSchema<Gold>(gold: z.ZodType<Gold>) {
  return z.object({
    agency: z.string(),
    channel: z.string(),
    n: z.int(),
    raw: z.string().min(1),
    /** Which item of the post is labelled, from 1; 0 where it is one item. */
    segment: z.int().nonnegative().default(0),
    gold,
    /** By the path of the field; of a label that was written by hand nothing is known. */
    labels: z.record(z.string(), LabelOriginSchema).default({}),
  });
}

/** A labelled post of tuition. Keys that are not scored are ignored. */
export const GoldLabelSchema = goldLabelSchema(GoldFieldsSchema);
export type GoldLabel = z.infer<typeof GoldLabelSchema>;
