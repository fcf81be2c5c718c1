import type { SeededRandom } from "../core/seeded_random.ts";
import type { SampleAssignment } from "./draw_assignment.ts";
import type { SampleAgency } from "./sample_agency.ts";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** An assignment's code in the agency's format; `serial` and `date` make it the only one of its kind. */
export function writeCode(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
  serial: number,
  date: Date,
): string {
  const month = String(date.getUTCMonth() + 1).padStart(2, "0");
  const letter = () => LETTERS[random.integer(0, LETTERS.length - 1)] ?? "";
  return agency.code
    .replace("{n}", String(agency.firstCode + serial))
    .replace("{yymm}", String(date.getUTCFullYear()).slice(2) + month)
    .replace("{mmdd}", month + String(date.getUTCDate()).padStart(2, "0"))
    .replace("{level}", assignment.band.name.charAt(0))
    .replace("{letters}", letter() + letter());
}
