import { FREE_FORM_AGENCIES } from "./free_form_agencies.ts";
import { HEADLINE_AGENCIES } from "./headline_agencies.ts";
import { LABEL_LINE_AGENCIES } from "./label_line_agencies.ts";
import type { SampleAgency } from "./sample_agency.ts";

/** All fictional agencies. Their names, codes, people and links are invented. */
export const SAMPLE_AGENCIES: readonly SampleAgency[] = [
  ...LABEL_LINE_AGENCIES,
  ...HEADLINE_AGENCIES,
  ...FREE_FORM_AGENCIES,
];

/**
 * The agencies with these ids, in this order.
 *
 * @throws {RangeError} If an id is unknown.
 */
export function chooseAgencies(ids: readonly string[]): SampleAgency[] {
  return ids.map((id) => {
    const agency = SAMPLE_AGENCIES.find((known) => known.id === id);
    if (agency !== undefined) return agency;
    const known = SAMPLE_AGENCIES.map((each) => each.id).join(", ");
    throw new RangeError(`Cannot choose agencies: "${id}" is none; known are ${known}`);
  });
}
