import assert from "node:assert/strict";
import { EVIDENCE_LENGTH, verbatimChecks } from "../../lib/extraction/verbatim_check.ts";

interface Room {
  readonly title: string | null;
  readonly place: { readonly streets: readonly string[] | null };
}

const TEXT = "Cosy room\nElm Street, Oak Lane\nCall now";
const [TITLE, STREETS] = verbatimChecks<Room>([{ path: "title", mostParts: 2 }, { path: "place.streets" }]);
const room = (title: string | null, streets: readonly string[] | null): Room => ({
  title,
  place: { streets },
});

Deno.test("texts that a post holds, and none at all, are no violation", () => {
  for (
    const item of [room("Cosy room", ["Elm Street", "Oak Lane"]), room(null, null), room("now Cosy", [])]
  ) {
    assert.equal(TITLE?.find(item, TEXT), null);
    assert.equal(STREETS?.find(item, TEXT), null);
  }
});

Deno.test("a text that a post does not hold is shown and becomes null", () => {
  const item = room("Sunny flat", null);
  assert.equal(TITLE?.find(item, TEXT), "Sunny flat");
  assert.deepEqual(TITLE?.drop(item, TEXT), room(null, null));
  assert.equal(TITLE?.find(room("x".repeat(500), null), TEXT)?.length, EVIDENCE_LENGTH);
});

Deno.test("a list keeps what a post holds, and is null when nothing is left", () => {
  const item = room(null, ["Elm Street", "Birch Road"]);
  assert.equal(STREETS?.find(item, TEXT), "Birch Road");
  assert.deepEqual(STREETS?.drop(item, TEXT), room(null, ["Elm Street"]));
  assert.deepEqual(STREETS?.drop(room(null, ["Birch Road"]), TEXT), room(null, null));
  assert.deepEqual(item, room(null, ["Elm Street", "Birch Road"]), "the item itself is left alone");
});
