import type { AcademicItem } from "./academic_items.ts";
import { isOwnStream, type Student } from "./academic_students.ts";

/** What one student needs; or one group of subjects, where a student takes some of them under another stream than others. */
export interface AcademicRequest {
  /** "Secondary"; null where neither the text nor the subjects tell. */
  readonly level: string | null;
  /** "Secondary 3". */
  readonly specific_level: string | null;
  /** "Express", "H2"; null where none is told, and where several are. */
  readonly stream: string | null;
  readonly subjects: readonly string[];
}

/** Subjects that are taken under the same streams. */
export interface SubjectGroup {
  readonly streams: readonly string[];
  readonly subjects: readonly string[];
}

/** A request for each student and group of subjects of a section; `level` is that of a section without students. */
export function listRequests(
  students: readonly Student[],
  groups: readonly SubjectGroup[],
  level: string | null,
): AcademicRequest[] {
  const takers = students.length > 0 ? students : [{ level, specificLevel: null, stream: null }];
  return takers.flatMap((taker) =>
    groups.map(({ streams, subjects }) => ({
      level: taker.level,
      specific_level: taker.specificLevel,
      stream: taker.stream ?? (streams.length === 1 ? streams[0] ?? null : null),
      subjects,
    }))
  );
}

/** Requests of the same student and stream as one, in the order of the first ones. */
export function mergeRequests(requests: readonly AcademicRequest[]): AcademicRequest[] {
  const merged = new Map<string, AcademicRequest>();
  for (const request of requests) {
    const key = JSON.stringify([request.level, request.specific_level, request.stream]);
    const known = merged.get(key)?.subjects ?? [];
    merged.set(key, { ...request, subjects: [...new Set([...known, ...request.subjects])] });
  }
  return [...merged.values()];
}

/**
 * The subjects of a section by their streams. A stream is said of what follows it ("H2 Math, Chem and H1 GP"), unless a comma or
 * a bracket parts the two: then of what it follows ("Math HL, Physics SL").
 */
export function groupSubjects(section: readonly AcademicItem[]): SubjectGroup[] {
  const items = section.filter((item, at) => item.kind !== "level" && !isOwnStream(section, at));
  const groups: { streams: string[]; subjects: string[] }[] = [];
  let leading: string[] = [];
  let isOpen = false;
  for (const [at, item] of items.entries()) {
    if (item.kind === "subjects") {
      if (!isOpen) groups.push({ streams: [...leading], subjects: [] });
      isOpen = true;
      groups.at(-1)?.subjects.push(...item.subjects);
    } else if (item.kind === "stream") {
      const next = items[at + 1];
      if (groups.length === 0 || (next && !next.isJoined)) {
        leading = items[at - 1]?.kind === "stream" ? [...leading, item.stream] : [item.stream];
      } else {
        const withoutStream = groups.filter(({ streams }) => streams.length === 0);
        for (const group of withoutStream.length > 0 ? withoutStream : groups.slice(-1)) {
          group.streams.push(item.stream);
        }
        leading = [];
      }
      isOpen = false;
    }
  }
  const named = groups.length > 0 ? groups : [{ streams: leading, subjects: [] }];
  return named.map(({ streams, subjects }) => ({ streams: [...new Set(streams)], subjects }));
}
