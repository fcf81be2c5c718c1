import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

function codesOf(place: string) {
  const { postal_code, postal_code_estimated } = extractPost(`P5 Math\nRate: $40/hr\n${place}`);
  return { written: postal_code, estimated: postal_code_estimated };
}

Deno.test("a postal code without its leading zero is estimated, not taken as written", () => {
  for (
    const place of [
      "Location: 3 Larkspur Rd S 79903",
      "Location: 3 Larkspur Rd S79903",
      "Address: 3 Larkspur Rd (S)79903",
      "Location: Singapore 79903",
      "Postal code: 79903",
      "3 Larkspur Rd, S(79903)",
    ]
  ) assert.deepEqual(codesOf(place), { written: null, estimated: ["079903"] }, place);
});

Deno.test("a code in full is no estimate, and five digits that nothing calls a postal code are none", () => {
  assert.deepEqual(codesOf("Location: 3 Larkspur Rd S079903"), { written: ["079903"], estimated: null });
  for (
    const place of ["Code: S12345", "S12345", "Location: Blk 79903", "Location: Bishan, $79903", "Ref 79903"]
  ) {
    assert.deepEqual(codesOf(place), { written: null, estimated: null }, place);
  }
});

Deno.test("codes with and without their zero stand apart", () => {
  assert.deepEqual(codesOf("Location: S560412 or S 79903"), { written: ["560412"], estimated: ["079903"] });
});
