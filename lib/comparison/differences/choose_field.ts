import { UserError } from "../../core/errors.ts";
import { nearestName } from "../../runtime/nearest_name.ts";
import type { Comparison } from "../comparison_schema.ts";

/**
 * The field to look at: the one that is named, else that in which the versions disagree most often; null where they agree in all.
 *
 * @throws {UserError} If there is no field of this name.
 */
export function chooseField({ fields }: Pick<Comparison, "fields">, path: string | null): string | null {
  const paths = Object.keys(fields);
  if (path !== null) {
    if (paths.includes(path)) return path;
    const nearest = nearestName(path, paths);
    throw new UserError(
      `Cannot choose the field "${path}": there is none; ` +
        (nearest === null ? `the fields are ${paths.join(", ")}` : `did you mean "${nearest}"?`),
    );
  }
  let most: { readonly path: string; readonly disagreements: number } | null = null;
  for (const [path, { both_ok }] of Object.entries(fields)) {
    const disagreements = both_ok.only_a + both_ok.only_b + both_ok.different;
    if (disagreements > (most?.disagreements ?? 0)) most = { path, disagreements };
  }
  return most?.path ?? null;
}
