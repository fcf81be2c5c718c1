import { UserError } from "../core/errors.ts";
import { canonicalJson, diffFingerprints, sha256Hex } from "../core/fingerprint.ts";
import { boundCost, type CostBound } from "../extraction/bound_cost.ts";
import { DOMAIN } from "../extraction/current_domain.ts";
import type { Extractor } from "../extraction/extractor.ts";
import { findPrice, type Price } from "../llm/price.ts";
import type { ReplyCache } from "../llm/reply_cache.ts";
import { loadRemaining } from "../queue/lease_protocol.ts";
import { iterDuePosts, loadWindowJobs, type WindowJobs, type WindowQuery } from "../queue/window_jobs.ts";
import { applyRunSettings, type RunSettings } from "../runtime/run_settings.ts";
import type { Settings } from "../runtime/settings.ts";
import type { Sql } from "../store/database.ts";
import { loadVersion, type StoredVersion } from "../store/load_version.ts";
import { loadVersionNames } from "../store/pipeline_versions.ts";
import { chooseRun, type ChosenRun, halfTheLimits, serverOf, type Side } from "./choose_run.ts";

/** What to try: two configurations on the same messages. */
export interface ExperimentRequest extends WindowQuery {
  readonly runA: RunSettings;
  readonly runB: RunSettings;
  /** Extract also what is finished and up to date. */
  readonly force: boolean;
  /** Jobs of each run; null is no limit. */
  readonly maxJobs: number | null;
  /** Jobs at a time on one server, of both runs together where they share it; null is what suits the extractor. */
  readonly concurrency: number | null;
}

/** One of the two runs, ready to begin. */
export interface PlannedRun extends ChosenRun {
  readonly version: string;
  readonly concurrency: number;
  readonly jobs: WindowJobs;
  /** Posts of the window that will be extracted, before MAX_JOBS. */
  readonly due: number;
  /** Jobs outside of the window that wait under the same version, and are done too. */
  readonly otherJobs: number;
  /** A live version is compared as it stands: nothing of it is enqueued or drained. */
  readonly isLive: boolean;
  /** Null where the model's price is not known. */
  readonly cost: CostBound | null;
}

/** An experiment that can begin. */
export interface ExperimentPlan {
  readonly request: ExperimentRequest;
  readonly a: PlannedRun;
  readonly b: PlannedRun;
  /** Whether both have the same configuration: what differs is then the model's own chance, or nothing. */
  readonly isNoiseFloor: boolean;
  /** Whether both ask the same server, and each gets half of what it may be asked. */
  readonly sharesServer: boolean;
}

/**
 * Looks at both runs and at the messages, and checks all that can be checked before anything is changed. Nothing is written or sent.
 *
 * @param replies Where models' replies are kept, so that none is paid for twice; runs of the same configuration do without, for the same
 * reply twice would say nothing. The caller disposes of it.
 * @throws {UserError} If a run lacks what it needs, both have the same version, a version was made with another configuration, or a
 * live one would change.
 */
export async function planExperiment(
  sql: Sql,
  settings: Settings,
  request: ExperimentRequest,
  replies: ReplyCache | null,
): Promise<ExperimentPlan> {
  const alone = [applyRunSettings(settings, request.runA), applyRunSettings(settings, request.runB)] as const;
  const serverA = serverOf("A", alone[0]);
  const sharesServer = serverA !== null && serverA === serverOf("B", alone[1]);
  const [forA, forB] = sharesServer ? [halfTheLimits(alone[0]), halfTheLimits(alone[1])] : alone;
  const choose = async (cache: ReplyCache | null) => ({
    a: await chooseRun("A", forA, request.runA, cache),
    b: await chooseRun("B", forB, request.runB, cache),
  });
  const cached = await choose(replies);
  const isNoiseFloor =
    diffFingerprints(cached.a.extractor.fingerprint, cached.b.extractor.fingerprint).length === 0;
  const { a, b } = isNoiseFloor && replies !== null ? await choose(null) : cached;
  const versionA = a.settings.EXTRACTION_PIPELINE_VERSION ?? nameByConfiguration(a.extractor);
  const versionB = b.settings.EXTRACTION_PIPELINE_VERSION ??
    nameByConfiguration(b.extractor) + (isNoiseFloor ? "_again" : "");
  if (versionA === versionB) {
    throw new UserError(
      `Cannot compare "${versionA}" with itself: both runs have this version; name another EXTRACTION_PIPELINE_VERSION in RUN_B, ` +
        "or leave it out: the name then follows from the configuration",
    );
  }
  return {
    request,
    a: await planRun(sql, a, versionA, request, sharesServer),
    b: await planRun(sql, b, versionB, request, sharesServer),
    isNoiseFloor,
    sharesServer,
  };
}

