import { DOMAIN } from "../extraction/current_domain.ts";
import type { Settings } from "../runtime/settings.ts";
import type { Field } from "../schema/field_paths.ts";
import { FieldReader } from "../schema/read_field.ts";
import { hajekProportion } from "../stats/weighted_mean.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import type { Sql } from "../store/database.ts";
import { iterExtractionPairs, type PairQuery } from "../store/extraction_pairs.ts";
import { loadLabels } from "../store/labels.ts";
import { readInSnapshot } from "../store/snapshot.ts";
import { FieldComparer } from "./differences/field_comparer.ts";
import { chooseLabelBasis, type LabelObservation } from "./labels/label_sums.ts";
import { LabelTally } from "./labels/label_tally.ts";
import type { Comparison } from "./comparison_schema.ts";
import { type ChosenPairs, chosenPairs, loadChosenComparison } from "./load_chosen_comparison.ts";
import { type CaseOfPost, loadLabelCases } from "./labels/load_label_cases.ts";
import { pairVersions } from "./pair_versions.ts";

/** How often a version is right, and its 95 % interval. */
export interface Accuracy {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** How often both versions are right in a field. */
export interface FieldAccuracy {
  readonly path: string;
  /** Labels that it is over. */
  readonly labels: number;
  /** Whether these were drawn, so that the shares are estimates for all posts; else they are of the labelled posts alone. */
  readonly weighted: boolean;
  readonly a: Accuracy;
  readonly b: Accuracy;
}

/** A case that the label page asks for, and whether it has its label. */
export interface PlannedLabel extends CaseOfPost {
  readonly isLabelled: boolean;
}

/** What labels there are of two versions' posts, and which are to come. */
export interface LabelState {
  /** In the order of the fields; only those that have labels. */
  readonly accuracies: readonly FieldAccuracy[];
  /** What `deno task label` asks for, in its order. */
  readonly planned: readonly PlannedLabel[];
}

/** What `deno task label` asks for unless told otherwise. */
const LABEL_PAGE = { budget: 300, seed: 1 };

/**
 * Compares what a notebook's constants name, with how often both versions are right by the stored labels, and what to label next.
 *
 * @throws {UserError} If a version or channel is unknown, or both versions are the same.
 */
export async function loadChosenLabels(
  sql: Sql,
  settings: Pick<Settings, "CHANNEL_LIST">,
  pairs: ChosenPairs,
): Promise<{ readonly comparison: Comparison; readonly state: LabelState }> {
  const { comparison } = await loadChosenComparison(sql, settings, pairs);
  const query = await chosenPairs(sql, settings, pairs);
  const fields: readonly Field[] = DOMAIN.fields;
  const cases = await loadLabelCases(sql, { ...query, ...LABEL_PAGE, fields });
  const { observed, labelled } = await observeLabels(sql, query, fields);
  return {
    comparison,
    state: {
      accuracies: [...observed].map(([path, observations]) => accuracyOf(path, observations)),
      planned: cases.map((one) => ({
        ...one,
        isLabelled: labelled.has(`${one.textSha256} ${one.segment} ${one.field.path}`),
      })),
    },
  };
}

async function observeLabels(sql: Sql, query: PairQuery, fields: readonly Field[]) {
  return await readInSnapshot(sql, async (transaction) => {
    const labels = await loadLabels(transaction, null);
    const tally = new LabelTally(fields, labels, [query.versionA, query.versionB]);
    const labelled = new Set(
      labels.map(({ textSha256, segment, field }) => `${textSha256} ${segment} ${field}`),
    );
    if (labels.length > 0) {
      const [reader, comparer] = [new FieldReader(fields), new FieldComparer(fields)];
      for await (const rows of iterExtractionPairs(transaction, query, fields)) {
        for (const row of rows) {
          for (const pair of pairVersions(row, reader, comparer).pairs) tally.add(pair, row.text_hash);
        }
      }
    }
    return { observed: tally.observe(), labelled };
  });
}

function accuracyOf(path: string, observations: readonly LabelObservation[]): FieldAccuracy {
  const { weighted, chosen } = chooseLabelBasis(observations);
  return {
    path,
    labels: chosen.length,
    weighted,
    a: shareRight(chosen.map(({ a, probability }) => ({ isRight: a, probability }))),
    b: shareRight(chosen.map(({ b, probability }) => ({ isRight: b, probability }))),
  };
}

/** Weighted where all were drawn. */
function shareRight(
  labels: readonly { readonly isRight: boolean; readonly probability: number | null }[],
): Accuracy {
  const drawn = labels.flatMap(({ isRight, probability }) =>
    probability === null ? [] : [{ value: Number(isRight), probability }]
  );
  const estimate = drawn.length === labels.length ? hajekProportion(drawn) : null;
  if (estimate !== null) return { share: estimate.mean, low: estimate.low, high: estimate.high };
  const right = labels.filter(({ isRight }) => isRight).length;
  return { share: right / labels.length, ...wilsonInterval(right, labels.length) };
}
