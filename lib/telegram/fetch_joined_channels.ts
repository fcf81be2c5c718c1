import { Api, helpers, utils } from "./gramjs.ts";
import type { KnownChannels } from "./known_channels.ts";
import { markedPeerId } from "./peer_names.ts";
import type { TelegramConnection } from "./telegram_connection.ts";

const PAGE_DIALOGS = 100;

/** Fetches the account's chats, 100 a request, and adds its channels to those that are known. */
export async function fetchJoinedChannels(
  connection: TelegramConnection,
  known: KnownChannels,
  action: string,
  signal?: AbortSignal,
): Promise<void> {
  let seen = 0;
  let offset: DialogOffset | null = { offsetDate: 0, offsetId: 0, offsetPeer: new Api.InputPeerEmpty() };
  while (offset !== null) {
    const page: Api.messages.TypeDialogs = await connection.invoke(
      new Api.messages.GetDialogs({ ...offset, limit: PAGE_DIALOGS, hash: helpers.returnBigInt(0) }),
      action,
      signal,
    );
    if (page instanceof Api.messages.DialogsNotModified) return;
    for (const chat of page.chats) known.add(chat);
    seen += page.dialogs.length;
    offset = page instanceof Api.messages.DialogsSlice && seen < page.count ? nextOffset(page) : null;
  }
  known.hasAllJoined = true;
}

interface DialogOffset {
  readonly offsetDate: number;
  readonly offsetId: number;
  readonly offsetPeer: Api.TypeInputPeer;
}

/** Where the next page begins: behind the last chat that a newest message is told of. Null at the end. */
function nextOffset({ dialogs, messages, chats, users }: Api.messages.DialogsSlice): DialogOffset | null {
  const newest = new Map(
    messages.flatMap((message) =>
      message instanceof Api.MessageEmpty ? [] : [[keyOf(message.peerId, message.id), message]]
    ),
  );
  for (const { peer, topMessage } of dialogs.toReversed()) {
    const message = newest.get(keyOf(peer, topMessage));
    const entity = [...chats, ...users].find((entity) => utils.getPeerId(entity) === utils.getPeerId(peer));
    if (message !== undefined && entity !== undefined) {
      return { offsetDate: message.date, offsetId: message.id, offsetPeer: utils.getInputPeer(entity) };
    }
  }
  return null;
}

function keyOf(peer: Api.TypePeer, messageId: number): string {
  return `${markedPeerId(peer)} ${messageId}`;
}
