import assert from "node:assert/strict";
import { parsePost } from "../../../lib/extraction/tuition/rules/parse_post.ts";
import { findTuitionSignals } from "../../../lib/extraction/tuition/tuition_signals.ts";

Deno.test("stations are known by their lines, towns by their region", () => {
  const placesOf = (address: string[] | null, nearest_mrt: string[] | null) =>
    findTuitionSignals({ academic_display_text: null, address, nearest_mrt }, parsePost(""))?.places;
  assert.deepEqual(placesOf(["Blk 4 Larkspur Rd, AMK"], ["Bishan MRT", "PAYA LEBAR", "Oasis LRT"]), {
    stations: [
      { name: "Bishan", codes: ["NS17", "CC15"] },
      { name: "Paya Lebar", codes: ["EW8", "CC9"] },
      { name: "Oasis", codes: ["PE6"] },
    ],
    regions: ["North-East", "Central"],
  });
  assert.deepEqual(placesOf(["Jurong West St 41"], null), { stations: [], regions: ["West"] });
  assert.equal(placesOf(["8 Oasis View"], null), undefined);
});

Deno.test("what is taught is told where no place is known", () => {
  const fields = { academic_display_text: "P5 Math", address: null, nearest_mrt: null };
  const signals = findTuitionSignals(fields, parsePost("Subject: P5 Math\nTiming: TBC"));
  assert.equal(signals?.places, null);
  assert.deepEqual(signals?.time_deterministic?.warnings, [{ rule: "left_open", text: "TBC" }]);
  assert.deepEqual(signals?.specific_student_levels, ["Primary 5"]);
});
