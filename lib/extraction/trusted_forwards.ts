import { formatChannelReference, parseChannelList } from "../core/channel_reference.ts";
import { UserError } from "../core/errors.ts";
import type { ExtractionInput } from "./extractor.ts";

const EVERY_CHANNEL = "*";

/**
 * Parses a list of channels whose forwards are read, in any of the forms of CHANNEL_LIST, or `*`.
 *
 * @returns Their references in normal form, sorted, so that one choice has one way to be written.
 * @throws {UserError} If an entry is no channel.
 */
export function parseTrustedForwards(text: string): string[] {
  if (text.trim() === EVERY_CHANNEL) return [EVERY_CHANNEL];
  try {
    return parseChannelList(text).map(formatChannelReference).sort();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`Cannot read TRUSTED_FORWARDS. ${error.message}`);
  }
}

/** Whether a forward stands in a channel that is trusted to forward assignments only, by its id or its link. */
export function isTrustedForward(
  { channelId, channelLink }: ExtractionInput,
  trusted: readonly string[],
): boolean {
  if (trusted.length === 0) return false;
  return trusted.includes(EVERY_CHANNEL) || trusted.includes(String(channelId)) ||
    (channelLink !== null && trusted.includes(channelLink));
}
