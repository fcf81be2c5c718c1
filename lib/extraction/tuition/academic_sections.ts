import type { AcademicItem } from "./academic_items.ts";

/** Items that belong together, and what is known of them so far. */
interface Section {
  readonly items: AcademicItem[];
  readonly kinds: Set<AcademicItem["kind"]>;
  readonly levels: Set<string>;
  hasOpenYear: boolean;
}

/**
 * Parts a text's items into those that belong together: students with what they are taught. "P5 Math & Sec 2 Science" has two
 * sections, and so has "Math for P5, Science for Sec 2"; "English P5 Math" has one.
 */
export function splitSections(items: readonly AcademicItem[]): AcademicItem[][] {
  const opening = items.find(({ kind }) => kind !== "stream")?.kind;
  const sections: Section[] = [];
  for (const [at, item] of items.entries()) {
    const section = sections.at(-1);
    if (section && repeatsLevel(item, section)) continue;
    const next = items[at + 1];
    const opens = item.kind === opening ||
      (item.kind === "stream" && item.isJoined && next !== undefined && next.kind === opening &&
        !next.isJoined);
    const isComplete = section?.kinds.has("level") && section.kinds.has("subjects");
    if (section && !(opens && isComplete && !completesYears(item, section))) addItem(section, item);
    else sections.push(addItem({ items: [], kinds: new Set(), levels: new Set(), hasOpenYear: false }, item));
  }
  const parts = sections.map((section) => section.items);
  const levelSections = sections.filter(({ kinds }) => kinds.has("level"));
  return opening === "subjects" && levelSections.length < 2 && parts.length > 0 ? [parts.flat()] : parts;
}

function addItem(section: Section, item: AcademicItem): Section {
  section.items.push(item);
  section.kinds.add(item.kind);
  if (item.kind === "level") {
    section.levels.add(item.level);
    section.hasOpenYear ||= item.year?.range.isOpen ?? false;
  }
  return section;
}

/** "Pri" in "P6 Chinese (East Spring Pri)" or "O level" in "Sec 4 Math (O level)" is no other student. */
function repeatsLevel(item: AcademicItem, { levels }: Section): boolean {
  return item.kind === "level" && item.specific === null && !item.isProgramme &&
    (levels.has(item.level) || (item.isBracketed && levels.size > 0));
}

/** "IB" in "Year 5 Math (IB)". */
function completesYears(item: AcademicItem, { hasOpenYear }: Section): boolean {
  return item.kind === "level" && item.isProgramme && item.specific === null && hasOpenYear;
}
