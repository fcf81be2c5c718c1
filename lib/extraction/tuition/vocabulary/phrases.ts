import * as z from "zod";
import { PhraseIndex } from "../../../text/phrase_index.ts";
import { type Level, LEVEL_LIST, STREAM_LIST, SUBJECT_LIST } from "./academic_vocabulary.ts";
import contactPhrases from "./contact_phrases.json" with { type: "json" };
import learningModes from "./learning_modes.json" with { type: "json" };
import places from "./places.json" with { type: "json" };
import rateWords from "./rate_words.json" with { type: "json" };
import statusWords from "./status_words.json" with { type: "json" };
import tutorTypes from "./tutor_types.json" with { type: "json" };

const PhrasesSchema = z.record(z.string(), z.array(z.string()));

/** Phrases of a line that tells how to apply; they are compared as parts of the folded line. */
export const CONTACT_PHRASES: readonly string[] = z.array(z.string()).parse(contactPhrases);

/** Names of subjects that can stand anywhere in a post -> the subject. */
export const SUBJECTS = new PhraseIndex(
  SUBJECT_LIST.flatMap(({ names, aliases }) => aliases.map((alias) => [alias, names.join(" and ")] as const)),
);

/** Names of levels, years and streams that can stand anywhere in a post -> the level or stream. */
export const LEVELS = new PhraseIndex(
  [...LEVEL_LIST, ...STREAM_LIST].flatMap((entry) => [
    ...entry.aliases.map((alias) => [alias, entry.name] as const),
    ...("years" in entry && "stages" in entry ? yearsAndStages(entry) : []),
  ]),
);

function yearsAndStages({ name, years, stages }: Level): (readonly [phrase: string, level: string])[] {
  return [
    ...stages.flatMap(({ aliases }) => aliases),
    ...years.flatMap(({ prefixes, first, last }) =>
      prefixes.flatMap((prefix) => {
        const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
        // "p 5" may be part of an address.
        return numbers.flatMap((n) =>
          prefix.length > 1 ? [`${prefix}${n}`, `${prefix} ${n}`] : [`${prefix}${n}`]
        );
      })
    ),
  ].map((phrase) => [phrase, name] as const);
}

/** Names of towns and words of street names -> which of the two it is. */
export const PLACE_WORDS = indexPhrases(places);

/** Ways of leaving the rate open, such as "tutor to quote". */
export const OPEN_RATES = new PhraseIndex(
  z.array(z.string()).parse(rateWords).map((phrase) => [phrase, true] as const),
);

/** Words for the way lessons are held; `not_a_mode` are phrases that only look like one. */
export const LEARNING_MODES = new PhraseIndex(
  Object.entries(
    z.strictObject({
      online: z.array(z.string()),
      face_to_face: z.array(z.string()),
      hybrid: z.array(z.string()),
      not_a_mode: z.array(z.string()),
    }).parse(learningModes),
  ).flatMap(([mode, phrases]) => phrases.map((phrase) => [phrase, mode] as const)),
);

const Statuses = z.strictObject({
  phrases: z.strictObject({
    taken: z.array(z.string()),
    closed: z.array(z.string()),
    reposted: z.array(z.string()),
    open: z.array(z.string()),
    not_a_status: z.array(z.string()),
  }),
  fillers: z.array(z.string()),
}).parse(statusWords);

/** Words for the status of a post; `not_a_status` are phrases that only look like one. */
export const STATUS_WORDS = indexPhrases(Statuses.phrases);

/** Words that may stand beside a status in a sentence without saying more. */
export const STATUS_FILLERS: ReadonlySet<string> = new Set(Statuses.fillers);

/** Names of kinds of tutors in posts -> the canonical kind. */
export const TUTOR_TYPES = new PhraseIndex(
  z.array(z.object({ canonical: z.string(), phrases: z.array(z.string()) })).parse(tutorTypes)
    .flatMap(({ canonical, phrases }) => phrases.map((phrase) => [phrase, canonical] as const)),
);

function indexPhrases(source: unknown): PhraseIndex<string> {
  return new PhraseIndex(
    Object.entries(PhrasesSchema.parse(source)).flatMap(([name, phrases]) =>
      phrases.map((phrase) => [phrase, name] as const)
    ),
  );
}
