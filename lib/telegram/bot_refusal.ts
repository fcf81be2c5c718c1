/**
 * Why the Bot API refuses a call.
 * - `token`: it knows no such bot; every other call would fail alike.
 * - `recipient_gone`: the user blocked the bot or left Telegram.
 * - `no_chat`: there is no such chat, or the bot may not write in it.
 * - `message_gone`: the message cannot be edited, for it is not there any more.
 * - `undeletable`: the message cannot be deleted any more, which ends 48 hours after it was sent.
 * - `other`: what was sent is wrong.
 */
export type RefusalReason = "token" | "recipient_gone" | "no_chat" | "message_gone" | "undeletable" | "other";

/** A call that was refused, in our own words. */
export interface BotRefusal {
  readonly kind: "refused";
  readonly reason: RefusalReason;
  readonly message: string;
}

const SIGNS: readonly (readonly [RefusalReason, RegExp])[] = [
  ["recipient_gone", /bot was blocked by the user|user is deactivated|bot can't initiate conversation/i],
  [
    "no_chat",
    /chat not found|peer_id_invalid|bot was kicked|bot is not a member|not enough rights|need administrator rights|upgraded to a supergroup|have no rights|chat_write_forbidden/i,
  ],
  ["message_gone", /message to edit not found|message can't be edited|message_id_invalid/i],
  ["undeletable", /message can't be deleted/i],
];
const LONGEST_WORDS = 200;

/**
 * Turns the Bot API's refusal of a call into our own.
 *
 * @param says Its own words.
 * @param movedTo The id of the supergroup that a group has become.
 */
export function explainBotRefusal(
  method: string,
  status: number,
  says: string,
  movedTo: number | null,
): BotRefusal {
  const reason = status === 401 || (status === 404 && !/chat|message/i.test(says))
    ? "token"
    : SIGNS.find(([, sign]) => sign.test(says))?.[0] ?? "other";
  return {
    kind: "refused",
    reason,
    message: `${method} was refused with status ${status}: ${remedyOf(reason, says, movedTo)}`,
  };
}

function remedyOf(reason: RefusalReason, says: string, movedTo: number | null): string {
  if (movedTo !== null) return `the group has become ${movedTo}; write that id instead`;
  switch (reason) {
    case "token":
      return "there is no bot with this token; check TELEGRAM_BOT_TOKEN and BOT_API_URL";
    case "recipient_gone":
      return "the user blocked the bot, has not started it, or left Telegram";
    case "no_chat":
      return "there is no such chat, or the bot may not write in it; make the bot an administrator of the channel";
    case "message_gone":
      return "the message is not there any more";
    case "undeletable":
      return "the message is too old to be deleted";
    case "other":
      // What stands in quotes can be a part of the message.
      return says.replace(/"[^"]*"/g, '"..."').slice(0, LONGEST_WORDS);
  }
}
