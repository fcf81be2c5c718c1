import { plainLetters } from "../../text/plain_letters.ts";
import { type AcademicItem, findAcademicItems } from "./academic_items.ts";
import { type AcademicRequest, groupSubjects, listRequests, mergeRequests } from "./academic_requests.ts";
import { splitSections } from "./academic_sections.ts";
import { findStudents, type Student } from "./academic_students.ts";

/** Why a reading may be wrong. */
export type ConfidenceFlag =
  /** A word was read as a subject or stream that can mean something else. */
  | "ambiguous_alias"
  | "level_inferred_from_stream"
  | "level_inferred_from_subject"
  | "level_without_subject"
  | "several_children"
  | "several_streams"
  | "subject_without_level";

/** The piece of a display text in which a value was read first, word for word. */
export interface AcademicEvidence {
  readonly signal: "level" | "specific_level" | "stream" | "subject";
  readonly value: string;
  readonly text: string;
}

/** What a display text asks for, in the vocabularies' words; kept in an extraction's meta. */
export interface AcademicSignals {
  readonly subjects: readonly string[];
  readonly levels: readonly string[];
  readonly specific_student_levels: readonly string[];
  readonly streams: readonly string[];
  readonly academic_requests: readonly AcademicRequest[];
  readonly evidence: readonly AcademicEvidence[];
  readonly confidence_flags: readonly ConfidenceFlag[];
}

/** The subjects, levels and streams that a display text names, and which of them belong together. */
export function findAcademicSignals(displayText: string): AcademicSignals {
  const plain = plainLetters(displayText);
  const sections = splitSections(findAcademicItems(plain.text)).map(readSection);
  const requests = mergeRequests(sections.flatMap((section) => section.requests));
  const evidence = new Map<string, AcademicEvidence>();
  for (const { signal, value, span } of sections.flatMap((section) => section.sources)) {
    const key = `${signal} ${value}`;
    if (!evidence.has(key)) {
      const text = displayText.slice(plain.originalIndex(span.start), plain.originalIndex(span.end));
      evidence.set(key, { signal, value, text });
    }
  }
  const valuesOf = (signal: AcademicEvidence["signal"]) =>
    [...evidence.values()].filter((piece) => piece.signal === signal).map(({ value }) => value);
  const flags: ConfidenceFlag[] = sections.flatMap((section) => section.flags);
  if (requests.some(({ level }) => level === null)) flags.push("subject_without_level");
  if (requests.some(({ subjects }) => subjects.length === 0)) flags.push("level_without_subject");
  if (valuesOf("specific_level").length > 1) flags.push("several_children");
  return {
    subjects: valuesOf("subject"),
    levels: valuesOf("level"),
    specific_student_levels: valuesOf("specific_level"),
    streams: valuesOf("stream"),
    academic_requests: requests,
    evidence: [...evidence.values()],
    confidence_flags: [...new Set(flags)].sort(),
  };
}

/** A value and where it was read. */
interface Source {
  readonly signal: AcademicEvidence["signal"];
  readonly value: string;
  readonly span: AcademicItem["span"];
}

function readSection(section: readonly AcademicItem[]): {
  readonly requests: readonly AcademicRequest[];
  readonly sources: readonly Source[];
  readonly flags: readonly ConfidenceFlag[];
} {
  const students = findStudents(section);
  const inferred = students.length === 0 ? inferLevel(section) : null;
  const groups = groupSubjects(section);
  const levels = [...students.map(({ level }) => level), inferred?.source.value];
  const flags: ConfidenceFlag[] = inferred ? [inferred.flag] : [];
  if (groups.some(({ streams }) => streams.length > 1)) flags.push("several_streams");
  if (section.some((item) => item.isAmbiguous && (inferred || !levels.includes(item.level ?? "")))) {
    flags.push("ambiguous_alias");
  }
  return {
    requests: listRequests(students, groups, inferred?.source.value ?? null),
    sources: [
      ...students.flatMap(studentSources),
      ...(inferred ? [inferred.source] : []),
      ...section.flatMap(itemSources),
    ],
    flags,
  };
}

function studentSources({ level, specificLevel, stream, span }: Student): Source[] {
  return [
    { signal: "level", value: level, span },
    ...(specificLevel === null ? [] : [{ signal: "specific_level", value: specificLevel, span } as const]),
    ...(stream === null ? [] : [{ signal: "stream", value: stream, span } as const]),
  ];
}

function itemSources(item: AcademicItem): Source[] {
  const { span } = item;
  if (item.kind === "stream") return [{ signal: "stream", value: item.stream, span }];
  if (item.kind === "level") return [];
  return item.subjects.map((value) => ({ signal: "subject", value, span }));
}

/** The one level that has the subjects, else the one that has the streams, of a section that names none. */
function inferLevel(section: readonly AcademicItem[]): { source: Source; flag: ConfidenceFlag } | null {
  const kinds = [["subjects", "level_inferred_from_subject"], [
    "stream",
    "level_inferred_from_stream",
  ]] as const;
  for (const [kind, flag] of kinds) {
    const telling = section.filter((item) => item.kind === kind && item.level !== null);
    const [first] = telling;
    if (first?.level && telling.every(({ level }) => level === first.level)) {
      return { source: { signal: "level", value: first.level, span: first.span }, flag };
    }
  }
  return null;
}
