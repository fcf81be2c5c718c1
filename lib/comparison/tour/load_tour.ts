import { loadLabels } from "../../store/labels.ts";
import { type LiveAssignment, loadNewestLiveAssignments } from "../../store/live_assignments.ts";
import { loadPostOutput, type PostOutput } from "../../store/load_post_output.ts";
import { loadMessageCounts, type MessageCounts } from "../../store/load_message_counts.ts";
import { loadStoredChannels, type StoredChannel } from "../../store/load_stored_channels.ts";
import { loadStoredVersions, type StoredVersionCounts } from "../../store/load_stored_versions.ts";
import { readInSnapshot } from "../../store/snapshot.ts";
import type { Sql } from "../../store/database.ts";

/** What to show of a database. */
export interface TourRequest {
  /** The version of the post's output; null: the live one, else the newest. */
  readonly version: string | null;
  /** The post to show; null: the newest that has an output. */
  readonly rawId: number | null;
  /** How many live assignments to show, of a channel each. */
  readonly liveAssignments: number;
}

/** What a database holds. */
export interface Tour {
  readonly channels: readonly StoredChannel[];
  readonly posted: MessageCounts;
  /** The newest first. */
  readonly versions: readonly StoredVersionCounts[];
  /** Null where the version has none such. */
  readonly post: PostOutput | null;
  readonly live: readonly LiveAssignment[];
  readonly labels: number;
}

/** Looks around in a database, as of one moment. */
export async function loadTour(sql: Sql, request: TourRequest): Promise<Tour> {
  return await readInSnapshot(sql, async (transaction) => {
    const versions = await loadStoredVersions(transaction);
    const version = request.version ?? (versions.find(({ isLive }) => isLive) ?? versions[0])?.version ??
      null;
    return {
      channels: await loadStoredChannels(transaction),
      posted: await loadMessageCounts(transaction),
      versions,
      post: version === null ? null : await loadPostOutput(transaction, version, request.rawId),
      live: await loadNewestLiveAssignments(transaction, request.liveAssignments),
      labels: (await loadLabels(transaction, null)).length,
    };
  });
}
