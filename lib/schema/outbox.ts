import * as z from "zod";

/** Who a message goes to: a channel, or one subscriber. Each kind has a gate of its own. */
export const DeliveryKindSchema = z.enum(["broadcast", "dm"]);
export type DeliveryKind = z.infer<typeof DeliveryKindSchema>;

/**
 * - `pending`: something is to be done: a message to be sent, edited or taken back.
 * - `sending`: a process is at it.
 * - `sent`: what is there is what should be there.
 * - `unknown`: it was being sent, and nobody heard how that ended. A person has to look.
 * - `failed`: refused, or given up.
 * - `withheld`: not sent, or taken back, for a reason.
 * - `written`: appended to a file, for there is no bot.
 */
export const OutboxStatusSchema = z.enum([
  "pending",
  "sending",
  "sent",
  "unknown",
  "failed",
  "withheld",
  "written",
]);
export type OutboxStatus = z.infer<typeof OutboxStatusSchema>;

/**
 * - `closed`, `gone`: the post was closed or no longer offered before it was announced; one that opens again in time is.
 * - `too_old`: it could not be sent while the post was new.
 * - `gate_closed`: the gate was closed before it was sent.
 * - `recipient_gone`: the chat is not there any more, or blocks the bot.
 * - `retracted`: it was sent, and taken back.
 * - `exported`: it waited in a database that was exported, which may have sent it since.
 * - `dropped`: by a person.
 */
export const WithheldReasonSchema = z.enum([
  "closed",
  "gone",
  "too_old",
  "gate_closed",
  "recipient_gone",
  "retracted",
  "exported",
  "dropped",
]);
export type WithheldReason = z.infer<typeof WithheldReasonSchema>;

/** What a post is by now: on offer, taken, or not there any more. */
export const WantedSchema = z.enum(["open", "closed", "gone"]);
export type Wanted = z.infer<typeof WantedSchema>;

/** The column error_json of the outbox: a stable name, and a sentence without secrets. */
export const DeliveryErrorSchema = z.object({ error: z.string(), message: z.string() });
export type DeliveryError = z.infer<typeof DeliveryErrorSchema>;
