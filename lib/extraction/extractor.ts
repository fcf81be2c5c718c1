import type { Pace } from "../llm/pace.ts";
import type { Outcome } from "../queue/outcome.ts";

/** What an extractor gets to read: the stored message, as the queue hands it out. */
export interface ExtractionInput {
  readonly text: string;
  readonly isForward: boolean;
  readonly isReply: boolean;
  /** When the message was deleted in Telegram, or null. */
  readonly deletedAt: Date | null;
  readonly messageDate: Date | null;
  /** The marked id of the channel that the message stands in; null where there is none, as for a labelled post. */
  readonly channelId: number | null;
  readonly channelLink: string | null;
  readonly channelTitle: string | null;
}

/**
 * Turns one message into structured data. An implementation keeps no state between messages that could change an
 * output: the same input under the same fingerprint gives the same outcome (a model's own randomness aside).
 */
export interface Extractor {
  readonly name: "rules" | "llm";
  /** The model's name, or null for rules. */
  readonly model: string | null;
  /**
   * All that decides this extractor's outputs, as flat names and readable values or hashes, for example
   * `{ "rules": "sha256:...", "schema": "sha256:...", "options.field_completion": "full" }`.
   */
  readonly fingerprint: Readonly<Record<string, string>>;
  /** Suggested concurrency: pure computation gains nothing from more than one. */
  readonly defaultConcurrency: number;
  /** How a server is spared; absent where none is asked. */
  readonly pace?: Pace;
  extract(input: ExtractionInput, signal: AbortSignal): Promise<Outcome>;
}
