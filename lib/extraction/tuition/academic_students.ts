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
type StreamItem = AcademicItem & { readonly kind: "stream" };

/** What a section says of all its levels. */
interface SectionFacts {
  /** Levels of which a year or stage is named. */
  readonly specified: ReadonlySet<string>;
  readonly hasOpenYear: boolean;
  /** Programmes that open years belong to. */
  readonly programmes: readonly string[];
  /** The stream that tells what open years are, such as IP. */
  readonly yearStream: StreamItem | undefined;
  /** Whether a grade is one of music examinations and the like. */
  readonly hasGrades: boolean;
}

/** The students of one section of a text: its years and stages, and of its levels those of which it tells no more. */
export function findStudents(section: readonly AcademicItem[]): Student[] {
  const levels = section.filter((item) => item.kind === "level");
  const facts: SectionFacts = {
    specified: new Set(levels.flatMap(({ level, specific }) => specific === null ? [] : [level])),
    hasOpenYear: levels.some(({ year }) => year?.range.isOpen),
    programmes: [...new Set(levels.filter(isBareProgramme).map(({ level }) => level))],
    yearStream: section.find((item): item is StreamItem => item.kind === "stream" && item.years !== null),
    hasGrades: section.some((item) => item.kind === "subjects" && item.hasGrades),
  };
  const students = new Map<string, Student>();
  for (const [at, item] of section.entries()) {
    if (item.kind !== "level") continue;
    for (const student of readLevel(section, at, item, facts)) {
      const key = `${student.level}\n${student.specificLevel}`;
      if (!students.has(key)) students.set(key, student);
    }
  }
  return [...students.values()];
}

/** The students that one level of a section stands for: several for a year of several programmes, none where another item says more. */
function readLevel(
  section: readonly AcademicItem[],
  at: number,
  { level, specific, year, isProgramme, span }: LevelItem,
  { specified, hasOpenYear, programmes, yearStream, hasGrades }: SectionFacts,
): Student[] {
  const student = { level, specificLevel: specific, stream: findOwnStream(section, at), span };
  if (specific === null) {
    const isSpecified = specified.has(level) || (isProgramme && hasOpenYear) || isStreamAt(section, at);
    return isSpecified ? [] : [student];
  }
  if (!year?.range.isOpen) return [student];
  if (hasGrades && year.range.name === "Grade") return [];
  const meant = readMeaning(yearStream?.years?.[year.number - 1] ?? "");
  if (yearStream && meant?.kind === "level") {
    return [{ ...student, level: meant.level, specificLevel: meant.specific, stream: yearStream.stream }];
  }
  if (programmes.length === 0) return [student];
  return programmes.map((programme) => ({
    level: programme,
    specificLevel: `${programme} ${specific}`,
    stream: null,
    span,
  }));
}

/** NA in "Sec 2 NA and Sec 4 Exp Math", IGCSE in "Sec 3 IGCSE Math". */
function findOwnStream(section: readonly AcademicItem[], at: number): string | null {
  const next = section[at + 1];
  if (next?.kind === "level") return isStreamAt(section, at + 1) ? next.level : null;
  return next?.kind === "stream" && isOwnStream(section, at + 1) ? next.stream : null;
}

/** Whether the item at a place of a section is a stream of the student before it, and not of another one after it. */
export function isOwnStream(section: readonly AcademicItem[], at: number): boolean {
  const [before, item, after] = [section[at - 1], section[at], section[at + 1]];
  return item?.kind === "stream" && !item.isJoined && before?.kind === "level" && after?.kind === "level";
}

/** Whether the item at a place is a programme that tells more of the year of school before it, rather than being a level itself. */
function isStreamAt(section: readonly AcademicItem[], at: number): boolean {
  const [before, item] = [section[at - 1], section[at]];
  return before?.kind === "level" && before.year !== null && !before.year.range.isOpen &&
    item?.kind === "level" && !item.isJoined && isBareProgramme(item);
}

function isBareProgramme(item: LevelItem): boolean {
  return item.isProgramme && item.specific === null;
}
