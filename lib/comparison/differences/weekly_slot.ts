const SLOT = /^(\p{L}+) ?(\d{1,2})[:.](\d{2}) ?- ?(\d{1,2})[:.](\d{2})$/u;
const DASHES = /[\u2010-\u2015\u2212~]/g;

/** A span of a weekday, in minutes of the day. */
export interface WeeklySlot {
  readonly day: string;
  readonly from: number;
  readonly until: number;
}

/** Reads a slot, "monday 19:00-21:00", with a little more or less white space, digits or dash; null where it is none. */
export function parseWeeklySlot(text: string): WeeklySlot | null {
  const [, day, fromHour, fromMinute, untilHour, untilMinute] =
    text.normalize("NFKC").toLowerCase().replace(DASHES, "-").replace(/\s+/g, " ").trim().match(SLOT) ?? [];
  if (day === undefined) return null;
  return {
    day,
    from: Number(fromHour) * 60 + Number(fromMinute),
    until: Number(untilHour) * 60 + Number(untilMinute),
  };
}

/** A slot as it counts when two are compared: its day and time, however it is written. */
export function comparableSlot(text: string): string {
  const slot = parseWeeklySlot(text);
  return slot === null ? text.trim().toLowerCase() : `${slot.day} ${slot.from}-${slot.until}`;
}

/** The same week in the fewest slots: those of a day that meet or overlap are one. Null where one cannot be read. */
export function mergedSlots(texts: readonly string[]): string[] | null {
  const slots: WeeklySlot[] = [];
  for (const text of texts) {
    const slot = parseWeeklySlot(text);
    if (slot === null) return null;
    slots.push(slot);
  }
  slots.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.from - b.from));
  const merged: WeeklySlot[] = [];
  for (const slot of slots) {
    const last = merged.at(-1);
    if (last?.day === slot.day && slot.from <= last.until) {
      merged[merged.length - 1] = { ...last, until: Math.max(last.until, slot.until) };
    } else merged.push(slot);
  }
  return merged.map(({ day, from, until }) => `${day} ${from}-${until}`);
}
