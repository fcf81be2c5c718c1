import * as z from "zod";

/** A claimed job, as queue_claim hands it out: the text to read, and the fence (`claimId`) to write the result with. */
export interface Job {
  readonly rawId: number;
  readonly claimId: number;
  /** This try included. */
  readonly attempts: number;
  /** Hexadecimal SHA-256 of `text`. */
  readonly textSha256: string;
  readonly text: string;
  readonly isForward: boolean;
  readonly isReply: boolean;
  readonly messageDate: Date | null;
  readonly deletedAt: Date | null;
  /** Telegram's marked id. */
  readonly channelId: number;
  readonly channelLink: string | null;
  readonly channelTitle: string | null;
}

const Instant = z.string().nullable().transform((text) => (text === null ? null : new Date(text)));

/** One row of queue_claim as json_agg writes it. */
export const JobSchema = z.object({
  raw_id: z.int(),
  claim_id: z.int(),
  attempts: z.int(),
  text_sha256: z.string().regex(/^\\x[0-9a-f]{64}$/),
  raw_text: z.string(),
  is_forward: z.boolean(),
  is_reply: z.boolean(),
  message_date: Instant,
  deleted_at: Instant,
  channel_id: z.int(),
  channel_link: z.string().nullable(),
  channel_title: z.string().nullable(),
}).transform((row): Job => ({
  rawId: row.raw_id,
  claimId: row.claim_id,
  attempts: row.attempts,
  textSha256: row.text_sha256.slice(2),
  text: row.raw_text,
  isForward: row.is_forward,
  isReply: row.is_reply,
  messageDate: row.message_date,
  deletedAt: row.deleted_at,
  channelId: row.channel_id,
  channelLink: row.channel_link,
  channelTitle: row.channel_title,
}));