/** A name that another configuration does not get: `rules_3fa9c1d2`, `llm_qwen3-8b_91b04c7e`. */
function nameByConfiguration({ name, model, fingerprint }: Extractor): string {
  const hash = sha256Hex(canonicalJson(fingerprint)).slice(0, 8);
  const ofModel = model?.replace(/[^A-Za-z0-9.+-]+/g, "-").slice(0, 60);
  return [name, ofModel, hash].filter((part) => part !== undefined).join("_");
}

async function planRun(
  sql: Sql,
  chosen: ChosenRun,
  version: string,
  request: ExperimentRequest,
  sharesServer: boolean,
): Promise<PlannedRun> {
  const { side, settings, extractor, server } = chosen;
  const stored = await findVersion(sql, version);
  if (stored !== null) checkConfiguration(side, stored, extractor, settings);
  const jobs = await loadWindowJobs(sql, version, request);
  const due = jobs.posts - (request.force ? 0 : jobs.upToDate);
  const isLive = stored?.isLive === true;
  if (isLive && due > 0) {
    throw new UserError(
      `Cannot run ${side} as version "${version}": it is live, and ${due} ${
        due === 1 ? "post" : "posts"
      } would be extracted anew, which ` +
        `changes what users see; leave EXTRACTION_PIPELINE_VERSION out of RUN_${side}, or name another, to extract them beside it`,
    );
  }
  const remaining = await loadRemaining(sql, version, 0);
  const concurrency = request.concurrency ?? extractor.defaultConcurrency;
  return {
    ...chosen,
    version,
    concurrency: sharesServer ? Math.max(1, Math.floor(concurrency / 2)) : concurrency,
    jobs,
    due,
    otherJobs: isLive ? 0 : remaining.due + remaining.dueLater + remaining.leased - jobs.queued,
    isLive,
    cost: server === null || due === 0
      ? { requests: 0, mostUsd: 0 }
      : await findCost(sql, settings, version, request, extractor.model),
  };
}

async function findCost(
  sql: Sql,
  settings: Settings,
  version: string,
  request: ExperimentRequest,
  model: string | null,
): Promise<CostBound | null> {
  const price: Price | null = model === null ? null : findPrice(model);
  if (price === null) return null;
  const posts = iterDuePosts(sql, version, request, request.force);
  return await boundCost(DOMAIN, settings, price, posts, request.maxJobs);
}

async function findVersion(sql: Sql, version: string): Promise<StoredVersion | null> {
  return (await loadVersionNames(sql)).includes(version) ? await loadVersion(sql, version) : null;
}

function checkConfiguration(
  side: Side,
  { version, fingerprint }: StoredVersion,
  extractor: Extractor,
  settings: Settings,
): void {
  const changes = fingerprint === null ? [] : diffFingerprints(fingerprint, extractor.fingerprint);
  if (changes.length === 0 || settings.ALLOW_MIXED_VERSION) return;
  throw new UserError(
    `Cannot run ${side} as version "${version}": its outputs were made with another configuration.\n` +
      changes.map((change) => `  ${change}\n`).join("") +
      `Name another EXTRACTION_PIPELINE_VERSION in RUN_${side}, or leave it out: the name then follows from the configuration`,
  );
}
