import type { SeededRandom } from "../core/seeded_random.ts";

const MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

/** Words a starting date as seen from the day of the post; empty in more than half of the posts. */
export function writeStart(random: SeededRandom, date: Date): string {
  const share = random.next();
  if (share < 0.55) return "";
  if (share < 0.75) return random.pick(["ASAP", "ASAP", "asap", "immediately"]);
  const start = new Date(date.getTime() + random.integer(3, 40) * 86_400_000);
  const month = MONTHS[start.getUTCMonth()] ?? "";
  const day = start.getUTCDate();
  return random.pick([
    "next week",
    `${day} ${month}`,
    `${day} ${month} ${start.getUTCFullYear()}`,
    `${day <= 10 ? "early" : day <= 20 ? "mid" : "end"} ${month}`,
    `${month} ${start.getUTCFullYear()}`,
  ]);
}
