import { fetchChanges } from "./fetch_changes.ts";
import { fetchHistoryPage } from "./fetch_history_page.ts";
import { Api } from "./gramjs.ts";
import { KnownChannels } from "./known_channels.ts";
import { resolveChannel } from "./resolve_channel.ts";
import type { Telegram } from "./telegram.ts";
import { type ConnectionOptions, openConnection } from "./telegram_connection.ts";
import { TelegramError } from "./telegram_error.ts";
import { iterUpdates } from "./iter_updates.ts";

/**
 * Connects as the account of the session, and asks who that is; only after that does Telegram push updates.
 *
 * @throws {TelegramError} As `openConnection` and any request do.
 */
export async function connectAccount(options: ConnectionOptions, signal?: AbortSignal): Promise<Telegram> {
  const connection = await openConnection(options, signal);
  try {
    const action = "Cannot log in to Telegram";
    const [user] = await connection.invoke(
      new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }),
      action,
      signal,
    );
    if (!(user instanceof Api.User)) {
      throw new TelegramError(
        "auth",
        `${action}: it does not say who we are; make a new session: deno task telegram:login`,
      );
    }
    const known = new KnownChannels();
    return {
      userId: Number(user.id),
      resolveChannel: (reference, signal) => resolveChannel(connection, known, reference, signal),
      fetchHistoryPage: (channel, page, signal) => fetchHistoryPage(connection, known, channel, page, signal),
      fetchChanges: (channel, pts, signal) => fetchChanges(connection, known, channel, pts, signal),
      iterUpdates: (channels, signal) => iterUpdates(connection, channels, signal),
      [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
    };
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}
