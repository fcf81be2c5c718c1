import { SeededRandom } from "../core/seeded_random.ts";
import { DOMAIN } from "../extraction/current_domain.ts";
import type { Field } from "../schema/field_paths.ts";
import { FieldReader } from "../schema/read_field.ts";
import type { ChannelName } from "../store/channel_names.ts";
import type { Transaction } from "../store/database.ts";
import { type ExtractionStatus, iterExtractionPairs, type PairQuery } from "../store/extraction_pairs.ts";
import { loadLabels } from "../store/labels.ts";
import { ClusterTally } from "./cluster_tally.ts";
import type { ComparedVersion, LeftOutReason } from "./comparison_schema.ts";
import { DifferenceTally } from "./differences/difference_tally.ts";
import { DistinctCounter } from "./distinct_counter.ts";
import { FieldComparer } from "./differences/field_comparer.ts";
import type { GateRequest } from "./gate/evaluate_gate.ts";
import { FieldTally } from "./field_tally.ts";
import { LabelTally } from "./labels/label_tally.ts";
import { messagePlace, type Pair, pairVersions } from "./pair_versions.ts";
import { DisagreementSample } from "./differences/sample_disagreements.ts";
import { SelectionTally } from "./selection/selection_tally.ts";
import { SplitTally } from "./split_tally.ts";
import { TextClusters } from "./text_clusters.ts";

/** What to compare, and how much of it to show. */
export interface ComparisonRequest extends PairQuery {
  /** A further run of A, which shows how much A differs from itself. */
  readonly noiseVersion?: string | null;
  /** Written into the result. */
  readonly comparedAt: Date;
  /** What the runs of an experiment were told: the name of a setting, and how it is in A and in B. */
  readonly runs?: readonly (readonly [name: string, a: string, b: string])[];
  /** Rules that B has to meet. */
  readonly gate?: GateRequest | null;
  /** The fields of the versions' outputs. Default: those of the current domain. */
  readonly fields?: readonly Field[];
  /** Disagreements to keep of each field and kind of difference. Default 5. */
  readonly disagreementsPerKind?: number;
}

/** How to follow a comparison while it runs. */
export interface ComparisonHooks {
  /** Gets every pair once, in the order of raw ids, a page at a time. */
  readonly onPairs?: (
    pairs: readonly Pair[],
    channels: ReadonlyMap<number, ChannelName>,
  ) => Promise<void> | void;
  /** Messages read so far. */
  readonly onProgress?: (messages: number) => void;
  readonly signal?: AbortSignal;
}

const SAMPLE_SEED = 1;

/** The fields that a request asks to compare. */
export function comparedFields({ fields }: Pick<ComparisonRequest, "fields">): readonly Field[] {
  return fields ?? DOMAIN.fields;
}

/** How many messages are in each status. */
export type StatusCounts = ComparedVersion["statuses"];

/** All that one pass over the pairs counts. */
export interface CountedPairs {
  messages: number;
  compared: number;
  readonly leftOut: Record<LeftOutReason, number>;
  readonly statusesA: StatusCounts;
  readonly statusesB: StatusCounts;
  readonly statusPairs: Map<string, { a: ExtractionStatus; b: ExtractionStatus; pairs: number }>;
  readonly tally: FieldTally;
  /** By what is independent: repeats of a text count where it was seen first. */
  readonly byCluster: ClusterTally;
  /** By when posts came. */
  readonly byDay: ClusterTally;
  readonly textClusters: TextClusters;
  readonly selection: SelectionTally;
  readonly differences: DifferenceTally;
  readonly byChannel: Map<number, FieldTally>;
  readonly texts: DistinctCounter;
  readonly sample: DisagreementSample;
  readonly splits: SplitTally;
  readonly labels: LabelTally;
}

/** Goes over all pairs once, a page at a time. */
export async function countPairs(
  transaction: Transaction,
  request: ComparisonRequest,
  channels: ReadonlyMap<number, ChannelName>,
  { onPairs, onProgress, signal }: ComparisonHooks,
): Promise<CountedPairs> {
  const perKind = request.disagreementsPerKind ?? 5;
  const reader = new FieldReader(comparedFields(request));
  const comparer = new FieldComparer(reader.fields);
  const counted: CountedPairs = {
    messages: 0,
    compared: 0,
    leftOut: {
      deleted: 0,
      only_in_a: 0,
      only_in_b: 0,
      not_finished: 0,
      read_different_texts: 0,
      only_a_splits: 0,
      only_b_splits: 0,
    },
    statusesA: { ok: 0, skipped: 0, failed: 0, pending: 0, processing: 0 },
    statusesB: { ok: 0, skipped: 0, failed: 0, pending: 0, processing: 0 },
    statusPairs: new Map(),
    tally: new FieldTally(reader.fields.length),
    byCluster: new ClusterTally(reader.fields.length),
    byDay: new ClusterTally(reader.fields.length),
    textClusters: new TextClusters(),
    selection: new SelectionTally(reader.fields.length),
    differences: new DifferenceTally(reader.fields),
    byChannel: new Map(),
    texts: new DistinctCounter(),
    sample: new DisagreementSample(reader.fields, perKind, new SeededRandom(SAMPLE_SEED)),
    splits: new SplitTally(perKind, new SeededRandom(SAMPLE_SEED)),
    labels: new LabelTally(reader.fields, await loadLabels(transaction, null), [
      request.versionA,
      request.versionB,
    ]),
  };
  for await (const rows of iterExtractionPairs(transaction, request, reader.fields)) {
    signal?.throwIfAborted();
    const pairs: Pair[] = [];
    for (const row of rows) {
      counted.messages++;
      if (row.status_a !== null) counted.statusesA[row.status_a]++;
      if (row.status_b !== null) counted.statusesB[row.status_b]++;
      const message = pairVersions(row, reader, comparer);
      if (message.split) counted.splits.add(message.split, { rawId: row.raw_id, ...messagePlace(row) });
      if (message.leftOut !== null) {
        counted.leftOut[message.leftOut]++;
        continue;
      }
      counted.compared++;
      counted.texts.add(Number.parseInt(row.text_hash, 16));
      for (const pair of message.pairs) {
        pairs.push(pair);
        addPair(counted, pair, row.text_hash, reader.fields);
        counted.labels.add(pair, row.text_hash);
      }
    }
    await onPairs?.(pairs, channels);
    onProgress?.(counted.messages);
  }
  return counted;
}

function addPair(counted: CountedPairs, pair: Pair, textHash: string, fields: readonly Field[]): void {
  const cluster = counted.textClusters.find(textHash, pair.channelId, pair.messageDate);
  counted.tally.add(pair);
  counted.byCluster.add(pair, cluster);
  counted.byDay.add(pair);
  counted.selection.add(pair, cluster);
  counted.differences.add(pair);
  counted.sample.add(pair);
  const key = `${pair.a.status} ${pair.b.status}`;
  const statuses = counted.statusPairs.get(key);
  if (statuses) statuses.pairs++;
  else counted.statusPairs.set(key, { a: pair.a.status, b: pair.b.status, pairs: 1 });
  let channel = counted.byChannel.get(pair.channelId);
  if (!channel) counted.byChannel.set(pair.channelId, channel = new FieldTally(fields.length));
  channel.add(pair);
}
