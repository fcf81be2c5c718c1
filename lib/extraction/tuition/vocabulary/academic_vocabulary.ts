import * as z from "zod";
import levels from "./levels.json" with { type: "json" };
import streams from "./streams.json" with { type: "json" };
import subjects from "./subjects.json" with { type: "json" };

/** The ways to write a name, in lower case; "&" stands for any of "&", "/", "+", ",", "and" and "or". */
const Phrases = z.array(z.string().regex(/^[^A-Z]+$/)).default([]);
const ALIASES = {
  /** Read anywhere in a post, and a sign that it offers an assignment. */
  aliases: Phrases,
  /** Read only in a text that is known to tell what is taught. */
  contextual: Phrases,
  /** The same, for aliases that can mean something else there too; what they give is flagged. */
  ambiguous: Phrases,
};

/** One subject; or several that go by one name, such as "e & a math". */
export const SubjectSchema = z.strictObject({
  names: z.array(z.string()).min(1),
  /** The level at which alone it is taught. */
  level: z.string().optional(),
  /** Whether "Grade 3" beside it is a grade of its own examinations, not of a school. */
  hasGrades: z.boolean().default(false),
  ...ALIASES,
});
export type Subject = z.infer<typeof SubjectSchema>;

/** The years of a level: "Primary 5", written "p5", "p 5", "pri 5" and so on. */
export const YearRangeSchema = z.strictObject({
  name: z.string(),
  prefixes: z.array(z.string()).min(1),
  first: z.int(),
  last: z.int(),
  /** Whether a programme beside it says what it is a year of: "Year 5 IB". */
  isOpen: z.boolean().default(false),
});
export type YearRange = z.infer<typeof YearRangeSchema>;

export const LevelSchema = z.strictObject({
  name: z.string(),
  years: z.array(YearRangeSchema).default([]),
  /** Parts of it that have a name of their own: "Lower Primary". */
  stages: z.array(z.strictObject({ name: z.string(), aliases: Phrases })).default([]),
  /** Whether open years beside it are its own. */
  isProgramme: z.boolean().default(false),
  ...ALIASES,
});
export type Level = z.infer<typeof LevelSchema>;

export const StreamSchema = z.strictObject({
  name: z.string(),
  /** The level that has it. */
  level: z.string().optional(),
  /** What open years beside it are: "Y4 IP" is "Secondary 4". */
  years: z.array(z.string()).optional(),
  ...ALIASES,
});
export type Stream = z.infer<typeof StreamSchema>;

export const SUBJECT_LIST: readonly Subject[] = z.array(SubjectSchema).parse(subjects);
export const LEVEL_LIST: readonly Level[] = z.array(LevelSchema).parse(levels);
export const STREAM_LIST: readonly Stream[] = z.array(StreamSchema).parse(streams);

/** The numbers of a range's years. */
export function listYears({ first, last }: YearRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
