import {
  type AssignmentFields,
  TimeSlotSchema,
  WEEKDAYS,
  type WeeklySlots,
} from "../../schema/tuition_assignment.ts";
import { truncateText } from "../../text/truncate_text.ts";
import type { Check } from "../domain.ts";
import { EVIDENCE_LENGTH } from "../verbatim_check.ts";

type Part = "explicit" | "estimated";
type IsGood = (slot: string, at: number, slots: readonly string[]) => boolean;

/** "7pm-9pm", or an hour that no clock shows. */
export const MALFORMED_SLOTS = slotChecks(
  "slot_malformed",
  (slot) => TimeSlotSchema.safeParse(slot).success,
);

/** A slot that ends before it begins; one that ends as it begins is a start of which the end is not told. */
export const BACKWARD_SLOTS = slotChecks("slot_from_after_until", (slot) => {
  const [from = "", until = ""] = slot.split("-");
  return !TimeSlotSchema.safeParse(slot).success || from <= until;
});

/** A slot that a day has twice; the first stays. */
export const DUPLICATE_SLOTS = slotChecks(
  "slot_duplicate",
  (slot, at, slots) => slots.indexOf(slot) === at,
);

function slotChecks(rule: string, isGood: IsGood): Check<AssignmentFields>[] {
  return (["explicit", "estimated"] as const).map((part) => slotCheck(rule, part, isGood));
}

function slotCheck(rule: string, part: Part, isGood: IsGood): Check<AssignmentFields> {
  return {
    rule,
    field: `time_availability.${part}`,
    find: ({ time_availability }) => {
      for (const day of WEEKDAYS) {
        const slots = time_availability[part][day];
        const odd = slots.find((slot, at) => !isGood(slot, at, slots));
        if (odd !== undefined) return truncateText(`${day} ${odd}`, EVIDENCE_LENGTH);
      }
      return null;
    },
    drop: (fields) => {
      const { time_availability } = fields;
      const week: WeeklySlots = { ...time_availability[part] };
      for (const day of WEEKDAYS) week[day] = week[day].filter(isGood);
      return { ...fields, time_availability: { ...time_availability, [part]: week } };
    },
  };
}
