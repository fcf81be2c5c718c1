import assert from "node:assert/strict";
import { fillPostLayout, parsePostLayout } from "../../lib/samples/post_layout.ts";

Deno.test("a part that may vanish goes with its empty field, and so does a line that is nothing else", () => {
  const layout = parsePostLayout("{subject}[[ near {station}]]\n[[Start: {start}]]\nRate: {rate}");
  const filled = fillPostLayout(layout, { subject: "P5 Math", rate: "$40/hr" });
  assert.deepEqual(filled.lines.map((line) => line.text), ["P5 Math", "Rate: $40/hr"]);
  const full = fillPostLayout(layout, { subject: "P5 Math", station: "Bishan MRT", start: "ASAP", rate: "" });
  assert.deepEqual(full.lines.map((line) => line.text), ["P5 Math near Bishan MRT", "Start: ASAP", "Rate:"]);
});

Deno.test("snippets on the schedule keep their labels, and bold lines are marked", () => {
  const layout = parsePostLayout("**{subject}\n<<Duration: {hours}h>> or more");
  const filled = fillPostLayout(layout, { subject: "P5 Math", hours: "1.5" });
  assert.deepEqual(filled.schedule, ["Duration: 1.5h"]);
  assert.deepEqual(filled.lines.map((line) => line.bold), [true, false]);
  assert.equal(filled.lines[1]?.text, "Duration: 1.5h or more");
});

Deno.test("an empty line never follows another, nor ends a post", () => {
  const filled = fillPostLayout(parsePostLayout("{code}\n\n[[{start}]]\n\nend\n\n{tags}"), { code: "A1" });
  assert.deepEqual(filled.lines.map((line) => line.text), ["A1", "", "end"]);
});

Deno.test("a mistaken layout is refused", () => {
  assert.throws(() => parsePostLayout("{colour}"), /\{colour\} is no field/);
  assert.throws(() => parsePostLayout("[[{place} {postal}]]"), /exactly one field/);
});
