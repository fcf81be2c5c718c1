/**
 * The vocabularies of tuition posts. For another country, put its own words into the JSON files of this folder; each has its schema
 * in the file that parses it, here, in academic_vocabulary.ts, place_vocabulary.ts or labels.ts, and a faulty one is refused when
 * it is loaded. No rule names a subject, a level, a place or a kind of tutor by itself.
 */

import * as z from "zod";
import { PhraseIndex } from "../../../text/phrase_index.ts";
import { type Level, LEVEL_LIST, listYears, STREAM_LIST, SUBJECT_LIST } from "./academic_vocabulary.ts";
import contactPhrases from "./contact_phrases.json" with { type: "json" };
import learningModes from "./learning_modes.json" with { type: "json" };
import noticePhrases from "./notice_phrases.json" with { type: "json" };
import { REGION_LIST, type Station, STATION_LIST, STREET_WORDS } from "./place_vocabulary.ts";
import rateWords from "./rate_words.json" with { type: "json" };
import statusWords from "./status_words.json" with { type: "json" };
import tutorTypes from "./tutor_types.json" with { type: "json" };

/** Phrases of a line that tells how to apply; they are compared as parts of the folded line. */
export const CONTACT_PHRASES: readonly string[] = z.array(z.string()).parse(contactPhrases);

/** Names of subjects that can stand anywhere in a post -> the subject. */
export const SUBJECTS = new PhraseIndex(
  SUBJECT_LIST.flatMap(({ names, aliases }) => aliases.map((alias) => [alias, names.join(" and ")] as const)),
);

/** Names of levels, years and streams that can stand anywhere in a post -> the level or stream. */
export const LEVELS = new PhraseIndex([
  ...LEVEL_LIST.flatMap((level) =>
    [...level.aliases, ...yearsAndStages(level)].map((phrase) => [phrase, level.name] as const)
  ),
  ...STREAM_LIST.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const)),
]);

function yearsAndStages({ years, stages }: Level): string[] {
  return [
    ...stages.flatMap(({ aliases }) => aliases),
    ...years.flatMap((range) =>
      listYears(range).flatMap((year) =>
        // "p 5" may be part of an address.
        range.prefixes.flatMap((prefix) =>
          prefix.length > 1 ? [`${prefix}${year}`, `${prefix} ${year}`] : prefix + year
        )
      )
    ),
  ];
}

/** Names of stations -> the station. Only where a text speaks of stations: some are common words. */
export const STATIONS = new PhraseIndex<Station>(
  STATION_LIST.map((station) => [station.name, station] as const),
);

/** Names of towns and stations that can stand anywhere in a post -> the region. */
export const PLACES = new PhraseIndex([
  ...STATION_LIST.filter(({ isCommonWord }) => !isCommonWord).map(({ name, region }) =>
    [name, region] as const
  ),
  ...REGION_LIST.flatMap(({ name: region, towns }) =>
    towns.flatMap(({ name, aliases }) => [name, ...aliases].map((alias) => [alias, region] as const))
  ),
]);

/** Names of places and words of street names: signs of an address. */
export const PLACE_WORDS = new PhraseIndex<true>([
  ...REGION_LIST.flatMap(({ towns }) => towns.flatMap(({ name, aliases }) => [name, ...aliases])),
  ...STATION_LIST.filter(({ isCommonWord }) => !isCommonWord).map(({ name }) => name),
  ...STREET_WORDS,
].map((phrase) => [phrase, true] as const));

/** Ways of leaving the rate open, such as "tutor to quote". */
export const OPEN_RATES = new PhraseIndex(
  z.array(z.string()).parse(rateWords).map((phrase) => [phrase, true] as const),
);

/** Words for the way lessons are held; `not_a_mode` are phrases that only look like one. */
export const LEARNING_MODES = indexPhrases(
  z.strictObject({
    online: z.array(z.string()),
    face_to_face: z.array(z.string()),
    hybrid: z.array(z.string()),
    not_a_mode: z.array(z.string()),
  }).parse(learningModes),
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

/**
 * Words of announcements, advertisements and the like: `decisive` ones make a notice of a post that tells nothing before them, `weak` ones
 * only of a post that tells little at all.
 */
export const NOTICE_PHRASES = indexPhrases(
  z.strictObject({ decisive: z.array(z.string()), weak: z.array(z.string()) }).parse(noticePhrases),
);

/** Words for the status of a post; `not_a_status` are phrases that only look like one. */
export const STATUS_WORDS = indexPhrases(Statuses.phrases);

/** Words that may stand beside a status in a sentence without saying more. */
export const STATUS_FILLERS: ReadonlySet<string> = new Set(Statuses.fillers);

/** Names of kinds of tutors in posts -> the canonical kind. */
export const TUTOR_TYPES = new PhraseIndex(
  z.array(z.object({ canonical: z.string(), phrases: z.array(z.string()) })).parse(tutorTypes)
    .flatMap(({ canonical, phrases }) => phrases.map((phrase) => [phrase, canonical] as const)),
);

function indexPhrases(source: Readonly<Record<string, readonly string[]>>): PhraseIndex<string> {
  return new PhraseIndex(
    Object.entries(source).flatMap(([value, phrases]) => phrases.map((phrase) => [phrase, value] as const)),
  );
}
