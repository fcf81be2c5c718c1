import type { PushedChange, TelegramUpdate, UpdateGap } from "../telegram/telegram_update.ts";

/** Changes by channel, each channel's in their order. */
export interface ChangesByChannel {
  readonly kind: "changes";
  readonly byChannel: ReadonlyMap<number, readonly PushedChange[]>;
}

/** Splits updates of several channels into gaps, each to be filled before what follows is stored, and what lies between them. */
export function splitAtGaps(updates: readonly TelegramUpdate[]): (ChangesByChannel | UpdateGap)[] {
  const parts: (ChangesByChannel | UpdateGap)[] = [];
  let byChannel: Map<number, PushedChange[]> | null = null;
  for (const update of updates) {
    if (update.kind === "gap") {
      parts.push(update);
      byChannel = null;
      continue;
    }
    if (byChannel === null) {
      byChannel = new Map();
      parts.push({ kind: "changes", byChannel });
    }
    const channelId = update.kind === "deleted" ? update.channelId : update.message.channelId;
    const changes = byChannel.get(channelId);
    if (changes === undefined) byChannel.set(channelId, [update]);
    else changes.push(update);
  }
  return parts;
}
