import { UserError } from "../../core/errors.ts";
import { canonicalJson, diffFingerprints, sha256Hex } from "../../core/fingerprint.ts";
import { boundCost, type CostBound } from "../../extraction/bound_cost.ts";
import { DOMAIN } from "../../extraction/current_domain.ts";
import type { Extractor } from "../../extraction/extractor.ts";
import { findPrice, type Price } from "../../llm/price.ts";
import type { ReplyCache } from "../../llm/reply_cache.ts";
import { loadRemaining } from "../../queue/lease_protocol.ts";
import { iterDuePosts, loadWindowJobs, type WindowJobs, type WindowQuery } from "../../queue/window_jobs.ts";
import { applyRunSettings, type RunSettings } from "../../runtime/run_settings.ts";
import type { Settings } from "../../runtime/settings.ts";
import type { Sql } from "../../store/database.ts";
import { loadVersion, type StoredVersion } from "../../store/load_version.ts";
import { loadVersionNames } from "../../store/pipeline_versions.ts";
import { chooseRun, type ChosenRun, divideLimits, type Side } from "./choose_run.ts";

/** What to try: two configurations on the same messages. */
export interface ExperimentRequest extends WindowQuery {
  readonly runA: RunSettings;
  readonly runB: RunSettings;
  /** Also run A a further time, to see how much it differs from itself; where A asks no model nothing could, and nothing is run. */
  readonly noiseFloor: boolean;
  /** Extract also what is finished and up to date. */
  readonly force: boolean;
  /** Jobs of each run; null is no limit. */
  readonly maxJobs: number | null;
  /** Jobs at a time on one server, of all runs together that share it; null is what suits the extractor. */
  readonly concurrency: number | null;
}

/** One of the runs, ready to begin. */
export interface PlannedRun extends ChosenRun {
  readonly version: string;
  readonly concurrency: number;
  /** Runs with something to ask the same server, this one included: each gets an equal part of what it may be asked. */
  readonly sharedBy: number;
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
  /** A, B and, where a noise floor was asked for and A asks a model, a further run of A. */
  readonly runs: readonly [a: PlannedRun, b: PlannedRun, ...again: PlannedRun[]];
  /** Whether A and B have the same configuration: what differs is then the model's own chance, or nothing. */
  readonly isNoiseFloor: boolean;
}

/**
 * Looks at the runs and at the messages, and checks all that can be checked before anything is changed. Nothing is written or sent.
 *
 * @param replies Where models' replies are kept, so that none is paid for twice. Where a noise floor is measured all runs do without:
 * B and the further run of A have to be draws of their own, and alike in that. The caller disposes of it.
 * @throws {UserError} If a run lacks what it needs, two have the same version, a version was made with another configuration, or a
 * live one would change.
 */
export async function planExperiment(
  sql: Sql,
  settings: Settings,
  request: ExperimentRequest,
  replies: ReplyCache | null,
): Promise<ExperimentPlan> {
  const [forA, forB] = [applyRunSettings(settings, request.runA), applyRunSettings(settings, request.runB)];
  const chosenA = await chooseRun("A", forA, request.runA, null);
  const chosenB = await chooseRun("B", forB, request.runB, null);
  const isNoiseFloor =
    diffFingerprints(chosenA.extractor.fingerprint, chosenB.extractor.fingerprint).length === 0;
  if (isNoiseFloor && request.noiseFloor) {
    throw new UserError(
      "Cannot measure a noise floor beside B: both runs have the same configuration, which is the noise floor by itself; " +
        "leave NOISE_FLOOR out, or make RUN_B another",
    );
  }
  const hasAgain = request.noiseFloor && chosenA.server !== null;
  const versionA = forA.EXTRACTION_PIPELINE_VERSION ?? nameByConfiguration(chosenA.extractor);
  const again = `${versionA}_again`;
  const versionB = forB.EXTRACTION_PIPELINE_VERSION ??
    (isNoiseFloor ? again : nameByConfiguration(chosenB.extractor));
  if (versionB === versionA || (hasAgain && versionB === again)) {
    throw new UserError(
      `Cannot compare "${versionB}" with itself: two runs have this version; name another EXTRACTION_PIPELINE_VERSION in RUN_B, ` +
        "or leave it out: the name then follows from the configuration",
    );
  }
  const plan = async (chosen: ChosenRun, version: string) => await planRun(sql, chosen, version, request);
  const a = await plan(chosenA, versionA);
  const b = await plan(chosenB, versionB);
  const further = hasAgain ? [await plan({ ...chosenA, side: "A again" }, again)] : [];
  const cache = isNoiseFloor || hasAgain ? null : replies;
  const open = async (run: PlannedRun) => {
    const own = run.side === "B" ? request.runB : request.runA;
    return await openRun(run, [a, b, ...further], own, request.concurrency, cache);
  };
  const runs = [await open(a), await open(b), ...await Promise.all(further.map(open))] as const;
  return { request, runs, isNoiseFloor };
}

