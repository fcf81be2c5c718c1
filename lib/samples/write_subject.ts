import type { SeededRandom } from "../core/seeded_random.ts";
import type { SampleAssignment } from "./draw_assignment.ts";
import type { SampleAgency } from "./sample_agency.ts";

/** What is taught and to whom. */
export interface SubjectPhrase {
  readonly whole: string;
  readonly level: string;
  readonly subjects: string;
}

/** Words level, stream and subjects the agency's way: `Sec 3 Exp A Math & E Math`. */
export function writeSubject(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
): SubjectPhrase {
  const { level, stream, subjects } = assignment;
  const words = subjects.map((subject) => subject[agency.subjectWords]);
  const joiner = random.pick(agency.subjectJoiners);
  const taught = words.length < 2
    ? words.join("")
    : words.slice(0, -1).join(/[/+]/.test(joiner) ? joiner : ", ") + joiner + words.slice(-1).join("");
  const levelWord = level[agency.levelWords];
  const levelText = stream === null ? levelWord : `${levelWord} ${stream[agency.levelWords]}`;
  return { whole: `${levelText} ${taught}`, level: levelText, subjects: taught };
}

/** Hashtags of an assignment: `#Primary #Maths #Bishan`. */
export function writeTags(assignment: SampleAssignment): string {
  const { band, subjects, area } = assignment;
  return [band.name, ...subjects.map((subject) => subject.medium), area.name]
    .map((word) => `#${word.replace(/[^A-Za-z0-9]+/g, "")}`)
    .join(" ");
}
