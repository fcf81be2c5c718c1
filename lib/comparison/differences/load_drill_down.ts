import { UserError } from "../../core/errors.ts";
import type { Settings } from "../../runtime/settings.ts";
import type { Sql } from "../../store/database.ts";
import { chooseField } from "./choose_field.ts";
import type { Comparison } from "../comparison_schema.ts";
import { DIFFERENCE_KINDS } from "./difference_kind.ts";
import { type ChosenPairs, chosenPairs, loadChosenComparison } from "../load_chosen_comparison.ts";
import { loadDisagreements, type LoadedDisagreements } from "./load_disagreements.ts";

/** What to drill into, as a notebook's constants say. */
export interface DrillDownRequest extends ChosenPairs {
  /** Null: the field in which the versions disagree most. */
  readonly field: string | null;
  /** One of DIFFERENCE_KINDS; null is every kind. */
  readonly kind: string | null;
  /** What stands in the post or in a value; null is anything. */
  readonly text: string | null;
  /** Posts to load. */
  readonly posts: number;
}

/** One field of a comparison, down to posts. */
export interface DrillDown {
  readonly comparison: Comparison;
  /** Null where the versions agree in every field. */
  readonly field: string | null;
  readonly loaded: LoadedDisagreements;
}

/**
 * Compares two versions and loads posts in which they disagree about one field.
 *
 * @throws {UserError} If a version, field or kind is unknown.
 */
export async function loadDrillDown(
  sql: Sql,
  settings: Pick<Settings, "CHANNEL_LIST">,
  { field: wanted, kind: wantedKind, text, posts, ...pairs }: DrillDownRequest,
): Promise<DrillDown> {
  const kind = DIFFERENCE_KINDS.find((known) => known === wantedKind) ?? null;
  if (wantedKind !== null && kind === null) {
    throw new UserError(
      `Cannot look for differences of the kind "${wantedKind}": the kinds are ${DIFFERENCE_KINDS.join(", ")}`,
    );
  }
  const { comparison } = await loadChosenComparison(sql, settings, pairs);
  const field = chooseField(comparison, wanted);
  const loaded = field === null
    ? { found: 0, disagreements: [], texts: new Map(), channels: new Map() }
    : await loadDisagreements(sql, {
      ...await chosenPairs(sql, settings, pairs),
      path: field,
      kind,
      text,
      limit: posts,
    });
  return { comparison, field, loaded };
}
