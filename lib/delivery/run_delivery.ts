import { WakeUp } from "../queue/wake_up.ts";
import type { DeliveryKind } from "../schema/outbox.ts";
import type { Sql, Transaction } from "../store/database.ts";
import { closeGate, openGate } from "../store/delivery_gates.ts";
import {
  type Claim,
  claimMessages,
  completeClaim,
  expireMessages,
  rescueClaims,
} from "../store/outbox_claims.ts";
import { repeatStatement } from "../store/repeat_statement.ts";
import { repeatTransaction } from "../store/repeat_transaction.ts";
import { deactivateSubscriber } from "../store/subscribers.ts";
import type { AnnouncementSender, Attempt } from "./announcement_sender.ts";
import { ChatPacer } from "./chat_pacer.ts";
import { countClaim, countPlan, type DeliveryTotals, emptyDeliveryTotals } from "./delivery_totals.ts";
import { planDeliveries, type PlanOptions } from "./plan_deliveries.ts";

export interface DeliveryOptions extends Omit<PlanOptions, "looksForChanges"> {
  /** The kinds whose two keys are turned; the gates of the others are closed. */
  readonly kinds: readonly DeliveryKind[];
  readonly sender: AnnouncementSender;
  /** A name for this process that says where to look for it. */
  readonly worker: string;
  /** How long a message may be on its way before it counts as unknown. */
  readonly leaseSeconds: number;
  /** How often to look for new posts and due messages where there were none. */
  readonly idleSeconds: number;
  /**
   * How often to look for what became of announced posts. With a million messages, 2,500 new posts a day and 17,800 announced in a
   * week, that took 70 ms, looking for new ones 17 ms.
   */
  readonly changesSeconds: number;
  /** How many messages are on their way at once. */
  readonly concurrency: number;
  /** Stops the run: what is being sent is waited for. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly onProgress?: (totals: DeliveryTotals) => void;
  /** Gets a sentence, without secrets and without texts of messages. */
  readonly onTrouble?: (sentence: string) => void;
}

/** What suits Telegram and a database near by. */
export const DELIVERY_DEFAULTS = {
  dmLimit: 50,
  maxAgeSeconds: 24 * 3600,
  watchSeconds: 7 * 24 * 3600,
  limit: 200,
  leaseSeconds: 180,
  idleSeconds: 2,
  changesSeconds: 15,
  concurrency: 8,
} as const satisfies Partial<DeliveryOptions>;

/**
 * Announces what is live until it is stopped: plans, and sends, edits and deletes what was planned. Any number of processes may do so
 * at once. No transaction is open while a message is on its way: a row is claimed, then sent, then completed; whoever dies in between
 * leaves a row whose outcome is unknown, which is never sent again by itself.
 *
 * @returns What was done; at once where no gate is to be open.
 * @throws If the database stays unreachable.
 */
export async function runDelivery(sql: Sql, options: DeliveryOptions): Promise<DeliveryTotals> {
  await settleGates(sql, options.kinds, options.now());
  const delivery = new Delivery(sql, options);
  return options.kinds.length === 0 ? delivery.totals : await delivery.run();
}

/** Opens the gates of these kinds and closes the others. One that is open stays so since when it is. */
export async function settleGates(sql: Sql, kinds: readonly DeliveryKind[], now: Date): Promise<void> {
  for (const kind of ["broadcast", "dm"] as const) {
    if (kinds.includes(kind)) await openGate(sql, kind, now);
    else await closeGate(sql, kind);
  }
}

class Delivery {
  readonly totals = emptyDeliveryTotals();
  readonly #sql: Sql;
  readonly #options: DeliveryOptions;
  readonly #pacer: ChatPacer;
  readonly #wakeUp = new WakeUp();
  /** What is on its way, by chat. */
  readonly #underWay = new Map<number, Promise<void>>();
  #failure: { readonly error: unknown } | null = null;
  #lastTrouble: string | null = null;
  #changesDueMs = -Infinity;

