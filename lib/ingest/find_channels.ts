import { splitChannelList } from "../core/channel_reference.ts";
import { UserError } from "../core/errors.ts";
import type { Telegram, TelegramChannel } from "../telegram/telegram.ts";
import { TelegramError } from "../telegram/telegram_error.ts";
import {
  describeTelegramReference,
  parseTelegramReference,
  type TelegramReference,
} from "../telegram/telegram_reference.ts";
import { askTelegram, type PatienceOptions } from "./ask_telegram.ts";

/** A channel that a person named. */
export interface NamedChannel {
  readonly name: string;
  /** The channel, or why it cannot be read. */
  readonly found: TelegramChannel | { readonly failure: string };
}

/**
 * Parses a list of channels as Telegram can find them: any way of writing one, invitations to private ones included.
 *
 * @throws {UserError} If an entry is none of them.
 */
export function parseTelegramReferences(list: string): TelegramReference[] {
  const references = splitChannelList(list).map(parseTelegramReference);
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}

/**
 * Finds channels in Telegram, in their order; one that was named twice, in different ways, is there once.
 *
 * @throws {TelegramError} What concerns all of them, such as `auth`.
 */
export async function findChannels(
  telegram: Telegram,
  references: readonly TelegramReference[],
  options: PatienceOptions,
): Promise<NamedChannel[]> {
  const named: NamedChannel[] = [];
  const ids = new Set<number>();
  for (const reference of references) {
    const name = describeTelegramReference(reference);
    try {
      const channel = await askTelegram(() => telegram.resolveChannel(reference, options.signal), options);
      if (!ids.has(channel.channelId)) named.push({ name, found: channel });
      ids.add(channel.channelId);
    } catch (error) {
      if (!isOfOneChannel(error)) throw error;
      named.push({ name, found: { failure: error.message } });
    }
  }
  return named;
}

/**
 * The channels, all of which were found.
 *
 * @throws {UserError} If one was not; all such are named.
 */
export function requireChannels(named: readonly NamedChannel[]): TelegramChannel[] {
  const failures = named.flatMap(({ found }) => "failure" in found ? [`  ${found.failure}\n`] : []);
  if (failures.length > 0) {
    throw new UserError(
      `Cannot follow all channels:\n${failures.join("")}Mend or take them out of CHANNEL_LIST`,
    );
  }
  return named.flatMap(({ found }) => "failure" in found ? [] : [found]);
}

/** Whether a failure concerns one channel and not the account or the line. */
export function isOfOneChannel(error: unknown): error is TelegramError {
  return error instanceof TelegramError && error.kind !== "auth" && !error.isPassing;
}
