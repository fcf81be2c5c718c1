import assert from "node:assert/strict";
import * as fc from "fast-check";
import { TUITION_CHECKS } from "../../../lib/extraction/tuition/checks.ts";
import { TUITION } from "../../../lib/extraction/tuition/tuition_domain.ts";
import { validateFields } from "../../../lib/extraction/validate_fields.ts";
import { iterSampleGold } from "../../../lib/samples/iter_sample_gold.ts";
import {
  type AssignmentFields,
  emptyAssignmentFields,
  emptyWeek,
} from "../../../lib/schema/tuition_assignment.ts";
import { extractPost } from "../../support/extract_post.ts";

const TEXT = `P5 Science, PT or FT tutors
Venue: 3 Elm Street (560412)
Mon 7pm
PT $30-40/hr, FT $1,200 a month
Online
Remarks: shy boy`;

const enforce = (changes: Partial<AssignmentFields>) =>
  validateFields(TUITION, { ...emptyAssignmentFields(), ...changes }, TEXT, "enforce");
const report = (changes: Partial<AssignmentFields>) =>
  validateFields(TUITION, { ...emptyAssignmentFields(), ...changes }, TEXT, "report");
const rulesOf = (changes: Partial<AssignmentFields>) => enforce(changes).violations.map(({ rule }) => rule);
const rate = (min: number | null, max: number | null, raw_text: string | null) => ({
  rate: { min, max, raw_text },
});
const tutorType = (original: string) => ({ canonical: "part_time", original, agency: null, confidence: 1 });
const monday = (...slots: string[]) => ({
  time_availability: { explicit: { ...emptyWeek(), monday: slots }, estimated: emptyWeek(), note: null },
});

Deno.test("nothing is wrong with an assignment of which nothing is known, or that the post supports", () => {
  assert.deepEqual(enforce({}).violations, []);
  const supported = {
    academic_display_text: "P5 Science",
    address: ["3 Elm Street"],
    postal_code: ["560412"],
    learning_mode: { mode: "Online", raw_text: "online" },
    tutor_types: [tutorType("PT")],
    additional_remarks: "shy boy",
    ...rate(30, 40, "$30-40/hr"),
    ...monday("19:00-19:00", "20:00-21:30"),
  } satisfies Partial<AssignmentFields>;
  assert.deepEqual(enforce(supported), {
    fields: { ...emptyAssignmentFields(), ...supported },
    violations: [],
  });
});

Deno.test("every text must stand in the post", () => {
  const invented: Partial<AssignmentFields> = {
    assignment_code: "AB99",
    academic_display_text: "P5 Chemistry",
    address: ["4 Elm Street"],
    postal_code: ["56041"],
    nearest_mrt: ["Kovan"],
    lesson_schedule: ["2x a week"],
    start_date: "ASAP",
    learning_mode: { mode: null, raw_text: "zoom" },
    time_availability: { explicit: emptyWeek(), estimated: emptyWeek(), note: "Tue 7pm" },
    rate: { min: null, max: null, raw_text: "$50/hr" },
    additional_remarks: "outgoing boy",
  };
  const { fields, violations } = enforce(invented);
  assert.deepEqual(fields, emptyAssignmentFields());
  assert.deepEqual(new Set(violations.map(({ rule }) => rule)), new Set(["not_verbatim"]));
  assert.equal(violations.length, 11);
  assert.deepEqual(violations[0], { field: "assignment_code", rule: "not_verbatim", evidence: "AB99" });
});

Deno.test("a report names the same and leaves the fields as they are", () => {
  const changes = { assignment_code: "AB99", ...monday("9pm") };
  assert.deepEqual(report(changes).violations, enforce(changes).violations);
  assert.deepEqual(report(changes).fields, { ...emptyAssignmentFields(), ...changes });
});

Deno.test("a rate without words, of open words, upside down or of other numbers loses its amounts", () => {
  const cases: [ReturnType<typeof rate>, string[]][] = [
    [rate(30, 40, null), ["rate_without_text"]],
    [rate(40, 30, "$30-40/hr"), ["rate_min_above_max"]],
    [rate(30, 45, "$30-40/hr"), ["rate_amount_not_in_text"]],
    [rate(1200, 1200, "$1,200 a month"), []],
  ];
  for (const [changes, rules] of cases) {
    assert.deepEqual(rulesOf(changes), rules);
    if (rules.length > 0) {
      assert.deepEqual(enforce(changes).fields.rate, rate(null, null, changes.rate.raw_text).rate);
    }
  }
  const open = { ...emptyAssignmentFields(), ...rate(30, 30, "tutor to quote") };
  assert.deepEqual(
    validateFields(TUITION, open, "P5 Science\nRate: tutor to quote", "enforce").violations.map(({ rule }) =>
      rule
    ),
    ["rate_left_open"],
  );
});

