import { formatCount } from "../../runtime/format_number.ts";
import type { Mode } from "../../runtime/mode.ts";
import type { Sql } from "../../store/database.ts";
import { ensureVersion } from "../../store/pipeline_versions.ts";
import { saveReplay } from "../../store/version_replays.ts";
import { DIFFERENCE_WORDS } from "../differences/difference_words.ts";
import { planReplay, type ReplayRequest } from "./plan_replay.ts";
import { REPLAY_HEADER, replayRows } from "./replay_rows.ts";

/** Groups that are printed, the largest; two versions may disagree in every field and channel. */
const GROUPS = 40;

/** Finds the posts to replay and prints how many there are, by field and channel. Changes nothing. */
export async function chooseReplay(
  mode: Pick<Mode<Record<never, never>>, "print" | "printTable" | "progress" | "signal">,
  sql: Sql,
  request: ReplayRequest,
): Promise<readonly number[]> {
  using progress = mode.progress({ label: "Compare", unit: "messages" });
  const plan = await planReplay(sql, request, {
    signal: mode.signal,
    onProgress: (messages) => progress.done = messages,
  });
  progress.end();
  const { versionA, versionB, path = null, kind = null } = request;
  mode.print(
    `${formatCount(plan.rawIds.length)} of ${
      formatCount(plan.messages)
    } messages disagree between "${versionA}" and ` +
      `"${versionB}"${path === null ? "" : ` in ${path}`}${
        kind === null ? "" : ` (${DIFFERENCE_WORDS[kind]})`
      }.`,
  );
  if (plan.groups.length > 0) {
    mode.printTable(REPLAY_HEADER, replayRows(plan).slice(0, GROUPS));
    if (plan.groups.length > GROUPS) {
      mode.print(`and ${formatCount(plan.groups.length - GROUPS)} smaller groups.`);
    }
    mode.print("A post that disagrees in several fields counts in each.");
  }
  return plan.rawIds;
}

/** Notes with a version, new or not, that it gets posts because two others disagree on them: before it gets them. */
export async function noteReplay(
  sql: Sql,
  version: string,
  { versionA, versionB, path = null, kind = null }: Omit<ReplayRequest, "version" | "window" | "channelIds">,
  posts: number,
): Promise<void> {
  if (posts === 0) return;
  await ensureVersion(sql, version);
  await saveReplay(sql, version, {
    version_a: versionA,
    version_b: versionB,
    path,
    kind,
    posts,
  });
}
