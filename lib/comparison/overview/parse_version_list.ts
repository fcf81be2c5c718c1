import { UserError } from "../../core/errors.ts";

/**
 * Reads versions as a person names several: `rules_v2,rules_v3`. Each counts once.
 *
 * @throws {UserError} If there is none.
 */
export function parseVersionList(list: string): [first: string, ...further: string[]] {
  const [first, ...further] = new Set(
    list.split(",").map((name) => name.trim()).filter((name) => name !== ""),
  );
  if (first === undefined) {
    throw new UserError(`Cannot read the versions "${list}": it names none; add --b rules_v2`);
  }
  return [first, ...further];
}
