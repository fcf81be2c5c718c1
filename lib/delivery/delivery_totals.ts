import type { Claim, ClaimResult } from "../store/outbox_claims.ts";
import type { PlannedDeliveries } from "./plan_deliveries.ts";

/** What a run of deliveries did. */
export interface DeliveryTotals {
  /** Messages to be sent. */
  planned: number;
  /** Messages whose text changed, or that are to be taken back. */
  changed: number;
  /** Items whose stored fields are not those of this checkout's schema. */
  unreadable: number;
  sent: number;
  edited: number;
  retracted: number;
  /** Written to a file. */
  written: number;
  /** Times that Telegram asked to wait, or could not be reached: nothing was sent. */
  putOff: number;
  /** Refused, or given up. */
  failed: number;
  /** Nobody knows whether they were sent; those of dead processes among them. */
  unknown: number;
  /** Withheld because the chat blocks the bot or is not there. */
  recipientsGone: number;
  /** Withheld because they could not be sent while their post was new. */
  expired: number;
  /** Edits and deletions of dead processes that are repeated. */
  rescued: number;
  /** Ends of claims that were no longer held. */
  late: number;
}

/** Totals of nothing yet. */
export function emptyDeliveryTotals(): DeliveryTotals {
  return {
    planned: 0,
    changed: 0,
    unreadable: 0,
    sent: 0,
    edited: 0,
    retracted: 0,
    written: 0,
    putOff: 0,
    failed: 0,
    unknown: 0,
    recipientsGone: 0,
    expired: 0,
    rescued: 0,
    late: 0,
  };
}

/** Counts what a plan came to. */
export function countPlan(totals: DeliveryTotals, plan: PlannedDeliveries): void {
  totals.planned += plan.planned;
  totals.changed += plan.changed;
  totals.unreadable += plan.unreadable;
}

/** Counts how a claim ended. */
export function countClaim(totals: DeliveryTotals, { action }: Claim, result: ClaimResult): void {
  switch (result.kind) {
    case "there":
      if (result.messageId === null) totals.written++;
      else if (action === "send") totals.sent++;
      else totals.edited++;
      break;
    case "retracted":
      totals.retracted++;
      break;
    case "again":
      totals.putOff++;
      break;
    case "unknown":
      totals.unknown++;
      break;
    case "failed":
      totals.failed++;
      break;
    case "recipient_gone":
      totals.recipientsGone++;
      break;
  }
}
