import { UserError } from "../core/errors.ts";
import { diffFingerprints } from "../core/fingerprint.ts";
import type { Field } from "../schema/field_paths.ts";
import { type ChannelName, loadChannelNames } from "../store/channel_names.ts";
import type { Queryable, Sql, Transaction } from "../store/database.ts";
import { loadMessageTexts } from "../store/extraction_pairs.ts";
import { loadVersion, type StoredVersion } from "../store/load_version.ts";
import { loadVersionUsage } from "../store/load_version_usage.ts";
import { readInSnapshot } from "../store/snapshot.ts";
import { loadReplays } from "../store/version_replays.ts";
import { checkNoiseVersion } from "./noise/check_noise_version.ts";
import { compareCoverage } from "./compare_coverage.ts";
import { compareSelection } from "./selection/compare_selection.ts";
import { compareNoise } from "./noise/compare_noise.ts";
import {
  type ComparedChannel,
  type ComparedVersion,
  type Comparison,
  ShareIntervalsSchema,
  type Usage,
} from "./comparison_schema.ts";
import { loadUsageTest } from "./usage/compare_usage.ts";
import { countWeeks } from "./drift/count_weeks.ts";
import {
  comparedFields,
  type ComparisonHooks,
  type ComparisonRequest,
  type CountedPairs,
  countPairs,
  type StatusCounts,
} from "./count_pairs.ts";
import { differingShare } from "./field_counts.ts";
import { describeField } from "./describe_field.ts";
import { evaluateGate } from "./gate/evaluate_gate.ts";
import { estimateShares } from "./estimate_shares.ts";
import { findDrift } from "./drift/find_drift.ts";
import type { FieldTally } from "./field_tally.ts";
import { NoisePass } from "./noise/noise_pass.ts";
import type { Noise } from "./noise/noise_schema.ts";
import { RESAMPLING } from "./resampling.ts";
import { summariseLabels } from "./labels/summarise_labels.ts";
import type { Disagreement } from "./differences/sample_disagreements.ts";
import type { SplitDifference } from "./split_tally.ts";

/** Two versions, compared. */
export interface VersionComparison {
  readonly comparison: Comparison;
  readonly disagreements: readonly Disagreement[];
  /** A few of the posts in which the versions do not find the same assignments. */
  readonly splitDifferences: readonly SplitDifference[];
  /** The texts of the messages of both, by raw id. */
  readonly texts: ReadonlyMap<number, string>;
}

/**
 * Compares the stored outputs of two versions, message by message, in one snapshot and bounded memory.
 *
 * @throws {UserError} If a version is unknown, both are the same, or the noise floor is no further run of A.
 */
export async function compareVersions(
  sql: Sql,
  request: ComparisonRequest,
  hooks: ComparisonHooks = {},
): Promise<VersionComparison> {
  return await readInSnapshot(sql, async (transaction) => {
    const { a, b, again } = await loadComparedVersions(transaction, request);
    const channels = await loadChannelNames(transaction);
    const noise = again &&
      new NoisePass(transaction, { ...request, versionB: again.version }, comparedFields(request));
    const counted = await countPairs(transaction, request, channels, {
      ...hooks,
      onPairs: async (pairs, names) => {
        await noise?.advance(pairs);
        await hooks.onPairs?.(pairs, names);
      },
    });
    const disagreements = counted.sample.list();
    const splitDifferences = counted.splits.list();
    const rawIds = [...new Set([...disagreements, ...splitDifferences].map(({ rawId }) => rawId))];
    const comparison = summarise(
      request,
      describeVersion(a, counted.statusesA, await loadUsage(transaction, request, a)),
      describeVersion(b, counted.statusesB, await loadUsage(transaction, request, b)),
      a.fingerprint && b.fingerprint ? diffFingerprints(a.fingerprint, b.fingerprint) : null,
      channels,
      counted,
      again && noise && {
        version: again.version,
        cached: (await loadUsage(transaction, request, again))?.cached ?? 0,
        ...compareNoise(
          noise.tally,
          comparedFields(request),
          RESAMPLING.fork(5),
        ),
      },
    );
    const replays = [
      ...await loadComparedReplays(transaction, a),
      ...await loadComparedReplays(transaction, b),
    ];
    return {
      comparison: {
        ...comparison,
        replays,
        usage_test: await loadUsageTest(transaction, request, comparison),
        gate: request.gate ? evaluateGate({ ...comparison, replays }, request.gate) : null,
      },
      disagreements,
      splitDifferences,
      texts: await loadMessageTexts(transaction, rawIds),
    };
  });
}

/**
 * Loads the versions of a comparison; `again` is the further run of A, null where none was asked for.
 *
 * @throws {UserError} If one is unknown, A and B are the same, or the noise floor is no further run of A.
 */
export async function loadComparedVersions(
  sql: Queryable,
  { versionA, versionB, noiseVersion = null }: Pick<
    ComparisonRequest,
    "versionA" | "versionB" | "noiseVersion"
  >,
): Promise<{ readonly a: StoredVersion; readonly b: StoredVersion; readonly again: StoredVersion | null }> {
  if (versionA === versionB) {
    throw new UserError(`Cannot compare "${versionA}" with itself: name two versions, --a and --b`);
  }
  const [a, b] = [await loadVersion(sql, versionA), await loadVersion(sql, versionB)];
  const again = noiseVersion === null ? null : await loadVersion(sql, noiseVersion);
  if (again !== null) checkNoiseVersion(again, a, b);
  return { a, b, again };
}

function summarise(
  request: ComparisonRequest,
  a: ComparedVersion,
  b: ComparedVersion,
  madeDifferently: string[] | null,
  channels: ReadonlyMap<number, ChannelName>,
  counted: CountedPairs,
  noise: Noise | null,
): Omit<Comparison, "usage_test" | "gate" | "replays"> {
  const { tally } = counted;
  const fields = comparedFields(request);
  const tests = compareCoverage(counted.byCluster, RESAMPLING.fork(0));
  const intervals = estimateShares(counted.byCluster, RESAMPLING.fork(1));
  const { labels, labels_macro } = summariseLabels(
    counted.labels.observe(),
    (path) => differingShare(tally.count(fields.findIndex((field) => field.path === path)).both_ok),
    RESAMPLING.fork(2),
  );
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
      const words = describeField(
        counts.both_ok,
        coverage_test?.finding ?? "undecided",
        noise?.fields[field.path]?.finding ?? null,
        labels[field.path]?.test?.finding ?? null,
      );
      const differences = counted.differences.differences(index);
      const similarity = counted.differences.similarity(index);
      return [field.path, {
        kind: field.kind,
        words,
        coverage_test,
        ...ShareIntervalsSchema.parse(intervals[index] ?? {}),
        differences,
        similarity,
        ...counts,
      }];
    })),
    disagreement_groups: counted.differences.groups(),
    labels,
    labels_macro,
    noise,
    selection: compareSelection(counted.byCluster, counted.selection, fields, RESAMPLING.fork(4)),
    weeks: countWeeks(counted.byDay, fields),
    drift: findDrift(counted.byDay, fields, RESAMPLING.fork(3)),
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

async function loadComparedReplays(
  transaction: Transaction,
  { version }: StoredVersion,
): Promise<Comparison["replays"]> {
  const replays = await loadReplays(transaction, version);
  return replays.map(({ version_a, version_b, path, kind, posts }) => ({
    version,
    version_a,
    version_b,
    path,
    kind,
    posts,
  }));
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