/** Gives a run its part of what its server may be asked, and the cache. */
async function openRun(
  run: PlannedRun,
  runs: readonly PlannedRun[],
  own: RunSettings,
  concurrency: number | null,
  replies: ReplyCache | null,
): Promise<PlannedRun> {
  const asking = runs.filter(({ server, due }) => server !== null && server === run.server && due > 0);
  const sharedBy = Math.max(1, asking.length);
  const chosen = await chooseRun(run.side, divideLimits(run.settings, sharedBy), own, replies);
  const jobs = concurrency ?? chosen.extractor.defaultConcurrency;
  return { ...run, ...chosen, sharedBy, concurrency: Math.max(1, Math.floor(jobs / sharedBy)) };
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
): Promise<PlannedRun> {
  const { side, settings, extractor, server } = chosen;
  const stored = await findVersion(sql, version);
  if (stored !== null) checkConfiguration(side, stored, extractor, settings, request.noiseFloor);
  const jobs = await loadWindowJobs(sql, version, request);
  const due = jobs.posts - (request.force ? 0 : jobs.upToDate);
  const isLive = stored?.isLive === true;
  if (isLive && due > 0) {
    throw new UserError(
      `Cannot run ${side} as version "${version}": it is live, and ${due} ${
        due === 1 ? "post" : "posts"
      } would be extracted anew, which ` +
        `changes what users see; leave EXTRACTION_PIPELINE_VERSION out of ${
          constantOf(side)
        }, or name another, to extract them beside it`,
    );
  }
  const remaining = await loadRemaining(sql, version, 0);
  return {
    ...chosen,
    version,
    concurrency: 1,
    sharedBy: 1,
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
  { version, fingerprint, mixedWith }: StoredVersion,
  extractor: Extractor,
  settings: Settings,
  noiseFloor: boolean,
): void {
  const changes = fingerprint === null ? [] : diffFingerprints(fingerprint, extractor.fingerprint);
  const remedy = `Name another EXTRACTION_PIPELINE_VERSION in ${
    constantOf(side)
  }, or leave it out: the name then follows from the configuration`;
  if (noiseFloor && side !== "B" && mixedWith > 0) {
    throw new UserError(
      `Cannot run ${side} as version "${version}": it holds outputs of ${
        mixedWith + 1
      } configurations, and a noise floor is that of one. ${remedy}`,
    );
  }
  if (changes.length === 0 || (settings.ALLOW_MIXED_VERSION && !noiseFloor)) return;
  throw new UserError(
    `Cannot run ${side} as version "${version}": its outputs were made with another configuration.\n` +
      changes.map((change) => `  ${change}\n`).join("") + remedy,
  );
}

/** Where the settings of a run are. */
function constantOf(side: Side): string {
  return side === "B" ? "RUN_B" : "RUN_A";
}
