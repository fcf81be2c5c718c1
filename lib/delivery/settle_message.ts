import { UserError } from "../core/errors.ts";
import type { Sql } from "../store/database.ts";
import { loadOpening } from "../store/delivery_gates.ts";
import {
  dropMessage,
  loadOutboxMessage,
  markMessageSent,
  type OutboxMessage,
  resendMessage,
} from "../store/outbox_messages.ts";

/** What a person decides about a message. */
export type Decision =
  | { readonly kind: "resend"; readonly id: number }
  /** With the id of the message in the chat, where it is known. */
  | { readonly kind: "mark_sent"; readonly id: number; readonly messageId: number | null }
  | { readonly kind: "drop"; readonly id: number };

/**
 * Does what a person decided about a message.
 *
 * @param isDryRun Whether only to look if it can be done.
 * @returns The message as it was.
 * @throws {UserError} If there is no such message, or it is in no state for that.
 */
export async function settleMessage(sql: Sql, decision: Decision, isDryRun: boolean): Promise<OutboxMessage> {
  const { message } = await sql.begin(async (transaction) => {
    const message = await loadOutboxMessage(transaction, decision.id);
    if (message === null) {
      throw new UserError(
        `Cannot ${
          verbOf(decision)
        } ${decision.id}: the outbox has no such message; deno task outbox lists them`,
      );
    }
    const isOpen = await loadOpening(transaction, message.kind) !== null;
    const obstacle = findObstacle(decision, message, isOpen);
    if (obstacle !== null) throw new UserError(`Cannot ${verbOf(decision)} ${decision.id}: ${obstacle}`);
    if (!isDryRun) {
      if (decision.kind === "resend") await resendMessage(transaction, decision.id);
      else if (decision.kind === "drop") await dropMessage(transaction, decision.id);
      else await markMessageSent(transaction, decision.id, decision.messageId);
    }
    return { message };
  });
  return message;
}

function verbOf({ kind }: Decision): string {
  return kind === "mark_sent" ? "mark as sent" : kind;
}

/** Why a decision cannot be followed, or null; a gate that opens later lets nothing out from before. */
function findObstacle(decision: Decision, message: OutboxMessage, isGateOpen: boolean): string | null {
  const { status, sentMessageId, wanted, withheldReason } = message;
  if (status === "sending") return "it is being sent at the moment; look again in a few minutes";
  switch (decision.kind) {
    case "resend":
      if (status === "sent" || status === "pending") return `it is ${status}; there is nothing to send again`;
      if (withheldReason === "retracted") return "it was sent and taken back, and is not sent twice";
      if (wanted !== "open" && sentMessageId === null) return "its post is not open any more";
      return isGateOpen ? null : "its gate is closed; start a live run that opens it, and then do this";
    case "mark_sent":
      return status === "unknown" ? null : `it is ${status}; only an unknown one can be marked`;
    case "drop":
      return status === "sent" || status === "written" ? `it is ${status}; there is nothing to drop` : null;
  }
}