Deno.test("amounts whose words were taken out are taken out too", () => {
  assert.deepEqual(rulesOf(rate(50, 60, "$50-60/hr")), ["not_verbatim", "rate_without_text"]);
  assert.deepEqual(enforce(rate(50, 60, "$50-60/hr")).fields.rate, rate(null, null, null).rate);
  assert.deepEqual(rulesOf({ learning_mode: { mode: "Hybrid", raw_text: "zoom or at home" } }), [
    "not_verbatim",
    "mode_without_text",
  ]);
});

Deno.test("slots that are malformed, backward or there twice are dropped", () => {
  const { fields, violations } = enforce(
    monday("7pm-9pm", "19:00-21:00", "21:00-19:00", "19:00-21:00", "7pm-9pm", "24:00-25:00"),
  );
  assert.deepEqual(fields.time_availability.explicit.monday, ["19:00-21:00"]);
  assert.deepEqual(violations, [
    { field: "time_availability.explicit", rule: "slot_malformed", evidence: "monday 7pm-9pm" },
    { field: "time_availability.explicit", rule: "slot_from_after_until", evidence: "monday 21:00-19:00" },
    { field: "time_availability.explicit", rule: "slot_duplicate", evidence: "monday 19:00-21:00" },
  ]);
});

Deno.test("kinds of tutors and their rates need words of the post", () => {
  const offer = (original_text: string, min: number, max: number) => ({
    min,
    max,
    currency: "SGD",
    unit: null,
    original_text,
    confidence: 1,
  });
  const { fields, violations } = enforce({
    tutor_types: [tutorType("PT"), tutorType("MOE teacher")],
    rate_breakdown: {
      part_time: offer("PT $30-40/hr", 30, 40),
      full_time: offer("FT $1,200 a month", 1300, 1300),
      moe_teacher: offer("MOE $70", 70, 70),
      graduate: offer("PT $30-40/hr", 40, 30),
    },
  });
  assert.deepEqual(fields.tutor_types, [tutorType("PT")]);
  assert.deepEqual(Object.keys(fields.rate_breakdown), ["part_time"]);
  assert.deepEqual(violations.map(({ rule }) => rule), [
    "tutor_type_unsupported",
    "rate_breakdown_unsupported",
  ]);
});

Deno.test("what the rules read of generated posts passes every check", () => {
  const options = { seed: 11, messagesPerChannel: 12, since: new Date("2026-01-05T00:00:00Z") };
  for (const { raw } of iterSampleGold(options)) {
    const { segments: _, ...fields } = extractPost(raw);
    assert.deepEqual(validateFields(TUITION, fields, raw, "report").violations, []);
  }
});

Deno.test("after enforcement no check objects any more, whatever the fields were", () => {
  const words = fc.constantFrom(
    "P5",
    "Science",
    "$30-40/hr",
    "Kovan",
    "tutor to quote",
    "PT",
    "7pm",
    "x\ny",
    "",
  );
  const text = fc.option(fc.array(words, { maxLength: 3 }).map((parts) => parts.join(" ")));
  const texts = fc.option(fc.array(words, { maxLength: 3 }));
  const amount = fc.option(fc.constantFrom(0, 30, 40, 1200));
  const slots = fc.array(fc.constantFrom("19:00-21:00", "21:00-19:00", "7pm", "19:00-19:00"), {
    maxLength: 4,
  });
  const items = fc.record({
    text,
    texts,
    rate: fc.record({ min: amount, max: amount, raw_text: text }),
    slots,
    mode: fc.option(fc.constantFrom("Online" as const, "Hybrid" as const)),
    originals: fc.array(words, { maxLength: 3 }),
  }).map(({ text, texts, rate, slots, mode, originals }): AssignmentFields => ({
    ...emptyAssignmentFields(),
    ...monday(...slots),
    rate,
    academic_display_text: text,
    address: texts,
    learning_mode: { mode, raw_text: text },
    tutor_types: originals.map(tutorType),
  }));
  fc.assert(
    fc.property(items, (item) => {
      const { fields } = validateFields(TUITION, item, TEXT, "enforce");
      return TUITION_CHECKS.every((check) => check.find(fields, TEXT) === null);
    }),
    { seed: 6, numRuns: 1000 },
  );
});

Deno.test("amounts in bold digits are those that the rules read", () => {
  const text =
    "Case 1234\nP4 Math\nBishan St 12\n\u{1d411}\u{1d41a}\u{1d42d}\u{1d41e}: $\u{1d7d1}\u{1d7ce}/hr\nMon 5pm";
  const fields = TUITION.readFields?.(text);
  assert.ok(fields);
  assert.equal(fields.rate.min, 30);
  assert.deepEqual(validateFields(TUITION, fields, text, "report").violations, []);
});
