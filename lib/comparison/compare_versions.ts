import { UserError } from "../core/errors.ts";
import { diffFingerprints } from "../core/fingerprint.ts";
import { SeededRandom } from "../core/seeded_random.ts";
import { DOMAIN } from "../extraction/current_domain.ts";
import type { Field } from "../schema/field_paths.ts";
import { FieldReader } from "../schema/read_field.ts";
import { type ChannelName, loadChannelNames } from "../store/channel_names.ts";
import type { Queryable, Sql, Transaction } from "../store/database.ts";
import {
  type ExtractionStatus,
  iterExtractionPairs,
  loadMessageTexts,
  type PairQuery,
} from "../store/extraction_pairs.ts";
import { loadVersion, type StoredVersion } from "../store/load_version.ts";
import { loadVersionUsage } from "../store/load_version_usage.ts";
import { loadLabels } from "../store/labels.ts";
import { readInSnapshot } from "../store/snapshot.ts";
import type {
  ComparedChannel,
  ComparedVersion,
  Comparison,
  LeftOutReason,
  Usage,
} from "./comparison_schema.ts";
import { CoverageTally } from "./coverage_tally.ts";
import { describeField } from "./describe_field.ts";
import { DistinctCounter } from "./distinct_counter.ts";
import { FieldTally } from "./field_tally.ts";
import { LabelTally } from "./label_tally.ts";
import { messagePlace, type Pair, pairVersions } from "./pair_versions.ts";
import { type Disagreement, DisagreementSample } from "./sample_disagreements.ts";
import { type SplitDifference, SplitTally } from "./split_tally.ts";
import { compareCoverage } from "./compare_coverage.ts";

/** What to compare, and how much of it to show. */
export interface ComparisonRequest extends PairQuery {
  /** Written into the result. */
  readonly comparedAt: Date;
  /** What the runs of an experiment were told: the name of a setting, and how it is in A and in B. */
  readonly runs?: readonly (readonly [name: string, a: string, b: string])[];
  /** The fields of the versions' outputs. Default: those of the current domain. */
  readonly fields?: readonly Field[];
  /** Disagreements to keep of each field. Default 5. */
  readonly disagreementsPerField?: number;
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

/** Two versions, compared. */
export interface VersionComparison {
  readonly comparison: Comparison;
  readonly disagreements: readonly Disagreement[];
  /** A few of the posts in which the versions do not find the same assignments. */
  readonly splitDifferences: readonly SplitDifference[];
  /** The texts of the messages of both, by raw id. */
  readonly texts: ReadonlyMap<number, string>;
}

const SAMPLE_SEED = 1;

/**
 * Compares the stored outputs of two versions, message by message, in one snapshot and bounded memory.
 *
 * @throws {UserError} If a version is unknown, or both are the same.
 */
export async function compareVersions(
  sql: Sql,
  request: ComparisonRequest,
  hooks: ComparisonHooks = {},
): Promise<VersionComparison> {
  return await readInSnapshot(sql, async (transaction) => {
    const { a, b } = await loadComparedVersions(transaction, request);
    const channels = await loadChannelNames(transaction);
    const counted = await countPairs(transaction, request, channels, hooks);
    const disagreements = counted.sample.list();
    const splitDifferences = counted.splits.list();
    const rawIds = [...new Set([...disagreements, ...splitDifferences].map(({ rawId }) => rawId))];
    return {
      comparison: summarise(
        request,
        describeVersion(a, counted.statusesA, await loadUsage(transaction, request, a)),
        describeVersion(b, counted.statusesB, await loadUsage(transaction, request, b)),
        a.fingerprint && b.fingerprint ? diffFingerprints(a.fingerprint, b.fingerprint) : null,
        channels,
        counted,
      ),
      disagreements,
      splitDifferences,
      texts: await loadMessageTexts(transaction, rawIds),
    };
  });
}

/**
 * Loads the two versions of a comparison.
 *
 * @throws {UserError} If one is unknown, or both are the same.
 */
export async function loadComparedVersions(
  sql: Queryable,
  { versionA, versionB }: Pick<ComparisonRequest, "versionA" | "versionB">,
): Promise<{ readonly a: StoredVersion; readonly b: StoredVersion }> {
  if (versionA === versionB) {
    throw new UserError(`Cannot compare "${versionA}" with itself: name two versions, --a and --b`);
  }
  return { a: await loadVersion(sql, versionA), b: await loadVersion(sql, versionB) };
}

/** The fields that a request asks to compare. */
export function comparedFields({ fields }: Pick<ComparisonRequest, "fields">): readonly Field[] {
  return fields ?? DOMAIN.fields;
}

type StatusCounts = ComparedVersion["statuses"];

/** All that one pass over the pairs counts. */
interface CountedPairs {
  messages: number;
  compared: number;
  readonly leftOut: Record<LeftOutReason, number>;
  readonly statusesA: StatusCounts;
  readonly statusesB: StatusCounts;
  readonly statusPairs: Map<string, { a: ExtractionStatus; b: ExtractionStatus; pairs: number }>;
  readonly tally: FieldTally;
  readonly coverage: CoverageTally;
  readonly byChannel: Map<number, FieldTally>;
  readonly texts: DistinctCounter;
  readonly sample: DisagreementSample;
  readonly splits: SplitTally;
  readonly labels: LabelTally;
}

async function countPairs(
  transaction: Transaction,
  request: ComparisonRequest,
  channels: ReadonlyMap<number, ChannelName>,
  { onPairs, onProgress, signal }: ComparisonHooks,
): Promise<CountedPairs> {
  const perField = request.disagreementsPerField ?? 5;
  const reader = new FieldReader(comparedFields(request));
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
    coverage: new CoverageTally(reader.fields.length),
    byChannel: new Map(),
    texts: new DistinctCounter(),
    sample: new DisagreementSample(reader.fields, perField, new SeededRandom(SAMPLE_SEED)),
    splits: new SplitTally(perField, new SeededRandom(SAMPLE_SEED)),
    labels: new LabelTally(reader.fields, await loadLabels(transaction, null)),
  };
  for await (const rows of iterExtractionPairs(transaction, request, reader.fields)) {
    signal?.throwIfAborted();
    const pairs: Pair[] = [];
    for (const row of rows) {
      counted.messages++;
      if (row.status_a !== null) counted.statusesA[row.status_a]++;
      if (row.status_b !== null) counted.statusesB[row.status_b]++;
      const message = pairVersions(row, reader);
      if (message.split) counted.splits.add(message.split, { rawId: row.raw_id, ...messagePlace(row) });
      if (message.leftOut !== null) {
        counted.leftOut[message.leftOut]++;
        continue;
      }
      counted.compared++;
      counted.texts.add(Number.parseInt(row.text_hash, 16));
      for (const pair of message.pairs) {
        pairs.push(pair);
        addPair(counted, pair, reader.fields);
        counted.labels.add(pair, row.text_hash);
      }
    }
    await onPairs?.(pairs, channels);
    onProgress?.(counted.messages);
  }
  return counted;
}

