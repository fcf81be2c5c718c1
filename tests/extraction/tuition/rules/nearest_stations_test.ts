import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

const stationsIn = (location: string) =>
  extractPost(`Subject: P6 Art\nLocation: ${location}\nRate: $40/hr`).nearest_mrt;

Deno.test("stations are named by what leads up to them, or by their kind alone", () => {
  assert.deepEqual(stationsIn("9 Larkspur Rd (5 min walk from Redhill MRT)"), ["Redhill MRT"]);
  assert.deepEqual(stationsIn("9 Larkspur Rd, nr Keat Hong LRT"), ["Keat Hong LRT"]);
  assert.deepEqual(stationsIn("Casa Larkspur, Tanah Merah MRT"), ["Tanah Merah MRT"]);
  assert.equal(stationsIn("9 Larkspur Rd, 5 min walk from MRT"), null);
});

Deno.test("several stations are listed after one word, or between slashes", () => {
  assert.deepEqual(stationsIn("9 Larkspur Rd, near Boon Lay / Lakeside MRT"), ["Boon Lay", "Lakeside MRT"]);
  assert.deepEqual(stationsIn("near Newton, Novena and Stevens MRT"), ["Newton", "Novena", "Stevens MRT"]);
  assert.deepEqual(stationsIn("Bishan / Braddell MRT"), ["Bishan", "Braddell MRT"]);
  assert.deepEqual(stationsIn("Sengkang MRT then Layar LRT"), ["Sengkang MRT", "Layar LRT"]);
  assert.deepEqual(stationsIn("9 Larkspur Rd / Braddell MRT"), ["Braddell MRT"]);
});

Deno.test("a labelled list holds stations only", () => {
  const fields = extractPost(
    "Subject: P6 Art\nNearest MRT: Bishan (NS17), Braddell, 5 mins walk\nRate: $40/hr",
  );
  assert.deepEqual(fields.nearest_mrt, ["Bishan", "Braddell"]);
});

Deno.test("a known station is named without what leads up to it, an unknown one by the words before it", () => {
  assert.deepEqual(stationsIn("Student lives around Clementi MRT"), ["Clementi MRT"]);
  assert.deepEqual(stationsIn("Condo close by Gardens by the Bay MRT"), ["Gardens by the Bay MRT"]);
  assert.deepEqual(stationsIn("flat opposite Ang Mo Kio MRT"), ["Ang Mo Kio MRT"]);
  assert.deepEqual(stationsIn("Near Larkspur Hill MRT"), ["Larkspur Hill MRT"]);
});
