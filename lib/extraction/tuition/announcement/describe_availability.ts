import { type AssignmentFields, WEEKDAYS, type WeeklySlots } from "../../../schema/tuition_assignment.ts";

/** When lessons can be: as the post words it, else the slots that it states, else those that follow from it; null where none are known. */
export function describeAvailability(
  { note, explicit, estimated }: AssignmentFields["time_availability"],
): string | null {
  return note ?? describeWeek(explicit) ?? describeWeek(estimated);
}

/** Days with the same slots stand together: `Mon, Wed 19:00-21:00; Sat 10:00`. */
function describeWeek(week: WeeklySlots): string | null {
  const days = WEEKDAYS.map((day) => ({ day: capitalise(day.slice(0, 3)), slots: describeSlots(week[day]) }));
  const bySlots = Map.groupBy(days.filter(({ slots }) => slots !== ""), ({ slots }) => slots);
  const parts = [...bySlots].map(([slots, days]) => `${days.map(({ day }) => day).join(", ")} ${slots}`);
  return parts.length === 0 ? null : parts.join("; ");
}

/** Of a slot whose ends are alike only the start is known. */
function describeSlots(slots: readonly string[]): string {
  return slots.map((slot) => {
    const [start = "", end = ""] = slot.split("-");
    return start === end ? start : slot;
  }).join(", ");
}

function capitalise(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
