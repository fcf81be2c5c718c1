import type { Claim, ClaimResult } from "../store/outbox_claims.ts";
import type { PaceLimits } from "./chat_pacer.ts";

/** How a try to send, edit or delete a message ended. */
export interface Attempt {
  readonly result: ClaimResult;
  /** How long to leave chats alone, because the receiving end said so or cannot be reached. */
  readonly hold?: { readonly forMs: number; readonly concerns: "chat" | "all" };
  /** What a person should know of, in a sentence. */
  readonly trouble?: string;
}

/** Where messages go. */
export interface AnnouncementSender {
  /** Such as `bot`. */
  readonly name: string;
  /** How often it may be asked; null for as often as can be. */
  readonly pace: PaceLimits | null;
  /** The longest that one try takes. */
  readonly limitMs: number;
  /** Does once what a claim asks for; whatever goes wrong is a result. */
  attempt(claim: Claim): Promise<Attempt>;
}
