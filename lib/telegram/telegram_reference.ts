import {
  type ChannelReference,
  formatChannelReference,
  parseChannelReference,
} from "../core/channel_reference.ts";

/** A channel as Telegram can find it: as everywhere, or by the link that invites to a private one. */
export type TelegramReference = ChannelReference | { readonly kind: "invite"; readonly hash: string };

const INVITE =
  /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\/(?:\+|joinchat\/)([\w-]{8,64})\/?$/i;

/**
 * Parses any way of writing a channel, `t.me/+hash` and `t.me/joinchat/hash` included.
 *
 * @throws {UserError} If the text is none of them.
 */
export function parseTelegramReference(text: string): TelegramReference {
  const [, hash] = INVITE.exec(text.trim()) ?? [];
  return hash === undefined ? parseChannelReference(text) : { kind: "invite", hash };
}

/** How errors name a channel; an invitation opens the channel to whoever reads it and so is cut short. */
export function describeTelegramReference(reference: TelegramReference): string {
  return reference.kind === "invite"
    ? `t.me/+${reference.hash.slice(0, 3)}...`
    : formatChannelReference(reference);
}