function addPair(counted: CountedPairs, pair: Pair, fields: readonly Field[]): void {
  counted.tally.add(pair);
  counted.coverage.add(pair);
  counted.sample.add(pair);
  const key = `${pair.a.status} ${pair.b.status}`;
  const statuses = counted.statusPairs.get(key);
  if (statuses) statuses.pairs++;
  else counted.statusPairs.set(key, { a: pair.a.status, b: pair.b.status, pairs: 1 });
  let channel = counted.byChannel.get(pair.channelId);
  if (!channel) counted.byChannel.set(pair.channelId, channel = new FieldTally(fields.length));
  channel.add(pair);
}

function summarise(
  request: ComparisonRequest,
  a: ComparedVersion,
  b: ComparedVersion,
  madeDifferently: string[] | null,
  channels: ReadonlyMap<number, ChannelName>,
  counted: CountedPairs,
): Comparison {
  const { tally } = counted;
  const fields = comparedFields(request);
  const tests = compareCoverage(counted.coverage.sums, fields.length, [a.version, b.version]);
  return {
    format: 1,
    compared_at: request.comparedAt.toISOString(),
    a,
    b,
    made_differently: madeDifferently,
    runs: request.runs?.map(([name, ofA, ofB]) => [name, ofA, ofB]) ?? null,
    window: {
      since: request.window.since?.toISOString() ?? null,
      until: request.window.until?.toISOString() ?? null,
    },
    channel_ids: request.channelIds === null ? null : [...request.channelIds],
    messages: counted.messages,
    left_out: counted.leftOut,
    compared: counted.compared,
    pairs: tally.pairs,
    both_ok: tally.bothOk,
    statuses: [...counted.statusPairs.values()].sort((one, other) => other.pairs - one.pairs),
    distinct_texts: counted.texts.count(),
    compilations: counted.splits.count(),
    fields: Object.fromEntries(fields.map((field, index) => {
      const counts = tally.count(index);
      const coverage_test = tests[index] ?? null;
      const words = describeField(counts.both_ok, coverage_test?.finding ?? "undecided");
      return [field.path, { kind: field.kind, words, coverage_test, ...counts }];
    })),
    labels: counted.labels.count(),
    channels: [...counted.byChannel]
      .map(([id, channelTally]) => describeChannel(id, channels.get(id), channelTally, fields))
      .sort((one, other) => other.pairs - one.pairs || one.channel_id - other.channel_id),
  };
}

/** Rules take nothing, and the table need not be read once more to say so. */
async function loadUsage(
  transaction: Transaction,
  { window, channelIds }: ComparisonRequest,
  { version, extractor, mixedWith }: StoredVersion,
): Promise<Usage | null> {
  if (extractor !== "llm" && mixedWith === 0) return null;
  const usage = await loadVersionUsage(transaction, version, window, channelIds);
  if (usage.asked === 0) return null;
  return {
    asked: usage.asked,
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    cost_usd: usage.costUsd,
    cost_unknown: usage.costUnknown,
    median_latency_ms: usage.medianLatencyMs,
    cached: usage.cached,
  };
}

function describeVersion(
  stored: StoredVersion,
  statuses: StatusCounts,
  usage: Usage | null,
): ComparedVersion {
  return {
    version: stored.version,
    extractor: stored.extractor,
    model: stored.model,
    mixed_with: stored.mixedWith,
    is_live: stored.isLive,
    statuses,
    usage,
  };
}

function describeChannel(
  channelId: number,
  name: ChannelName | undefined,
  tally: FieldTally,
  fields: readonly Field[],
): ComparedChannel {
  return {
    channel_id: channelId,
    channel_link: name?.channelLink ?? null,
    title: name?.title ?? null,
    pairs: tally.pairs,
    both_ok: tally.bothOk,
    fields: Object.fromEntries(fields.map((field, index) => [field.path, tally.count(index)])),
  };
}
