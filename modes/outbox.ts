#!/usr/bin/env -S deno run -A
/**
 * The outbox: what was announced and what waits, and what a person decides where nobody knows whether a message was sent.
 *
 * Reads   outbox, telegram_messages_raw, telegram_channels
 * Writes  nothing; with RESEND, MARK_SENT or DROP, and APPLY, the state of one message
 * Sends   nothing itself; a live run sends what RESEND puts back
 * Costs   nothing
 *
 * A message is unknown where its process died while sending, or no answer came. Look into the chat: if it is there, --mark-sent ID
 * (with --message-id N, the number at the end of its link, it is kept up to date again); if not, --resend ID; else --drop ID.
 */
import { UserError } from "../lib/core/errors.ts";
import { linkToPost } from "../lib/delivery/format_announcement.ts";
import { type Decision, settleMessage } from "../lib/delivery/settle_message.ts";
import { formatCount } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option } from "../lib/runtime/option.ts";
import { openDatabase } from "../lib/store/database.ts";
import { loadOutboxCounts, loadOutboxMessages, type OutboxMessage } from "../lib/store/outbox_messages.ts";
import * as z from "zod";

const RESEND: number | null = null; // 12: send message 12 again
const MARK_SENT: number | null = null; // 12: message 12 is there
const MESSAGE_ID: number | null = null; // 345: its number in the chat
const DROP: number | null = null; // 12: leave message 12 as it is
const APPLY: boolean | null = null; // true: do it; else only show what would be done

const LONGEST_LIST = 200;
const HEADER = ["id", "status", "chat", "about", "since", "why"];
const SENTENCES: Readonly<Record<Decision["kind"], string>> = {
  resend: "a live run with this gate open sends it again",
  mark_sent: "it counts as sent",
  drop: "it is left as it is",
};
const messageId = z.int().min(1);

await runMode({
  name: "outbox",
  does: "what was announced, what waits, and what nobody knows of",
  reads: "outbox, telegram_messages_raw, telegram_channels",
  writes: "nothing; with RESEND, MARK_SENT or DROP, and APPLY, the state of one message",
  options: {
    RESEND: option(messageId, {
      default: null,
      does: "Send this message again: it is not there, or was refused.",
      example: "12",
    }),
    MARK_SENT: option(messageId, { default: null, does: "This unknown message is there.", example: "12" }),
    MESSAGE_ID: option(messageId, {
      default: null,
      does: "Its number in the chat, with MARK_SENT: it is kept up to date again.",
      example: "345",
    }),
    DROP: option(messageId, { default: null, does: "Leave this message as it is, for ever.", example: "12" }),
    APPLY: option(z.boolean(), { default: false, does: "Do it; else a dry run." }),
  },
  constants: { RESEND, MARK_SENT, MESSAGE_ID, DROP, APPLY },
  json: true,
}, async (mode) => {
  const { options, print } = mode;
  const decision = chooseDecision(options.RESEND, options.MARK_SENT, options.MESSAGE_ID, options.DROP);
  await using database = await openDatabase(mode.settings);
  if (decision !== null) {
    const message = await settleMessage(database.sql, decision, !options.APPLY);
    mode.printTable(HEADER, [describe(message)]);
    print(
      options.APPLY
        ? `Done: ${SENTENCES[decision.kind]}.`
        : `Dry run: nothing was changed. With --apply ${SENTENCES[decision.kind]}.`,
    );
    if (mode.json) mode.printJson({ message, decision, applied: options.APPLY });
    return;
  }

  const counts = await loadOutboxCounts(database.sql);
  const troubled = await loadOutboxMessages(database.sql, ["unknown", "failed"], LONGEST_LIST);
  if (mode.json) mode.printJson({ counts, troubled });
  if (counts.length === 0) {
    print("The outbox is empty.");
    return;
  }
  mode.printTable(
    ["kind", "status", "messages", "last change"],
    counts.map(({ kind, status, withheldReason, count, newest }) => [
      kind,
      withheldReason === null ? status : `${status}: ${withheldReason}`,
      count,
      newest.toISOString(),
    ]),
  );
  print(`${formatCount(counts.reduce((sum, { count }) => sum + count, 0))} messages in all.`);
  if (troubled.length === 0) return;
  print("");
  mode.printTable(HEADER, troubled.map(describe));
  print("Look into the chats, then: deno task outbox --mark-sent ID | --resend ID | --drop ID, and --apply");
  return "incomplete";
});

function describe(message: OutboxMessage): (string | number | null)[] {
  const part = message.segment === 0 ? "" : `, ${message.segment}`;
  return [
    String(message.id),
    message.status,
    `${message.kind} ${message.target}`,
    (linkToPost(message) ?? `${message.channelId}/${message.messageId}`) + part,
    message.updatedAt.toISOString(),
    message.error?.message ?? "",
  ];
}

function chooseDecision(
  resend: number | null,
  markSent: number | null,
  messageId: number | null,
  drop: number | null,
): Decision | null {
  const decisions: Decision[] = [];
  if (resend !== null) decisions.push({ kind: "resend", id: resend });
  if (markSent !== null) decisions.push({ kind: "mark_sent", id: markSent, messageId });
  if (drop !== null) decisions.push({ kind: "drop", id: drop });
  if (decisions.length > 1) {
    throw new UserError(
      "Cannot change the outbox: found several of --resend, --mark-sent and --drop; give one at a time",
    );
  }
  if (messageId !== null && markSent === null) {
    throw new UserError(
      "Cannot change the outbox: --message-id goes with --mark-sent; add that, or leave it out",
    );
  }
  return decisions[0] ?? null;
}
