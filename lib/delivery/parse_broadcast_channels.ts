import { formatChannelReference, parseChannelList } from "../core/channel_reference.ts";
import { UserError } from "../core/errors.ts";

/**
 * Parses BROADCAST_CHANNEL_IDS: marked ids like -1001234567890, separated by commas or as a JSON array. Names are refused, for a
 * channel that changes its name would count as another and get everything once more.
 *
 * @throws {UserError} If an entry is no id.
 */
export function parseBroadcastChannels(text: string): number[] {
  return parseChannelList(text).map((reference) => {
    if (reference.kind === "id") return reference.channelId;
    throw new UserError(
      `Cannot read BROADCAST_CHANNEL_IDS: found the name ${
        formatChannelReference(reference)
      }; write the channel's id, ` +
        "like -1001234567890 (forward one of its posts to @userinfobot, or look into telegram_channels)",
    );
  });
}
