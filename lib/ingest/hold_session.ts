import { createHash } from "node:crypto";
import { UserError } from "../core/errors.ts";
import type { Sql } from "../store/database.ts";
import type { ForeignLease } from "../store/leases.ts";
import { parseSession } from "../telegram/telegram_session.ts";
import { type HeldLease, holdLease, type HoldOptions } from "./hold_lease.ts";

/** What a session is used for. */
export type SessionPurpose = "live" | "backfill";

export interface SessionOptions extends HoldOptions {
  readonly purpose: SessionPurpose;
  /** How long it stays ours without a sign of life. */
  readonly leaseSeconds: number;
}

/** What a session is called where it must not be told: by a hash of its key, however it is written. */
export function nameSession(session: string): string {
  const { key } = parseSession(session);
  return `telegram_session:${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
}

/**
 * Takes a Telegram session for this process alone: used by two at once, Telegram ends it.
 *
 * @throws {UserError} If the session cannot be read, or a living process has it; the message says who, since when, and what to do.
 */
export async function holdSession(sql: Sql, session: string, options: SessionOptions): Promise<HeldLease> {
  const { purpose, leaseSeconds } = options;
  const name = nameSession(session);
  const holder = `${Deno.hostname()}:${Deno.pid}:${crypto.randomUUID().slice(0, 8)}`;
  const held = await holdLease(sql, { name, holder, purpose, leaseSeconds }, options);
  if (!("heldBy" in held)) return held;
  throw new UserError(
    `Cannot use this Telegram session: ${describeHolder(held.heldBy)}, and it is at work. ${
      remedyOf(purpose)
    }`,
  );
}

/** Who has a session, and since when: `a live run has had it since 2026-01-01T00:00:00Z (process 12 on host)`. */
export function describeHolder({ holder, purpose, acquiredAt }: ForeignLease): string {
  const [host, processId] = holder.split(":");
  return `a ${purpose} run has had it since ${acquiredAt.toISOString()} (process ${processId} on ${host})`;
}

function remedyOf(purpose: SessionPurpose): string {
  return purpose === "backfill"
    ? "Wait for its end or stop it there (Ctrl+C); to back-fill beside it, make a second session with " +
      "deno task telegram:login and set it as RECOVERY_SESSION_STRING"
    : "Wait for its end or stop it there (Ctrl+C), or set another session as SESSION_STRING (deno task telegram:login)";
}
