import * as z from "zod";

/** What kind of chat a channel row stands for, in Telegram's export words. */
export const ChatTypeSchema = z.enum([
  "public_channel",
  "private_channel",
  "public_supergroup",
  "private_supergroup",
  "private_group",
  "personal_chat",
  "bot_chat",
  "saved_messages",
  "other",
]);
export type ChatType = z.infer<typeof ChatTypeSchema>;

/** The chat that messages belong to. `channelId` is Telegram's marked id: -100... for channels and supergroups. */
export const ChannelSchema = z.object({
  channelId: z.int(),
  /** A label that may change: `t.me/name`, or null where only the id is known. */
  channelLink: z.string().nullable(),
  title: z.string().nullable(),
  chatType: ChatTypeSchema,
});
export type Channel = z.infer<typeof ChannelSchema>;

/** A message as every source (export file, live update, history page) hands it on. */
export const RawMessageSchema = z.object({
  channelId: z.int(),
  /** Negative for history migrated from a basic group. */
  messageId: z.int(),
  kind: z.enum(["message", "service", "unsupported"]),
  /** Null only where the source tells none (`unsupported`). */
  messageDate: z.date().nullable(),
  editDate: z.date().nullable(),
  senderId: z.int().nullable(),
  senderName: z.string().nullable(),
  isForward: z.boolean(),
  isReply: z.boolean(),
  replyToMessageId: z.int().nullable(),
  /** Plain text, never null; NUL and lone surrogates are already replaced by U+FFFD. */
  text: z.string(),
  /** Telegram's entities as the source gives them, or null. */
  entities: z.array(z.unknown()).nullable(),
  /** A description of the attached media, or null. */
  media: z.record(z.string(), z.unknown()).nullable(),
  views: z.int().nullable(),
  forwards: z.int().nullable(),
  replyCount: z.int().nullable(),
  /** The source's whole record as JSON text, verbatim but for NUL, which PostgreSQL cannot hold. */
  messageJson: z.string(),
});
export type RawMessage = z.infer<typeof RawMessageSchema>;
