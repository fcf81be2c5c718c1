import assert from "node:assert/strict";
import {
  matchesWishes,
  matchSubscribers,
  type Subscriber,
  type Wishes,
} from "../../lib/delivery/match_subscribers.ts";
import type { AnnouncedFacts } from "../../lib/extraction/announcement.ts";

const NO_WISHES: Wishes = { subjects: [], levels: [], areas: [], minRate: null };
const MATHS: AnnouncedFacts = {
  requests: [{ subjects: ["Mathematics"], levels: ["Secondary", "Secondary 3"] }],
  areas: ["North"],
  isRemote: false,
  rate: 40,
};
const TWO_CHILDREN: AnnouncedFacts = {
  ...MATHS,
  requests: [
    { subjects: ["Science"], levels: ["Primary", "Primary 5"] },
    { subjects: ["Mathematics", "English"], levels: ["Secondary", "Secondary 1"] },
  ],
};
const UNKNOWN: AnnouncedFacts = { requests: [], areas: [], isRemote: false, rate: null };

const TABLE: readonly (readonly [string, AnnouncedFacts, Partial<Wishes>, boolean])[] = [
  ["no wish at all", MATHS, {}, true],
  ["no wish, and nothing is known", UNKNOWN, {}, true],
  ["the subject", MATHS, { subjects: ["mathematics "] }, true],
  ["one of several subjects", MATHS, { subjects: ["English", "Mathematics"] }, true],
  ["another subject", MATHS, { subjects: ["English"] }, false],
  ["any subject", MATHS, { subjects: ["Any"] }, true],
  ["any subject beside one", MATHS, { subjects: ["English", "any"] }, true],
  ["an empty word is no wish", MATHS, { subjects: [""] }, true],
  ["a subject where none is known", UNKNOWN, { subjects: ["English"] }, false],
  ["any subject where none is known", UNKNOWN, { subjects: ["Any"] }, true],
  ["the level", MATHS, { levels: ["Secondary"] }, true],
  ["the year", MATHS, { levels: ["secondary 3"] }, true],
  ["another year", MATHS, { levels: ["Secondary 4"] }, false],
  ["a level where none is known", UNKNOWN, { levels: ["Secondary"] }, false],
  ["subject and level of one request", TWO_CHILDREN, { subjects: ["Science"], levels: ["Primary"] }, true],
  [
    "subject and level of different requests",
    TWO_CHILDREN,
    { subjects: ["Science"], levels: ["Secondary"] },
    false,
  ],
  ["the area", MATHS, { areas: ["north"] }, true],
  ["another area", MATHS, { areas: ["East", "West"] }, false],
  ["any area", MATHS, { areas: ["ANY"] }, true],
  ["an area where none is known", { ...MATHS, areas: [] }, { areas: ["East"] }, true],
  ["another area, but online", { ...MATHS, isRemote: true }, { areas: ["East"] }, true],
  ["the rate", MATHS, { minRate: 40 }, true],
  ["a higher rate", MATHS, { minRate: 40.5 }, false],
  ["a rate where none is known", { ...MATHS, rate: null }, { minRate: 90 }, true],
  ["no least rate", MATHS, { minRate: null }, true],
  [
    "all of them",
    TWO_CHILDREN,
    { subjects: ["English"], levels: ["Secondary 1"], areas: ["North"], minRate: 30 },
    true,
  ],
];

for (const [name, facts, wishes, expected] of TABLE) {
  Deno.test(`${name}: ${expected ? "matches" : "does not match"}`, () => {
    assert.equal(matchesWishes(facts, { ...NO_WISHES, ...wishes }), expected);
  });
}

function subscriber(id: number, lastServedUs: number | null, wishes: Partial<Wishes> = {}): Subscriber {
  return { ...NO_WISHES, ...wishes, id, chatId: id, lastServedUs };
}

Deno.test("where more match than may be told, those go first who were served least recently", () => {
  const subscribers = [
    subscriber(1, 30),
    subscriber(2, 10),
    subscriber(3, null, { subjects: ["English"] }),
    subscriber(4, null),
    subscriber(5, 10),
  ];
  const chosen = (limit: number) => matchSubscribers(MATHS, subscribers, limit).map(({ id }) => id);
  assert.deepEqual(chosen(10), [4, 2, 5, 1]);
  assert.deepEqual(chosen(2), [4, 2]);
  assert.deepEqual(chosen(0), []);
  assert.deepEqual(chosen(-3), []);
});

Deno.test("in turns everyone gets the same share", () => {
  let subscribers = Array.from({ length: 7 }, (_, index) => subscriber(index + 1, null));
  const counts = new Map<number, number>();
  for (let turn = 0; turn < 70; turn++) {
    const chosen = matchSubscribers(MATHS, subscribers, 3).map(({ id }) => id);
    for (const id of chosen) counts.set(id, (counts.get(id) ?? 0) + 1);
    subscribers = subscribers.map((one) =>
      chosen.includes(one.id) ? { ...one, lastServedUs: turn * 10 + chosen.indexOf(one.id) + 1 } : one
    );
  }
  assert.deepEqual([...counts.values()], Array(7).fill(30));
});
