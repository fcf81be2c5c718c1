/** What a layout may leave to be filled in. */
export const LAYOUT_FIELDS = [
  "status",
  "code",
  "subject",
  "level",
  "subjects",
  "area",
  "place",
  "postal",
  "mrt",
  "station",
  "times",
  "once",
  "hours",
  "schedule",
  "timing",
  "start",
  "mode",
  "rate",
  "tutor",
  "gender",
  "student",
  "remarks",
  "tags",
] as const;
export type LayoutField = typeof LAYOUT_FIELDS[number];

type LayoutPart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "field"; readonly name: LayoutField }
  | { readonly kind: "optional" | "schedule"; readonly parts: readonly LayoutPart[] };

interface LayoutLine {
  readonly bold: boolean;
  readonly parts: readonly LayoutPart[];
}

/** A post's form, ready to be filled in any number of times. */
export interface PostLayout {
  readonly lines: readonly LayoutLine[];
  readonly fields: ReadonlySet<LayoutField>;
}

/** A filled-in layout: its lines, which of them are bold, and its snippets on the lesson's schedule. */
export interface FilledLayout {
  readonly lines: readonly { readonly text: string; readonly bold: boolean }[];
  readonly schedule: readonly string[];
}

const MARKUP = /\{(\w+)\}|\[\[(.*?)\]\]|<<(.*?)>>/g;

/**
 * Parses the form of a post. In its text `{rate}` is a field; `[[ near {mrt}]]` vanishes when its field is empty, and
 * a line that is nothing else vanishes with it; `<<Duration: {hours}h>>` is a snippet on the lesson's schedule; a line
 * that starts with `**` is bold. A part that may vanish holds one field, so that a filled field always shows.
 *
 * @throws {RangeError} If a field is unknown or a part that may vanish holds another number of fields than one.
 */
export function parsePostLayout(text: string): PostLayout {
  const fields = new Set<LayoutField>();
  const lines = text.split("\n").map((line) => ({
    bold: line.startsWith("**"),
    parts: parseParts(line.replace(/^\*\*/, ""), fields),
  }));
  return { lines, fields };
}

function parseParts(text: string, fields: Set<LayoutField>): LayoutPart[] {
  const parts: LayoutPart[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > end) parts.push({ kind: "literal", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const [, field, optional, schedule] = match;
    if (field !== undefined) parts.push({ kind: "field", name: layoutField(field, fields) });
    if (optional !== undefined) parts.push({ kind: "optional", parts: parseOptional(optional, fields) });
    if (schedule !== undefined) parts.push({ kind: "schedule", parts: parseParts(schedule, fields) });
  }
  if (end < text.length) parts.push({ kind: "literal", text: text.slice(end) });
  return parts;
}

function parseOptional(text: string, fields: Set<LayoutField>): LayoutPart[] {
  const parts = parseParts(text, fields);
  if (parts.filter((part) => part.kind !== "literal").length === 1) return parts;
  throw new RangeError(`Cannot parse a layout: "[[${text}]]" must hold exactly one field`);
}

function layoutField(name: string, fields: Set<LayoutField>): LayoutField {
  const field = LAYOUT_FIELDS.find((known) => known === name);
  if (field === undefined) throw new RangeError(`Cannot parse a layout: {${name}} is no field`);
  fields.add(field);
  return field;
}

/** Fills in a layout. An absent value is an empty one; an empty line never follows another. */
export function fillPostLayout(
  layout: PostLayout,
  values: Readonly<Partial<Record<LayoutField, string>>>,
): FilledLayout {
  const schedule: string[] = [];
  const lines: { text: string; bold: boolean }[] = [];
  for (const { bold, parts } of layout.lines) {
    const text = fillParts(parts, values, schedule).trimEnd();
    const vanished = text === "" && parts.length > 0;
    if (vanished || (text === "" && lines.at(-1)?.text === "")) continue;
    lines.push({ text, bold: bold && text !== "" });
  }
  while (lines.at(-1)?.text === "") lines.pop();
  return { lines, schedule };
}

function fillParts(
  parts: readonly LayoutPart[],
  values: Readonly<Partial<Record<LayoutField, string>>>,
  schedule: string[],
): string {
  let text = "";
  for (const part of parts) {
    if (part.kind === "literal") text += part.text;
    else if (part.kind === "field") text += values[part.name] ?? "";
    else if (part.kind === "schedule") {
      const snippet = fillParts(part.parts, values, schedule);
      schedule.push(snippet);
      text += snippet;
    } else if (part.parts.every((inner) => inner.kind !== "field" || values[inner.name])) {
      text += fillParts(part.parts, values, schedule);
    }
  }
  return text;
}
