import assert from "node:assert/strict";
import { parseGate } from "../../../lib/comparison/gate/parse_gate.ts";
import { UserError } from "../../../lib/core/errors.ts";

const FIELDS = [
  { path: "assignment_code" },
  { path: "rate.min" },
  { path: "rate.max" },
  { path: "postal_code" },
];

Deno.test("rules are read with or without white space", () => {
  assert.deepEqual(parseGate("rate.min:not_worse, macro:better", FIELDS), [
    { target: "rate.min", requirement: "not_worse" },
    { target: "macro", requirement: "better" },
  ]);
});

Deno.test("an unknown field names the nearest, or all where none is near", () => {
  assert.throws(
    () => parseGate("rate.mim:better", FIELDS),
    {
      name: "UserError",
      message: /"rate\.mim:better".*no field is called "rate\.mim"; the nearest are rate\.min/,
    },
  );
  assert.throws(() => parseGate("min:better", FIELDS), { message: /the nearest are rate\.min/ });
  const others = ["time_availability.note", "hourly_rate", "rate_breakdown"].map((path) => ({
    path,
    isScored: true,
  }));
  assert.throws(() => parseGate("rate:alike", [...others, ...FIELDS]), {
    message: /the nearest are rate\.min, rate\.max, rate_breakdown$/,
  });
  assert.throws(() => parseGate("Breakdown:alike", others), { message: /the nearest are rate_breakdown/ });
  assert.throws(() => parseGate("zzzzzzzz:better", FIELDS), {
    message: /the fields are assignment_code, rate\.min, rate\.max, postal_code, macro/,
  });
});

Deno.test("an unknown requirement lists all, and macro has those of labels alone", () => {
  assert.throws(() => parseGate("rate.min:good", FIELDS), {
    message: /"good" .*known are better, not_worse, fills_more, fills_not_less, alike/,
  });
  assert.throws(() => parseGate("macro:fills_more", FIELDS), {
    message: /macro; known are better, not_worse, alike/,
  });
});

Deno.test("what is no rule at all is shown how to write one", () => {
  for (const text of ["", "rate.min", "rate.min:", ":better", "rate.min:better:now", "rate.min:better,"]) {
    assert.throws(() => parseGate(text, FIELDS), UserError, text);
    assert.throws(() => parseGate(text, FIELDS), { message: /write "rate\.min:not_worse"/ });
  }
});

Deno.test("a field that is not labelled is refused where labels would decide, and what can be asked of it is named", () => {
  const fields = [...FIELDS, { path: "tutor_types", isScored: false }];
  for (const requirement of ["better", "not_worse"]) {
    assert.throws(() => parseGate(`tutor_types:${requirement}`, fields), {
      name: "UserError",
      message: /tutor_types is not labelled.*ask fills_more, fills_not_less, alike of it/,
    });
  }
  assert.equal(parseGate("tutor_types:fills_not_less,tutor_types:alike", fields).length, 2);
});
