import assert from "node:assert/strict";
import { parseGate } from "../../../lib/comparison/gate/parse_gate.ts";
import { UserError } from "../../../lib/core/errors.ts";

const PATHS = ["assignment_code", "rate.min", "rate.max", "postal_code"];

Deno.test("rules are read with or without white space", () => {
  assert.deepEqual(parseGate("rate.min:not_worse, macro:better", PATHS), [
    { target: "rate.min", requirement: "not_worse" },
    { target: "macro", requirement: "better" },
  ]);
});

Deno.test("an unknown field names the nearest, or all where none is near", () => {
  assert.throws(
    () => parseGate("rate.mim:better", PATHS),
    {
      name: "UserError",
      message: /"rate\.mim:better".*no field is called "rate\.mim"; the nearest are rate\.min/,
    },
  );
  assert.throws(() => parseGate("min:better", PATHS), { message: /the nearest are rate\.min/ });
  assert.throws(() => parseGate("zzzzzzzz:better", PATHS), {
    message: /the fields are assignment_code, rate\.min, rate\.max, postal_code, macro/,
  });
});

Deno.test("an unknown requirement lists all, and macro has those of labels alone", () => {
  assert.throws(() => parseGate("rate.min:good", PATHS), {
    message: /"good" .*known are better, not_worse, fills_more, fills_not_less, alike/,
  });
  assert.throws(() => parseGate("macro:fills_more", PATHS), {
    message: /macro; known are better, not_worse, alike/,
  });
});

Deno.test("what is no rule at all is shown how to write one", () => {
  for (const text of ["", "rate.min", "rate.min:", ":better", "rate.min:better:now", "rate.min:better,"]) {
    assert.throws(() => parseGate(text, PATHS), UserError, text);
    assert.throws(() => parseGate(text, PATHS), { message: /write "rate\.min:not_worse"/ });
  }
});
