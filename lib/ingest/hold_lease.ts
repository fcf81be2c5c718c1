import { errorMessage } from "../core/errors.ts";
import { startHeartbeat } from "../queue/heartbeat.ts";
import { waitAtMost } from "../runtime/wait_at_most.ts";
import { waitUnlessAborted } from "../runtime/wait_unless_aborted.ts";
import type { Sql } from "../store/database.ts";
import {
  acquireLease,
  extendLease,
  type ForeignLease,
  type LeaseRequest,
  releaseLease,
} from "../store/leases.ts";
import { type RepeatOptions, repeatStatement } from "../store/repeat_statement.ts";

/** A lease that is kept with signs of life until it is disposed of. */
export interface HeldLease extends AsyncDisposable {
  /** Aborts when it is lost: others may have it now. Its reason is an Error that says why. */
  readonly lost: AbortSignal;
}

export interface HoldOptions extends RepeatOptions {
  /** Told where somebody has it, of whom it is not known yet whether they live. */
  readonly onWait?: (heldBy: ForeignLease) => void;
}

/** So many signs of life may be missed. */
const BEATS = 12;
/** How often to look whether its holder gives a sign of life. */
const LOOK_MS = 500;
/** How long the end may take where the database does not answer. */
const CLOSE_MS = 3000;

/**
 * Takes a lease and keeps it. Where somebody has it who gives no more sign of life, it waits until theirs runs out: a process that was
 * killed must not be in the way of the next.
 *
 * @returns Who has it, where they live.
 * @throws If the database cannot be reached, or the signal's reason.
 */
export async function holdLease(
  sql: Sql,
  request: LeaseRequest,
  options: HoldOptions,
): Promise<HeldLease | { readonly heldBy: ForeignLease }> {
  let first: ForeignLease | null = null;
  while (true) {
    options.signal.throwIfAborted();
    const askedAt = performance.now();
    const answer = await repeatStatement(() => acquireLease(sql, request), options);
    if ("token" in answer) return keepLease(sql, request, answer.token, askedAt, options);
    const { heldBy } = answer;
    if (first !== null && (heldBy.holder !== first.holder || heldBy.expiresAt > first.expiresAt)) {
      return answer;
    }
    if (first === null) options.onWait?.(heldBy);
    first ??= heldBy;
    await waitUnlessAborted(Math.min(LOOK_MS, heldBy.secondsLeft * 1000 + 1), options.signal);
  }
}

/** @param askedAt `performance.now()` when it was asked for; it was granted later. */
function keepLease(
  sql: Sql,
  { name, leaseSeconds }: LeaseRequest,
  token: number,
  askedAt: number,
  { onTrouble }: HoldOptions,
): HeldLease {
  const lost = new AbortController();
  let runsOutAt = askedAt + leaseSeconds * 1000;
  let failure: unknown = null;
  let timer = setTimeout(checkTime, leaseSeconds * 1000);

  function checkTime(): void {
    const leftMs = runsOutAt - performance.now();
    if (leftMs > 0) timer = setTimeout(checkTime, leftMs);
    else lose(`it could not be kept for ${leaseSeconds} s (${errorMessage(failure ?? "no answer")})`);
  }
  function lose(why: string): void {
    lost.abort(new Error(`The lease of ${name} is lost: ${why}`));
  }

  const beats = startHeartbeat(leaseSeconds * 1000 / BEATS, async () => {
    const startedAt = performance.now();
    if (!await extendLease(sql, name, token, leaseSeconds)) lose("somebody else has it now");
    runsOutAt = startedAt + leaseSeconds * 1000;
    failure = null;
  }, (error) => {
    if (failure === null) {
      onTrouble?.(`The lease could not be extended (${errorMessage(error)}); trying again`);
    }
    failure = error;
  });

  return {
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      const release = async () => {
        await beats[Symbol.asyncDispose]();
        await releaseLease(sql, name, token);
      };
      // Where it fails, the lease runs out by itself.
      await waitAtMost(release().catch(() => {}), CLOSE_MS);
    },
  };
}
