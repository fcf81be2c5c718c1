import assert from "node:assert/strict";
import * as fc from "fast-check";
import { computeQuality } from "../../lib/extraction/quality.ts";

const FACTS = { keyFacts: [["code"], ["place.street", "place.station"], ["week"], ["price.text"]] };
const PATHS = ["code", "place", "place.street", "place.station", "week", "price", "price.text", "other"];

const nothing = () => ({
  code: null as string | null,
  place: { street: null as string[] | null, station: null as string | null },
  week: { monday: [] as string[], sunday: [] as string[] },
  price: { text: null as string | null },
  other: null as string | null,
});
const violation = (field: string) => ({ field, rule: "any", evidence: "" });

Deno.test("quality is the share of the facts that are told", () => {
  assert.equal(computeQuality(FACTS, nothing(), []), 0);
  const item = { ...nothing(), code: "A1", place: { street: ["Elm Street"], station: "Kovan" } };
  assert.equal(computeQuality(FACTS, item, []), 0.5);
  assert.equal(computeQuality(FACTS, { ...item, other: "said" }, []), 0.5);
  assert.equal(
    computeQuality(FACTS, { ...item, week: { monday: ["1"], sunday: [] }, price: { text: "$1" } }, []),
    1,
  );
});

Deno.test("a field with a violation tells nothing; another that tells the same fact still does", () => {
  const item = {
    ...nothing(),
    code: "A1",
    place: { street: ["Elm Street"], station: "Kovan" },
    price: { text: "$1" },
  };
  assert.equal(computeQuality(FACTS, item, []), 0.75);
  assert.equal(computeQuality(FACTS, item, [violation("code")]), 0.5);
  assert.equal(computeQuality(FACTS, item, [violation("place.street")]), 0.75);
  assert.equal(computeQuality(FACTS, item, [violation("place")]), 0.5);
  assert.equal(computeQuality(FACTS, item, [violation("price")]), 0.5);
});

Deno.test("one more fact never lowers quality, one more violation never raises it, and it stays between 0 and 1", () => {
  const texts = fc.option(fc.constantFrom("", "a"));
  const lists = fc.array(fc.constant("a"), { maxLength: 1 });
  const items = fc.record({
    code: texts,
    place: fc.record({ street: fc.option(lists), station: texts }),
    week: fc.record({ monday: lists, sunday: lists }),
    price: fc.record({ text: texts }),
    other: texts,
  });
  const paths = fc.array(fc.constantFrom(...PATHS));
  fc.assert(
    fc.property(items, paths, fc.constantFrom(...PATHS), (item, violated, one) => {
      const violations = violated.map(violation);
      const quality = computeQuality(FACTS, item, violations);
      const fuller = [
        { ...item, code: "b" },
        { ...item, place: { ...item.place, station: "b" } },
        { ...item, week: { ...item.week, sunday: ["b"] } },
        { ...item, price: { text: "b" } },
      ];
      return quality >= 0 && quality <= 1 &&
        computeQuality(FACTS, item, [...violations, violation(one)]) <= quality &&
        fuller.every((other) => computeQuality(FACTS, other, violations) >= quality);
    }),
    { seed: 7, numRuns: 500 },
  );
});
