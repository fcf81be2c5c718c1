import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

const stationsOf = (line: string) => extractPost(`P5 Math\nRate: $40/hr\n${line}`).nearest_mrt;

Deno.test("a known station is named without what leads up to it", () => {
  assert.deepEqual(stationsOf("Student lives around Clementi MRT"), ["Clementi MRT"]);
  assert.deepEqual(stationsOf("Condo close by Gardens by the Bay MRT"), ["Gardens by the Bay MRT"]);
  assert.deepEqual(stationsOf("Location: flat opposite Ang Mo Kio MRT"), ["Ang Mo Kio MRT"]);
});

Deno.test("an unknown station is named by the words before it", () => {
  assert.deepEqual(stationsOf("Near Larkspur Hill MRT"), ["Larkspur Hill MRT"]);
});
