import { type AcademicWord, splitAcademicWords } from "../academic_words.ts";
import { LEVEL_LIST, listYears, STREAM_LIST, SUBJECT_LIST, type YearRange } from "./academic_vocabulary.ts";

/** What a phrase of the vocabularies says. */
export type AcademicMeaning =
  | {
    readonly kind: "level";
    readonly level: string;
    /** "Primary 5", "Lower Secondary"; null where only the level is named. */
    readonly specific: string | null;
    /** The year and the range that it is one of. */
    readonly year: { readonly range: YearRange; readonly number: number } | null;
    readonly isProgramme: boolean;
  }
  | {
    readonly kind: "stream";
    readonly stream: string;
    /** The level that alone has it. */
    readonly level: string | null;
    readonly years: readonly string[] | null;
  }
  | {
    readonly kind: "subjects";
    readonly subjects: readonly string[];
    /** The level at which alone they are taught. */
    readonly level: string | null;
    /** Whether a grade beside them is one of theirs. */
    readonly hasGrades: boolean;
  };

export type Certainty = "plain" | "contextual" | "ambiguous";

/** A phrase of the vocabularies. */
export interface LexiconEntry {
  readonly phrase: string;
  readonly meaning: AcademicMeaning;
  readonly certainty: Certainty;
}

/** Every phrase that may tell what is taught, as the vocabularies list them. */
export function listLexicon(): LexiconEntry[] {
  return [
    ...SUBJECT_LIST.flatMap((subject) =>
      withAliases(subject, {
        kind: "subjects",
        subjects: subject.names,
        level: subject.level ?? null,
        hasGrades: subject.hasGrades,
      })
    ),
    ...STREAM_LIST.flatMap((stream) =>
      withAliases(stream, {
        kind: "stream",
        stream: stream.name,
        level: stream.level ?? null,
        years: stream.years ?? null,
      })
    ),
    ...LEVEL_LIST.flatMap((level) => {
      const named = { kind: "level", level: level.name, year: null } as const;
      return [
        ...withAliases(level, { ...named, specific: null, isProgramme: level.isProgramme }),
        ...level.stages.flatMap(({ name, aliases }) =>
          withAliases({ aliases }, { ...named, specific: name, isProgramme: false })
        ),
        ...level.years.flatMap((range) => listYearPhrases(level.name, range)),
      ];
    }),
  ];
}

function withAliases(
  lists: { aliases: readonly string[]; contextual?: readonly string[]; ambiguous?: readonly string[] },
  meaning: AcademicMeaning,
): LexiconEntry[] {
  const entry = (certainty: Certainty) => (phrase: string) => ({ phrase, meaning, certainty });
  return [
    ...lists.aliases.map(entry("plain")),
    ...(lists.contextual ?? []).map(entry("contextual")),
    ...(lists.ambiguous ?? []).map(entry("ambiguous")),
  ];
}

function listYearPhrases(level: string, range: YearRange): LexiconEntry[] {
  return listYears(range).flatMap((year) =>
    range.prefixes.map((prefix) => ({
      phrase: `${prefix} ${year}`,
      meaning: meanYear(level, range, year),
      certainty: "plain",
    }))
  );
}

/** The meaning of one year of a range. */
export function meanYear(level: string, range: YearRange, number: number): AcademicMeaning {
  return {
    kind: "level",
    level,
    specific: `${range.name} ${number}`,
    year: { range, number },
    isProgramme: false,
  };
}

/** A phrase as the words that a text is split into; one key for all ways of spacing it. */
export function lexiconKey(phrase: string): string {
  return splitAcademicWords(phrase).map(({ text }) => text).join(" ");
}

const ENTRIES = new Map(listLexicon().map((entry) => [lexiconKey(entry.phrase), entry] as const));
const LONGEST = Math.max(...[...ENTRIES.keys()].map((key) => key.split(" ").length));

/** What a text means that is exactly one phrase, or null. */
export function readMeaning(phrase: string): AcademicMeaning | null {
  return ENTRIES.get(lexiconKey(phrase))?.meaning ?? null;
}

/** The longest phrase that starts at a place of `words`, and how many words it has. */
export function findMeaning(
  words: readonly AcademicWord[],
  at: number,
): { readonly entry: LexiconEntry; readonly length: number } | null {
  for (let length = Math.min(LONGEST, words.length - at); length > 0; length--) {
    const entry = ENTRIES.get(words.slice(at, at + length).map(({ text }) => text).join(" "));
    if (entry) return { entry, length };
  }
  return null;
}
