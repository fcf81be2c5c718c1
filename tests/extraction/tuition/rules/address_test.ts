import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

function placeOf(line: string) {
  const { address, nearest_mrt } = extractPost(`Subject: P6 Art\n${line}\nRate: $40/hr`);
  return { address, nearest_mrt };
}

Deno.test("a line for the place and its station is read as both", () => {
  assert.deepEqual(placeOf("Venue / Nearest MRT: 7 Larkspur Drive / Mayflower MRT"), {
    address: ["7 Larkspur Drive"],
    nearest_mrt: ["Mayflower MRT"],
  });
  assert.deepEqual(placeOf("Location/MRT: Mayflower MRT"), {
    address: null,
    nearest_mrt: ["Mayflower MRT"],
  });
});

Deno.test("a station told after a place is no part of the address", () => {
  for (
    const line of ["Place: 7 Larkspur Drive, near Mayflower MRT", "Where: 7 Larkspur Drive (Mayflower MRT)"]
  ) {
    assert.deepEqual(placeOf(line), { address: ["7 Larkspur Drive"], nearest_mrt: ["Mayflower MRT"] });
  }
});

Deno.test("labels that a bar parts from each other stand for themselves", () => {
  assert.deepEqual(placeOf("Venue: Larkspur Park, 560412 | Nearest MRT: Mayflower"), {
    address: ["Larkspur Park"],
    nearest_mrt: ["Mayflower"],
  });
});

Deno.test("a place that only tells the way lessons are held is none", () => {
  const fields = extractPost("Subject: P6 Art\nVenue: online lessons via Zoom\nRate: $40/hr");
  assert.equal(fields.address, null);
  assert.deepEqual(fields.learning_mode, { mode: "Online", raw_text: "online lessons via Zoom" });
});
