import assert from "node:assert/strict";
import {
  lexiconKey,
  listLexicon,
  readMeaning,
} from "../../../../lib/extraction/tuition/vocabulary/academic_lexicon.ts";
import {
  LEVEL_LIST,
  LevelSchema,
  STREAM_LIST,
  StreamSchema,
  SUBJECT_LIST,
  SubjectSchema,
} from "../../../../lib/extraction/tuition/vocabulary/academic_vocabulary.ts";
import {
  REGION_LIST,
  STATION_LIST,
  StationSchema,
  STREET_WORDS,
} from "../../../../lib/extraction/tuition/vocabulary/place_vocabulary.ts";
import contactPhrases from "../../../../lib/extraction/tuition/vocabulary/contact_phrases.json" with {
  type: "json",
};
import icons from "../../../../lib/extraction/tuition/vocabulary/icons.json" with { type: "json" };
import labels from "../../../../lib/extraction/tuition/vocabulary/labels.json" with { type: "json" };
import learningModes from "../../../../lib/extraction/tuition/vocabulary/learning_modes.json" with {
  type: "json",
};
import rateWords from "../../../../lib/extraction/tuition/vocabulary/rate_words.json" with { type: "json" };
import tutorTypes from "../../../../lib/extraction/tuition/vocabulary/tutor_types.json" with { type: "json" };

Deno.test("no phrase of the academic vocabularies means two things", () => {
  const meanings = new Map<string, string>();
  for (const { phrase, meaning } of listLexicon()) {
    const key = lexiconKey(phrase);
    const told = JSON.stringify(meaning);
    assert.ok(!meanings.has(key), `"${phrase}": ${meanings.get(key)} and ${told}`);
    meanings.set(key, told);
  }
  assert.ok(meanings.size > 300, `${meanings.size} phrases`);
});

Deno.test("subjects, levels and streams have one entry each, and name only levels that there are", () => {
  const levels = LEVEL_LIST.map(({ name }) => name);
  assertUnique(levels);
  assertUnique(STREAM_LIST.map(({ name }) => name));
  assertUnique(SUBJECT_LIST.map(({ names }) => names.join(" and ")));
  const named = SUBJECT_LIST.flatMap(({ names }) => names);
  for (const { names } of SUBJECT_LIST) {
    for (const name of names) {
      assert.ok(names.length === 1 || named.filter((other) => other === name).length > 1, name);
    }
  }
  for (const { level } of [...SUBJECT_LIST, ...STREAM_LIST]) {
    assert.ok(level === undefined || levels.includes(level));
  }
  for (const year of STREAM_LIST.flatMap(({ years }) => years ?? [])) {
    assert.equal(readMeaning(year)?.kind, "level", year);
  }
});

Deno.test("every station has its lines and a region, and no stop two stations", () => {
  const names = STATION_LIST.map(({ name }) => name);
  assertUnique(names);
  assert.deepEqual(names, names.toSorted((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  assertUnique(STATION_LIST.flatMap(({ codes }) => codes));
  const regions = REGION_LIST.map(({ name }) => name);
  assertUnique(regions);
  for (const { region, name } of STATION_LIST) assert.ok(regions.includes(region), name);
  const stopsOf = (line: RegExp) =>
    STATION_LIST.filter(({ codes }) => codes.some((code) => line.test(code))).length;
  assert.deepEqual(
    [/^NS/, /^EW/, /^CG/, /^NE/, /^CC/, /^DT/, /^TE/, /^BP/].map(stopsOf),
    [27, 33, 2, 17, 33, 37, 31, 13],
  );
});

Deno.test("towns are in one region, and in that of the station of their name", () => {
  assertUnique(REGION_LIST.flatMap(({ towns }) => towns.flatMap(({ name, aliases }) => [name, ...aliases])));
  for (const { name: region, towns } of REGION_LIST) {
    for (const town of towns) {
      const station = STATION_LIST.find(({ name }) => name === town.name);
      assert.ok(!station || station.region === region, town.name);
    }
  }
});

Deno.test("kinds of tutors have one entry each, and no phrase stands for two", () => {
  assertUnique(tutorTypes.map(({ canonical }) => canonical));
  assertUnique(tutorTypes.flatMap(({ phrases }) => phrases));
});

Deno.test("no phrase of the other vocabularies stands twice", () => {
  for (const list of [contactPhrases, rateWords, STREET_WORDS, ...Object.values(icons)]) assertUnique(list);
  for (const lists of [Object.values(learningModes), labels.map(({ phrases }) => phrases)]) {
    assertUnique(lists.flat().map((phrase) => phrase.toLowerCase()));
  }
});

Deno.test("a faulty entry is refused", () => {
  assert.equal(SubjectSchema.safeParse({ names: [] }).success, false);
  assert.equal(SubjectSchema.safeParse({ names: ["Art"], alias: ["art"] }).success, false);
  assert.equal(LevelSchema.safeParse({ name: "Primary", aliases: ["Primary"] }).success, false);
  assert.equal(StreamSchema.safeParse({ aliases: ["g1"] }).success, false);
  assert.equal(StationSchema.safeParse({ name: "Bishan", codes: ["17"], region: "Central" }).success, false);
});

function assertUnique(values: readonly string[]): void {
  assert.deepEqual(values.filter((value, at) => values.indexOf(value) !== at), []);
}
