import { type Backoff, backoffMs } from "../queue/backoff.ts";
import type { Claim, ClaimResult } from "../store/outbox_claims.ts";
import type { BotApi, BotResult } from "../telegram/bot_api.ts";
import type { RefusalReason } from "../telegram/bot_refusal.ts";
import type { AnnouncementSender, Attempt } from "./announcement_sender.ts";
import { type PaceLimits, TELEGRAM_PACE } from "./chat_pacer.ts";
import { WITHDRAWN_BODY } from "./format_announcement.ts";

export interface BotSenderOptions {
  /** How long one call of the bot may take. */
  readonly timeoutMs: number;
  /** Default: what Telegram asks for. */
  readonly pace?: PaceLimits;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** How often an edit or a deletion is tried whose outcome is not known; a message is sent once. */
const MAX_ATTEMPTS = 3;
const BACKOFF: Backoff = { baseMs: 5_000, maxMs: 60_000 };
/** How long a bot whose token is refused is left alone. */
const WRONG_TOKEN_WAIT_MS = 60_000;

type Failure = Exclude<BotResult<unknown>, { kind: "ok" }>;

/** Sends through a bot. Where no connection comes about nothing was sent, and it waits for one at no cost of tries. */
export function createBotSender(bot: BotApi, options: BotSenderOptions): AnnouncementSender {
  let failuresInRow = 0;

  async function attempt(claim: Claim): Promise<Attempt> {
    const done = await perform(bot, claim);
    if (!("failure" in done)) {
      failuresInRow = 0;
      return { result: done };
    }
    const { failure } = done;
    failuresInRow = failure.kind === "not_sent" ? failuresInRow + 1 : 0;
    return explainFailure(claim, failure, failuresInRow, options.random());
  }

  return { name: "bot", pace: options.pace ?? TELEGRAM_PACE, limitMs: options.timeoutMs * 2, attempt };
}

/** Makes the call that a claim asks for; a message that is too old to be deleted gets a text that says so. */
async function perform(bot: BotApi, claim: Claim): Promise<ClaimResult | { readonly failure: Failure }> {
  const { target, messageId, body, bodySha256 } = claim;
  if (messageId === null || body !== null) {
    if (body === null || bodySha256 === null) throw new Error(`Cannot send ${claim.id}: it has no text`);
    const sent = messageId === null
      ? await bot.sendMessage(target, body)
      : await bot.editMessageText(target, messageId, body);
    if (sent.kind === "ok") return { kind: "there", messageId: sent.value ?? messageId, sha256: bodySha256 };
    return sent.kind === "refused" && sent.reason === "message_gone" && messageId !== null
      ? { kind: "retracted" }
      : { failure: sent };
  }
  const deleted = await bot.deleteMessage(target, messageId);
  if (deleted.kind === "ok") return { kind: "retracted" };
  if (deleted.kind !== "refused" || deleted.reason !== "undeletable") return { failure: deleted };
  const edited = await bot.editMessageText(target, messageId, WITHDRAWN_BODY);
  return edited.kind === "ok" ? { kind: "retracted" } : { failure: edited };
}

function explainFailure(claim: Claim, failure: Failure, failuresInRow: number, random: number): Attempt {
  const about = `Cannot ${claim.action} message ${claim.id} of the outbox`;
  switch (failure.kind) {
    case "retry_after": {
      const { afterMs } = failure;
      return {
        result: { kind: "again", afterMs, costsAttempt: false, error: null },
        hold: { forMs: afterMs, concerns: "chat" },
      };
    }
    case "not_sent": {
      const afterMs = backoffMs(failuresInRow, BACKOFF, random);
      const error = { error: "not_sent", message: failure.message };
      return {
        result: { kind: "again", afterMs: 0, costsAttempt: false, error },
        hold: { forMs: afterMs, concerns: "all" },
        trouble: `${about}: ${failure.message}; trying again`,
      };
    }
    case "unknown": {
      const error = { error: "unknown_outcome", message: failure.message };
      if (claim.action === "send") {
        return {
          result: { kind: "unknown", error },
          trouble:
            `${about}: ${failure.message}; whether it was sent is for a person to see: deno task outbox`,
        };
      }
      return claim.attempts >= MAX_ATTEMPTS
        ? { result: { kind: "failed", error }, trouble: `${about}: ${failure.message}` }
        : {
          result: {
            kind: "again",
            afterMs: backoffMs(claim.attempts, BACKOFF, random),
            costsAttempt: true,
            error,
          },
        };
    }
    case "refused":
      return explainRefusal(claim, failure.reason, failure.message, about);
  }
}

function explainRefusal(claim: Claim, reason: RefusalReason, message: string, about: string): Attempt {
  const error = { error: `refused_${reason}`, message };
  if (reason === "token") {
    return {
      result: { kind: "again", afterMs: 0, costsAttempt: false, error },
      hold: { forMs: WRONG_TOKEN_WAIT_MS, concerns: "all" },
      trouble: `${about}: ${message}`,
    };
  }
  const isGone = claim.kind === "dm" && (reason === "recipient_gone" || reason === "no_chat");
  return isGone
    ? { result: { kind: "recipient_gone", error } }
    : { result: { kind: "failed", error }, trouble: `${about}: ${message}` };
}
