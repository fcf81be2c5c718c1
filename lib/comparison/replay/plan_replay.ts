import { UserError } from "../../core/errors.ts";
import { type ChannelName, loadChannelNames } from "../../store/channel_names.ts";
import type { Sql } from "../../store/database.ts";
import { loadLiveVersion } from "../../store/pipeline_versions.ts";
import { readInSnapshot } from "../../store/snapshot.ts";
import { loadComparedVersions } from "../compare_versions.ts";
import { type DisagreementFilter, iterDisagreements } from "../differences/iter_disagreements.ts";

/** Which posts to do again, and under which version. */
export interface ReplayRequest extends DisagreementFilter {
  /** The version that gets the jobs. */
  readonly version: string;
}

/** The posts on which two versions disagree; those that only one finished, or that they split differently, are not among them. */
export interface ReplayPlan {
  /** Messages that were read for it. */
  readonly messages: number;
  /** In rising order, each once. */
  readonly rawIds: readonly number[];
  /** Posts by field and channel, the most first; a post that disagrees in several fields counts in each. */
  readonly groups: readonly {
    readonly path: string;
    readonly channelId: number;
    readonly posts: number;
  }[];
  /** The names of all channels, by id. */
  readonly channels: ReadonlyMap<number, ChannelName>;
}

/**
 * Finds the posts on which two versions disagree, all or those of a field, kind or channel, to be done again under a third. Changes
 * nothing.
 *
 * @throws {UserError} If the third version is one of the two, or live; if one of the two is unknown, or there is no such field.
 */
export async function planReplay(
  sql: Sql,
  request: ReplayRequest,
  { signal, onProgress }: {
    readonly signal?: AbortSignal;
    /** Messages read so far. */
    readonly onProgress?: (messages: number) => void;
  } = {},
): Promise<ReplayPlan> {
  await refuseOwnVersion(sql, request);
  return await readInSnapshot(sql, async (transaction) => {
    await loadComparedVersions(transaction, request);
    const rawIds: number[] = [];
    const groups = new Map<string, { path: string; channelId: number; posts: number; lastRawId: number }>();
    let messages = 0;
    for await (const page of iterDisagreements(transaction, request)) {
      signal?.throwIfAborted();
      for (const { rawId, path, channelId } of page.disagreements) {
        if (rawIds.at(-1) !== rawId) rawIds.push(rawId);
        const key = `${channelId} ${path}`;
        const group = groups.get(key) ?? { path, channelId, posts: 0, lastRawId: 0 };
        // Of a post with several assignments more than one may disagree.
        if (group.lastRawId !== rawId) group.posts++;
        group.lastRawId = rawId;
        groups.set(key, group);
      }
      messages += page.messages;
      onProgress?.(messages);
    }
    return {
      messages,
      rawIds,
      groups: [...groups.values()]
        .map(({ path, channelId, posts }) => ({ path, channelId, posts }))
        .sort((one, other) => other.posts - one.posts),
      channels: await loadChannelNames(transaction),
    };
  });
}

async function refuseOwnVersion(
  sql: Sql,
  { version, versionA, versionB }: Pick<ReplayRequest, "version" | "versionA" | "versionB">,
): Promise<void> {
  const isLive = await loadLiveVersion(sql) === version;
  if (version !== versionA && version !== versionB && !isLive) return;
  throw new UserError(
    `Cannot replay disagreements under version "${version}": it is ${
      isLive ? "live" : "one of the two that disagree"
    }; give what is made anew a version of its own, --pipeline-version-override rules_v3`,
  );
}
