import { parseTimeWindow } from "../core/time_window.ts";
import type { Settings } from "../runtime/settings.ts";
import type { Sql } from "../store/database.ts";
import type { PairQuery } from "../store/extraction_pairs.ts";
import { resolveChannels } from "../store/resolve_channels.ts";
import { compareVersions, type VersionComparison } from "./compare_versions.ts";

/** What the constants of a notebook say is compared. */
export interface ChosenPairs {
  readonly versionA: string;
  readonly versionB: string;
  /** Links or ids; null: CHANNEL_LIST, else every channel. */
  readonly channels: string | null;
  /** ISO 8601 with a zone; null is open. */
  readonly sinceIso: string | null;
  readonly untilIso: string | null;
}

/** The same, and how much of the comparison is wanted. */
export interface ChosenComparison extends ChosenPairs {
  /** A further run of A. Default: none. */
  readonly noiseVersion?: string | null;
  /** Disagreements to keep of each field and kind. Default 1. */
  readonly disagreementsPerKind?: number;
}

/**
 * Compares what a notebook's constants name.
 *
 * @throws {UserError} If a version or channel is unknown, a date is none, or both versions are the same.
 */
export async function loadChosenComparison(
  sql: Sql,
  settings: Pick<Settings, "CHANNEL_LIST">,
  { noiseVersion = null, disagreementsPerKind = 1, ...pairs }: ChosenComparison,
): Promise<VersionComparison> {
  return await compareVersions(sql, {
    ...await chosenPairs(sql, settings, pairs),
    noiseVersion,
    disagreementsPerKind,
    comparedAt: new Date(),
  });
}

/** The pairs that a notebook's constants name. */
export async function chosenPairs(
  sql: Sql,
  settings: Pick<Settings, "CHANNEL_LIST">,
  { versionA, versionB, channels, sinceIso, untilIso }: ChosenPairs,
): Promise<PairQuery> {
  return {
    versionA,
    versionB,
    window: parseTimeWindow(sinceIso, untilIso),
    channelIds: await resolveChannels(sql, channels ?? settings.CHANNEL_LIST),
  };
}
