import { UserError } from "../../core/errors.ts";
import { nearestName } from "../../runtime/nearest_name.ts";
import type { Field } from "../../schema/field_paths.ts";
import { FieldReader } from "../../schema/read_field.ts";
import type { Transaction } from "../../store/database.ts";
import { iterExtractionPairs, type PairQuery } from "../../store/extraction_pairs.ts";
import { comparedFields } from "../count_pairs.ts";
import type { DifferenceKind } from "./difference_kind.ts";
import { FieldComparer } from "./field_comparer.ts";
import { pairVersions } from "../pair_versions.ts";
import { type Disagreement, disagreementAt } from "./sample_disagreements.ts";

/** Which disagreements of two versions are meant: those of the window and channels, all or of one field or kind. */
export interface DisagreementFilter extends PairQuery {
  /** The fields of the versions' outputs. Default: those of the current domain. */
  readonly fields?: readonly Field[];
  /** One of the fields; null or absent is every one. */
  readonly path?: string | null;
  /** Null or absent is every one. */
  readonly kind?: DifferenceKind | null;
}

/** A page of messages that were read. */
export interface DisagreementPage {
  readonly messages: number;
  /** In the order of raw ids. */
  readonly disagreements: readonly Disagreement[];
}

/**
 * Iterates over the disagreements of two versions in the order of raw ids, a page of messages at a time.
 *
 * @throws {UserError} If there is no field of the path.
 */
export async function* iterDisagreements(
  transaction: Transaction,
  filter: DisagreementFilter,
): AsyncGenerator<DisagreementPage> {
  const fields = chooseFields(filter);
  const kind = filter.kind ?? null;
  const reader = new FieldReader(fields);
  const comparer = new FieldComparer(fields);
  for await (const rows of iterExtractionPairs(transaction, filter, fields)) {
    const disagreements: Disagreement[] = [];
    for (const row of rows) {
      for (const pair of pairVersions(row, reader, comparer).pairs) {
        if (pair.a.status !== "ok" || pair.b.status !== "ok") continue;
        fields.forEach(({ path }, place) => {
          const difference = pair.differences[place] ?? null;
          if (difference === null || (kind !== null && difference.kind !== kind)) return;
          disagreements.push(disagreementAt(pair, place, path));
        });
      }
    }
    yield { messages: rows.length, disagreements };
  }
}

function chooseFields(filter: DisagreementFilter): readonly Field[] {
  const fields = comparedFields(filter);
  const path = filter.path ?? null;
  if (path === null) return fields;
  const chosen = fields.filter((field) => field.path === path);
  if (chosen.length === 0) {
    const paths = fields.map((field) => field.path);
    const nearest = nearestName(path, paths);
    throw new UserError(
      `Cannot look for disagreements: there is no field "${path}"; ` +
        (nearest === null ? `the fields are ${paths.join(", ")}` : `did you mean "${nearest}"?`),
    );
  }
  return chosen;
}
