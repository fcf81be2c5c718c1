import type { AcademicItem } from "./academic_items.ts";

/**
 * Parts a text's items into those that belong together: students with what they are taught. "P5 Math & Sec 2 Science" has two
 * sections, and so has "Math for P5, Science for Sec 2"; "English P5 Math" has one.
 */
export function splitSections(items: readonly AcademicItem[]): AcademicItem[][] {
  const opening = items.find(({ kind }) => kind !== "stream")?.kind;
  const sections: AcademicItem[][] = [];
  for (const [at, item] of items.entries()) {
    const section = sections.at(-1);
    if (section && repeatsLevel(item, section)) continue;
    const next = items[at + 1];
    const opens = item.kind === opening ||
      (item.kind === "stream" && item.isJoined && next !== undefined && next.kind === opening &&
        !next.isJoined);
    if (!section || (opens && isComplete(section) && !completesYears(item, section))) sections.push([item]);
    else section.push(item);
  }
  const told = sections.filter((section) => section.some(({ kind }) => kind === "level"));
  return opening === "subjects" && told.length < 2 && sections.length > 0 ? [sections.flat()] : sections;
}

function isComplete(section: readonly AcademicItem[]): boolean {
  return section.some(({ kind }) => kind === "level") && section.some(({ kind }) => kind === "subjects");
}

/** "Pri" in "P6 Chinese (East Spring Pri)" or "O level" in "Sec 4 Math (O level)" is no other student. */
function repeatsLevel(item: AcademicItem, section: readonly AcademicItem[]): boolean {
  return item.kind === "level" && item.specific === null && !item.isProgramme &&
    section.some((other) => other.kind === "level" && (item.isBracketed || other.level === item.level));
}

/** "IB" in "Year 5 Math (IB)". */
function completesYears(item: AcademicItem, section: readonly AcademicItem[]): boolean {
  return item.kind === "level" && item.isProgramme && item.specific === null &&
    section.some((other) => other.kind === "level" && other.year?.range.isOpen);
}
