import type { Span } from "../../text/span.ts";
import type { AcademicItem } from "./academic_items.ts";
import { readMeaning } from "./vocabulary/academic_lexicon.ts";

/** Someone to be taught, as far as a text tells him from others. */
export interface Student {
  readonly level: string;
  readonly specificLevel: string | null;
  /** A stream that is said of him alone. */
  readonly stream: string | null;
  readonly span: Span;
}

type LevelItem = AcademicItem & { readonly kind: "level" };

/** The students of one section of a text: its years and stages, and of its levels those of which it tells no more. */
export function findStudents(section: readonly AcademicItem[]): Student[] {
  const levels = section.filter((item) => item.kind === "level");
  const programmes = levels.filter(isBareProgramme);
  const years = section.flatMap((item) => item.kind === "stream" && item.years ? [item] : [])[0];
  const hasGrades = section.some((item) => item.kind === "subjects" && item.hasGrades);
  const hasOpenYear = levels.some(({ year }) => year?.range.isOpen);
  const students = section.flatMap((item, at): Student[] => {
    if (item.kind !== "level") return [];
    const { level, specific, year, span } = item;
    const student = { level, specificLevel: specific, stream: findOwnStream(section, at), span };
    if (specific === null) {
      const isSpecified = (item.isProgramme && hasOpenYear) || isStreamOf(section[at - 1], item) ||
        levels.some((other) => other.level === level && other.specific !== null);
      return isSpecified ? [] : [student];
    }
    if (!year?.range.isOpen) return [student];
    if (hasGrades && year.range.name === "Grade") return [];
    const meant = readMeaning(years?.years?.[year.number - 1] ?? "");
    if (years && meant?.kind === "level") {
      return [{ ...student, level: meant.level, specificLevel: meant.specific, stream: years.stream }];
    }
    if (programmes.length === 0) return [student];
    return programmes.map((programme) => ({
      level: programme.level,
      specificLevel: `${programme.level} ${specific}`,
      stream: null,
      span,
    }));
  });
  const keys = students.map(({ level, specificLevel }) => `${level}\n${specificLevel}`);
  return students.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
}

/** NA in "Sec 2 NA and Sec 4 Exp Math", IGCSE in "Sec 3 IGCSE Math". */
function findOwnStream(section: readonly AcademicItem[], at: number): string | null {
  const next = section[at + 1];
  if (next?.kind === "level") return isStreamOf(section[at], next) ? next.level : null;
  return next?.kind === "stream" && isOwnStream(section, at + 1) ? next.stream : null;
}

/** Whether the item at a place of a section is a stream of the student before it, and not of another one after it. */
export function isOwnStream(section: readonly AcademicItem[], at: number): boolean {
  const [before, item, after] = [section[at - 1], section[at], section[at + 1]];
  return item?.kind === "stream" && !item.isJoined && before?.kind === "level" && after?.kind === "level";
}

/** Whether a programme tells more of the year of school before it, rather than being a level itself. */
function isStreamOf(before: AcademicItem | undefined, item: AcademicItem): boolean {
  return before?.kind === "level" && before.year !== null && !before.year.range.isOpen && !item.isJoined &&
    item.kind === "level" && isBareProgramme(item);
}

function isBareProgramme(item: LevelItem): boolean {
  return item.isProgramme && item.specific === null;
}
