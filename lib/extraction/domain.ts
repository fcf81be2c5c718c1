import type { Span } from "../text/span.ts";
import type * as z from "zod";
import type { Field } from "../schema/field_paths.ts";
import type { Announcement } from "./announcement.ts";
import type { Likeness } from "./likeness.ts";

/** One item of a post: the whole post, or a part of one that offers several. */
export interface Segment {
  /** Where it stands in the post's text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** A code of its own that stands in it word for word, by which versions tell that they speak of the same item; null where it has none. */
  readonly code: string | null;
  /** Stretches elsewhere in the text that hold for every item of the post, such as "Location for all: Bishan". */
  readonly shared?: readonly Span[];
}

/** Something that must hold between an item's fields and its text. */
export interface Check<Fields> {
  /** A stable name, such as `rate_min_above_max`. */
  readonly rule: string;
  /** The path of the field that it is about. */
  readonly field: string;
  /** What speaks against the fields, as short as can be; null where nothing does. */
  find(fields: Fields, text: string): string | null;
  /** The fields without what the check objects to. */
  drop(fields: Fields, text: string): Fields;
}

/** What an item says in the domain's own vocabulary, with what it was taken from; kept in an extraction's meta. */
export type Signals = object;

/** How a language model answers for one item: the fields in a shape that servers can hold it to, which has no records. */
export interface AnswerForm<Fields> {
  /** Takes an answer of that shape, and gives the fields. */
  readonly schema: z.ZodType<Fields>;
  /** Takes also what a model that nothing holds to the shape makes of it. */
  readonly lenientSchema: z.ZodType<Fields>;
  /** The answer for an item of which nothing is known. */
  readonly empty: () => Readonly<Record<string, unknown>>;
}

/** Files, and folders that end in a slash: those that decide a domain's outputs, by what they hold. */
export interface DomainSources {
  readonly rules: readonly URL[];
  readonly vocabulary: readonly URL[];
  readonly schema: readonly URL[];
}

/**
 * What posts are about: the one thing to write for another kind of channel. All functions are pure and take the text of one item,
 * but for `splitPost`, which takes a whole post, and `findSkipReason`, which is asked about the post and then about each of its items:
 * those with a reason are left out.
 */
export interface Domain<Fields extends object> {
  /** Part of a version's fingerprint. */
  readonly name: string;
  /** Where the domain is written down; the contents are part of a version's fingerprint. */
  readonly sources: DomainSources;
  /** The fields of one item. Every key is always present, and null is "unknown". */
  readonly schema: z.ZodType<Fields>;
  /** How values of the fields are told equal, in the order in which they are shown. */
  readonly fields: readonly Field[];
  /** What people write down of a post to score outputs by: any of its fields, of which null says that the post does not tell. */
  readonly labelSchema: z.ZodType<object>;
  /** An item of which nothing is known. */
  readonly emptyFields: () => Fields;
  readonly answer: AnswerForm<Fields>;
  /** The folder of what a model is told about the domain: `system_prompt_live.txt` and its variants, `user_template.txt`, `examples/`. */
  readonly prompts: URL;
  /** Why a post holds no item at all, such as `non_assignment`, or null. */
  readonly findSkipReason: (text: string) => string | null;
  /** The items of a post in their order; one that spans all of it where it offers a single one. */
  readonly splitPost: (text: string) => readonly Segment[];
  /** The fields as the text gives them in so many words; null where only a model can read them. */
  readonly readFields: ((text: string) => Fields) | null;
  /** Fills in what follows from the text, whoever read the fields. */
  readonly completeFields: (fields: Fields, text: string) => Fields;
  readonly findSignals: (fields: Fields, text: string) => Signals | null;
  readonly checks: readonly Check<Fields>[];
  /** What an item should tell to be of use, by which its quality is measured: each fact as the paths of the fields of which any one tells it. */
  readonly keyFacts: readonly (readonly string[])[];
  /** How people are told of an item; null where nobody is. It has no say in what is extracted. */
  readonly announce: ((fields: Fields) => Announcement) | null;
  /** How posts of the same item are told; null where each stands for itself. It has no say in what is extracted either. */
  readonly likeness: Likeness<Fields> | null;
}
