import * as z from "zod";
import { asList, asRecord } from "../../schema/json_values.ts";
import {
  type AssignmentFields,
  AssignmentFieldsSchema,
  emptyAssignmentFields,
  RateBreakdownSchema,
  TimeSlotSchema,
  WEEKDAYS,
} from "../../schema/tuition_assignment.ts";
import type { AnswerForm } from "../domain.ts";

/** A rate of the breakdown with its kind of tutor inside: servers can hold a model to a list, not to keys of its own choice. */
const RateOfKindSchema = z.strictObject({ tutor_type: z.string(), ...RateBreakdownSchema.valueType.shape });

/** An assignment as a model writes it. */
export const AssignmentAnswerSchema = AssignmentFieldsSchema.extend({
  rate_breakdown: z.array(RateOfKindSchema),
});

const FieldsOfAnswer = AssignmentAnswerSchema.transform((answer): AssignmentFields => ({
  ...answer,
  rate_breakdown: Object.fromEntries(
    answer.rate_breakdown.map(({ tutor_type, ...rate }) => [tutor_type, rate]),
  ),
}));

/** How a model answers for one assignment. */
export const ASSIGNMENT_ANSWER: AnswerForm<AssignmentFields> = {
  schema: FieldsOfAnswer,
  lenientSchema: z.preprocess(mendAnswer, FieldsOfAnswer),
  empty: () => ({ ...emptyAssignmentFields(), rate_breakdown: [] }),
};

const TEXT_LISTS = ["address", "postal_code", "postal_code_estimated", "nearest_mrt", "lesson_schedule"];
const POSTAL_CODE_LISTS = ["postal_code", "postal_code_estimated"];

/**
 * Mends what models that no schema holds to their form often do: an empty text for "unknown", a text alone for a list of one, null
 * for an empty list, rates by name. Slots and postal codes that are none are left out.
 */
function mendAnswer(value: unknown): unknown {
  const answer = asRecord(dropBlanks(value));
  const texts = TEXT_LISTS.map((name): [string, unknown] => {
    const list = listOf(answer[name]);
    const kept = POSTAL_CODE_LISTS.includes(name) ? list.filter(isPostalCode) : list;
    return [name, kept.length > 0 ? kept : null];
  });
  const times = asRecord(answer["time_availability"]);
  return {
    ...answer,
    ...Object.fromEntries(texts),
    time_availability: {
      ...times,
      explicit: mendWeek(times["explicit"]),
      estimated: mendWeek(times["estimated"]),
    },
    tutor_types: listOf(answer["tutor_types"]),
    rate_breakdown: listRates(answer["rate_breakdown"]),
  };
}

function dropBlanks(value: unknown): unknown {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  if (Array.isArray(value)) return value.map(dropBlanks).filter((element) => element !== null);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dropBlanks(inner)]));
}

function listOf(value: unknown): readonly unknown[] {
  return value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isPostalCode(value: unknown): boolean {
  return typeof value === "string" && /^\d{6}$/.test(value);
}

function mendWeek(week: unknown): unknown {
  const slots = asRecord(week);
  return Object.fromEntries(
    WEEKDAYS.map((day) => [day, listOf(slots[day]).filter((slot) => TimeSlotSchema.safeParse(slot).success)]),
  );
}

function listRates(rates: unknown): readonly unknown[] {
  if (Array.isArray(rates)) return asList(rates);
  return Object.entries(asRecord(rates)).map(([tutor_type, rate]) => ({ tutor_type, ...asRecord(rate) }));
}
