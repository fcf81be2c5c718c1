import assert from "node:assert/strict";
import { subtractSpans, trimSpan } from "../../lib/text/span.ts";

Deno.test("a span is trimmed of white space and of the given characters", () => {
  const text = " *hello, * ";
  const { start, end } = trimSpan(text, { start: 0, end: text.length }, "*,");
  assert.equal(text.slice(start, end), "hello");
  assert.deepEqual(trimSpan("   ", { start: 0, end: 3 }), { start: 3, end: 3 });
});

Deno.test("subtracting spans leaves the parts between them, also where they overlap or come unsorted", () => {
  const holes = [{ start: 6, end: 8 }, { start: 2, end: 4 }, { start: 3, end: 5 }];
  assert.deepEqual(subtractSpans({ start: 0, end: 10 }, holes), [
    { start: 0, end: 2 },
    { start: 5, end: 6 },
    { start: 8, end: 10 },
  ]);
  assert.deepEqual(subtractSpans({ start: 0, end: 4 }, [{ start: 0, end: 9 }]), []);
});