  constructor(sql: Sql, options: DeliveryOptions) {
    this.#sql = sql;
    this.#options = options;
    this.#pacer = new ChatPacer(
      options.sender.pace ?? { chatEveryMs: 0, perMinuteToGroup: Infinity, perSecond: Infinity },
    );
  }

  async run(): Promise<DeliveryTotals> {
    const { signal } = this.#options;
    const wake = () => this.#wakeUp.wake();
    signal.addEventListener("abort", wake);
    try {
      let lookedAtMs = -Infinity;
      while (!signal.aborted && this.#failure === null) {
        const idleMs = this.#options.idleSeconds * 1000;
        let isMore = false;
        if (performance.now() - lookedAtMs >= idleMs) {
          isMore = await this.#look();
          lookedAtMs = isMore ? -Infinity : performance.now();
        }
        const started = signal.aborted ? 0 : await this.#start();
        if (!isMore && started === 0) await this.#wakeUp.wait(this.#waitMs(lookedAtMs + idleMs));
      }
    } finally {
      signal.removeEventListener("abort", wake);
      await Promise.all(this.#underWay.values());
    }
    if (this.#failure !== null) throw this.#failure.error;
    return this.totals;
  }

  /** Sees to dead processes and old rows, and plans; returns whether there is more to plan. */
  async #look(): Promise<boolean> {
    const rescued = await repeatStatement(() => rescueClaims(this.#sql), this.#options);
    this.totals.unknown += rescued.unknown;
    this.totals.rescued += rescued.repeated;
    if (rescued.unknown > 0) {
      this.#tell(
        "A process died while it was sending; whether its messages are there is for a person to see: deno task outbox",
      );
    }
    this.totals.expired += await repeatStatement(() => expireMessages(this.#sql), this.#options);
    const looksForChanges = performance.now() >= this.#changesDueMs;
    const options = { ...this.#options, looksForChanges };
    let isMore = false;
    for (const kind of options.kinds) {
      const plan = await this.#transact((transaction) =>
        planDeliveries(transaction, kind, options, options.now())
      );
      countPlan(this.totals, plan);
      if (plan.isNothingLive) {
        this.#tell(
          `Nothing is announced: no version is live; deno task promote --version ${
            options.version ?? "VERSION"
          }`,
        );
      }
      if (plan.otherVersion !== null) {
        this.#tell(
          `Nothing is announced: ${plan.otherVersion} is live, and this run's outputs are ${this.#options.version}; ` +
            `deno task promote --version ${this.#options.version}`,
        );
      }
      if (plan.isClosed) {
        this.#tell(
          `Nothing is sent (${kind}): another run has closed the gate; stop that one, and start this one again`,
        );
      }
      isMore ||= plan.isMore;
    }
    if (looksForChanges && !isMore) {
      this.#changesDueMs = performance.now() + options.changesSeconds * 1000;
    }
    options.onProgress?.(this.totals);
    return isMore;
  }

  /** Claims as many messages as may go now and sets off with them; returns how many. */
  async #start(): Promise<number> {
    const { kinds, concurrency, worker, leaseSeconds } = this.#options;
    const nowMs = performance.now();
    const limit = Math.min(concurrency - this.#underWay.size, this.#pacer.room(nowMs));
    if (limit <= 0) return 0;
    const exceptTargets = [...new Set([...this.#pacer.waitingChats(nowMs), ...this.#underWay.keys()])];
    const request = { kinds, exceptTargets, limit, worker, leaseSeconds };
    const claims = await this.#transact((transaction) => claimMessages(transaction, request));
    for (const claim of claims) {
      this.#pacer.take(claim.target, performance.now());
      const end = this.#deliver(claim, nowMs)
        .catch((error) => void (this.#failure ??= { error }))
        .finally(() => {
          this.#underWay.delete(claim.target);
          this.#wakeUp.wake();
        });
      this.#underWay.set(claim.target, end);
    }
    return claims.length;
  }

  async #deliver(claim: Claim, claimedAtMs: number): Promise<void> {
    const attempt = await this.#attempt(claim, claimedAtMs);
    const { result, hold, trouble } = attempt;
    if (hold?.concerns === "chat") this.#pacer.hold(claim.target, hold.forMs, performance.now());
    if (hold?.concerns === "all") this.#pacer.holdAll(hold.forMs, performance.now());
    const isHeld = await this.#transact(async (transaction) => {
      const isHeld = await completeClaim(transaction, claim, result);
      if (result.kind === "recipient_gone") {
        await deactivateSubscriber(transaction, claim.target, result.error.message);
      }
      return isHeld;
    });
    if (isHeld) countClaim(this.totals, claim, result);
    else this.totals.late++;
    if (trouble !== undefined) this.#tell(trouble);
    this.#options.onProgress?.(this.totals);
  }

  /** A process that was frozen for too long must not send: by now its claim may count as unknown, and a person may have sent it. */
  async #attempt(claim: Claim, claimedAtMs: number): Promise<Attempt> {
    const { leaseSeconds, sender } = this.#options;
    const leftMs = claimedAtMs + leaseSeconds * 1000 - performance.now();
    return leftMs > sender.limitMs
      ? await sender.attempt(claim)
      : { result: { kind: "again", afterMs: 0, costsAttempt: false, error: null } };
  }

  #waitMs(lookAgainAtMs: number): number {
    const nowMs = performance.now();
    const free = this.#pacer.nextFreeInMs(nowMs) ?? Infinity;
    return Math.max(1, Math.min(lookAgainAtMs - nowMs, free));
  }

  async #transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return await repeatTransaction(this.#sql, this.#options, work);
  }

  /** The same trouble is told once until there is another. */
  #tell(sentence: string): void {
    const kind = sentence.replace(/\d+/g, "");
    if (kind === this.#lastTrouble) return;
    this.#lastTrouble = kind;
    this.#options.onTrouble?.(sentence);
  }
}
