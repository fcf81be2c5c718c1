import * as z from "zod";
import labels from "./labels.json" with { type: "json" };
import icons from "./icons.json" with { type: "json" };

/** What the value after a label is about; `other` is a label that no vocabulary knows. */
export const LABEL_KINDS = [
  "address",
  "address_or_mrt",
  "code",
  "commission",
  "contact",
  "details",
  "gender",
  "level",
  "mode",
  "mrt",
  "other",
  "postal",
  "rate",
  "region",
  "remarks",
  "requirement",
  "schedule",
  "schedule_or_timing",
  "start",
  "status",
  "student",
  "subject",
  "tags",
  "timing",
  "tutor",
] as const;
const LabelKindSchema = z.enum(LABEL_KINDS);
export type LabelKind = z.infer<typeof LabelKindSchema>;

interface LabelPhrase {
  readonly kind: LabelKind;
  /** The phrase between two spaces, so that only whole words are found. */
  readonly padded: string;
  readonly words: number;
}

const PHRASES: readonly LabelPhrase[] = z.array(
  z.object({ kind: LabelKindSchema, phrases: z.array(z.string()) }),
)
  .parse(labels)
  .flatMap(({ kind, phrases }) =>
    phrases.map(normaliseLabel).map((phrase) => ({
      kind,
      padded: ` ${phrase} `,
      words: phrase.split(" ").length,
    }))
  );
const EXACT = new Map(PHRASES.map(({ kind, padded }) => [padded.trim(), kind] as const));
const ICONS = z.partialRecord(LabelKindSchema, z.array(z.string())).parse(icons);

/** Any icon of the vocabulary. */
export const ICON = new RegExp(Object.values(ICONS).flat().join("|"), "gu");

/** A label wordier than this is a sentence with a colon in it. */
const MOST_WORDS = 6;

/** The kind of a folded label that is one of the vocabulary's phrases as it stands, or null. */
export function findExactLabel(folded: string): LabelKind | null {
  return EXACT.get(normaliseLabel(folded)) ?? null;
}

/** The kind of a folded label that is a phrase of the vocabulary or holds one, or null. */
export function findLabel(folded: string): LabelKind | null {
  const label = normaliseLabel(folded);
  const exact = EXACT.get(label);
  if (exact) return exact;
  if (label === "" || label.split(" ").length > MOST_WORDS) return null;
  const held = PHRASES.filter(({ padded }) => ` ${label} `.includes(padded));
  const [first, ...others] = held;
  if (!first) return null;
  return others.reduce((best, phrase) => isCloser(label, phrase, best) ? phrase : best, first).kind;
}

/** A longer phrase says more; of two as long, the later one is the head of the label ("tuition venue"). */
function isCloser(label: string, phrase: LabelPhrase, best: LabelPhrase): boolean {
  if (phrase.words !== best.words) return phrase.words > best.words;
  return ` ${label} `.lastIndexOf(phrase.padded) > ` ${label} `.lastIndexOf(best.padded);
}

/** The kind that an icon at the start of a line stands for by custom, or null. */
export function findIcon(prefix: string): LabelKind | null {
  for (const kind of LABEL_KINDS) {
    if (ICONS[kind]?.some((icon) => prefix.includes(icon))) return kind;
  }
  return null;
}

/**
 * Words only, singular: "No. of Lessons / Week" and "no of lesson week" are the same label. Of a bilingual label the
 * English words count.
 */
function normaliseLabel(folded: string): string {
  return (folded.replace("(s)", "s").match(/[a-z0-9]+/g) ?? folded.match(/\p{Script=Han}+/gu) ?? [])
    .filter((word) => word !== "the" && word !== "and" && word !== "your")
    .map((word) => word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word)
    .join(" ");
}
