import type { SeededRandom } from "../core/seeded_random.ts";
import type { SampleAssignment } from "./draw_assignment.ts";
import type { SampleAgency } from "./sample_agency.ts";

/** "Once", "Twice" or "Thrice". */
export function timesInWords(times: number): string {
  return ["Once", "Twice", "Thrice"][times - 1] ?? `${times} times`;
}

/** Words how often and how long the lessons are, the agency's way: `1x/week, 1.5h`. */
export function writeSchedule(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
): string {
  const { lessonsPerWeek, hoursPerLesson } = assignment;
  return random.pick(agency.schedules)
    .replace("{times}", String(lessonsPerWeek))
    .replace("{once}", timesInWords(lessonsPerWeek))
    .replace("{lessons}", lessonsPerWeek === 1 ? "lesson" : "lessons")
    .replace("{hours}", String(hoursPerLesson))
    .replace("{hrs}", hoursPerLesson === 1 ? "1 hr" : `${hoursPerLesson} hrs`);
}
