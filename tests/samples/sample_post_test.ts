import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { SAMPLE_AGENCIES } from "../../lib/samples/sample_agencies.ts";
import { writeSampleCompilation, writeSamplePost } from "../../lib/samples/sample_post.ts";
import type { AssignmentTruth } from "../../lib/samples/write_assignment.ts";
import { AssignmentFieldsSchema } from "../../lib/schema/tuition_assignment.ts";

const DATE = new Date("2026-03-04T02:00:00Z");
const POSTS_PER_AGENCY = 150;

/** The texts of a truth, each of which must stand in the post as it is. */
function snippets(truth: AssignmentTruth): string[] {
  const single = [
    truth.assignment_code,
    truth.academic_display_text,
    truth.learning_mode?.raw_text,
    truth.start_date,
    truth.time_availability?.note,
    truth.rate?.raw_text,
    truth.additional_remarks,
  ];
  const listed = [truth.address, truth.postal_code, truth.nearest_mrt, truth.lesson_schedule];
  return [...single, ...listed.flatMap((list) => list ?? [])].filter((text) => typeof text === "string");
}

for (const agency of SAMPLE_AGENCIES) {
  Deno.test(`the truth of ${agency.id} is verbatim and keeps to the schema`, () => {
    const random = new SeededRandom(11);
    for (let serial = 0; serial < POSTS_PER_AGENCY; serial++) {
      const options = { date: DATE, serial, status: serial % 5 === 0 ? "closed" : "new" } as const;
      const single = writeSamplePost(random.fork(serial), agency, options);
      const several = writeSampleCompilation(random.fork(serial), agency, options);
      for (const post of several === null ? [single] : [single, several]) {
        assert.notEqual(post.truth.kind, "none");
        const truths = post.truth.kind === "assignment"
          ? [post.truth.fields]
          : post.truth.kind === "compilation"
          ? post.truth.segments.map(({ fields }) => fields)
          : [];
        for (const truth of truths) {
          AssignmentFieldsSchema.partial().parse(truth);
          for (const text of snippets(truth)) {
            assert.ok(text !== "" && post.text.includes(text), `"${text}" does not stand in\n${post.text}`);
          }
        }
        assert.equal(post.parts.map((part) => part.text).join(""), post.text);
      }
    }
  });
}

Deno.test("every field is said by some posts and left out by others", () => {
  const said = new Map<string, Set<boolean>>();
  for (const [place, agency] of SAMPLE_AGENCIES.entries()) {
    for (let serial = 0; serial < POSTS_PER_AGENCY; serial++) {
      const random = new SeededRandom(place).fork(serial);
      const { truth } = writeSamplePost(random, agency, { date: DATE, serial, status: "new" });
      if (truth.kind !== "assignment") continue;
      const { learning_mode, rate, time_availability, ...texts } = truth.fields;
      const values = {
        ...texts,
        mode: learning_mode?.mode,
        min: rate?.min,
        max: rate?.max,
        note: time_availability?.note,
      };
      for (const [key, value] of Object.entries(values)) {
        said.set(key, (said.get(key) ?? new Set()).add(value !== null && value !== undefined));
      }
    }
  }
  const always = [...said].filter(([, states]) => states.size < 2).map(([key]) => key).sort();
  assert.deepEqual(always, ["academic_display_text", "assignment_code"]);
});

Deno.test("a repost differs from its first showing in the status alone", () => {
  for (const agency of SAMPLE_AGENCIES) {
    const [first, second] = (["new", "repost"] as const).map((status) => {
      const { truth } = writeSamplePost(new SeededRandom(3), agency, { date: DATE, serial: 1, status });
      return truth.kind === "assignment" ? { ...truth.fields, post_status: null } : assert.fail();
    });
    assert.deepEqual(second, first);
  }
});

Deno.test("a raised fee changes the rate alone", () => {
  const [agency] = SAMPLE_AGENCIES;
  assert.ok(agency !== undefined);
  const posts = [0, 5].map((raisedBy) =>
    writeSamplePost(new SeededRandom(8), agency, { date: DATE, serial: 1, status: "new", raisedBy })
  );
  const [before, after] = posts.map((post) => (post.truth.kind === "assignment" ? post.truth.fields : {}));
  assert.equal((after?.rate?.min ?? 0) - (before?.rate?.min ?? 0), 5);
  assert.deepEqual({ ...after, rate: null }, { ...before, rate: null });
});

Deno.test("the segments of a compilation have different codes, in the order of the text", () => {
  for (const agency of SAMPLE_AGENCIES) {
    const post = writeSampleCompilation(new SeededRandom(21), agency, {
      date: DATE,
      serial: 40,
      status: "new",
    });
    if (post === null) continue;
    assert.equal(post.truth.kind, "compilation");
    const codes = post.truth.kind === "compilation"
      ? post.truth.segments.map(({ fields }) => fields.assignment_code ?? "")
      : [];
    assert.ok(codes.length >= 2);
    assert.equal(new Set(codes).size, codes.length);
    const places = codes.map((code) => post.text.indexOf(code));
    assert.deepEqual(places, places.toSorted((a, b) => a - b));
    if (post.truth.kind !== "compilation") continue;
    for (const { start, end, fields } of post.truth.segments) {
      const text = post.text.slice(start, end);
      assert.equal(text, text.trim());
      for (const snippet of snippets(fields)) {
        assert.ok(text.includes(snippet), `"${snippet}" is not in "${text}"`);
      }
    }
  }
});

Deno.test("at least twelve agencies differ in name, channel and code format", () => {
  assert.ok(SAMPLE_AGENCIES.length >= 12);
  for (const key of ["id", "title", "bareChannelId", "code"] as const) {
    assert.equal(new Set(SAMPLE_AGENCIES.map((agency) => agency[key])).size, SAMPLE_AGENCIES.length, key);
  }
});
