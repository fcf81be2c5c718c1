import type { Cell } from "../../runtime/format_table.ts";
import { channelName } from "../describe_channel.ts";
import type { ReplayPlan } from "./plan_replay.ts";

/** The header of {@linkcode replayRows}. */
export const REPLAY_HEADER = ["field", "channel", "posts"];

/** A row for each field and channel in which posts disagree, the most first. */
export function replayRows({ groups, channels }: Pick<ReplayPlan, "groups" | "channels">): Cell[][] {
  return groups.map(({ path, channelId, posts }) => {
    const { channelLink: channel_link = null, title = null } = channels.get(channelId) ?? {};
    return [path, channelName({ channel_id: channelId, channel_link, title }), posts];
  });
}
