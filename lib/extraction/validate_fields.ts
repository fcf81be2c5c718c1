import type { Violation } from "../schema/extraction_meta.ts";
import type { Domain } from "./domain.ts";

/**
 * Runs a domain's checks over one item.
 *
 * @param mode `report` leaves the fields as they are, `enforce` takes out what a check objects to, so that later checks see what is left.
 */
export function validateFields<Fields extends object>(
  domain: Domain<Fields>,
  fields: Fields,
  text: string,
  mode: "report" | "enforce",
): { readonly fields: Fields; readonly violations: Violation[] } {
  const violations: Violation[] = [];
  let kept = fields;
  for (const check of domain.checks) {
    const evidence = check.find(kept, text);
    if (evidence === null) continue;
    violations.push({ field: check.field, rule: check.rule, evidence });
    if (mode === "enforce") kept = check.drop(kept, text);
  }
  return { fields: kept, violations };
}
