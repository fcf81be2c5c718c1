import { formatCount, formatPercent } from "../runtime/format_number.ts";
import type { ComparedChannel } from "./comparison_schema.ts";
import type { MessagePlace, PairKey } from "./pair_versions.ts";

/** What a channel is called by; each may be unknown but the id. */
export type NamedChannel = Pick<ComparedChannel, "channel_id" | "channel_link" | "title">;

/** A channel as people call it. */
export function channelName(channel: NamedChannel): string {
  return channel.title ?? channel.channel_link ?? String(channel.channel_id);
}

/** Where and when a post was: `Some Channel, message 12, 2026-01-05`; the day is UTC's. */
export function describePlace(
  { messageDate, messageId }: Omit<MessagePlace, "channelId">,
  channel: NamedChannel | undefined,
): string {
  const day = messageDate?.toISOString().slice(0, 10) ?? "no date";
  return `${channel === undefined ? "unknown channel" : channelName(channel)}, message ${messageId}, ${day}`;
}

/** The same of one of a post's assignments: `Some Channel, message 12, 2026-01-05, assignment 2`. */
export function describePairPlace(
  pair: Omit<MessagePlace, "channelId"> & PairKey,
  channel: NamedChannel | undefined,
): string {
  const place = describePlace(pair, channel);
  return pair.segment === 0 ? place : `${place}, assignment ${pair.segment}`;
}

/** The field in which a channel's pairs agree least. */
export interface LeastAgreement {
  readonly path: string;
  /** equal / (pairs in which both have a value). */
  readonly agreement: number;
  /** Pairs in which both have a value. */
  readonly pairs: number;
}

/**
 * The field in which a channel's pairs agree least where both versions fill it, so that one that a version never fills does not
 * hide the others; null where they agree in all.
 */
export function leastAgreement({ fields }: Pick<ComparedChannel, "fields">): LeastAgreement | null {
  let least: LeastAgreement | null = null;
  for (const [path, { both_ok }] of Object.entries(fields)) {
    const { agreement_where_both: agreement, equal, different } = both_ok;
    if (agreement !== null && agreement < (least?.agreement ?? 1)) {
      least = { path, agreement, pairs: equal + different };
    }
  }
  return least;
}

/** `rate.min (93.1 % of 58)`; empty where the pairs agree in all. */
export function formatLeastAgreement(least: LeastAgreement | null): string {
  return least === null
    ? ""
    : `${least.path} (${formatPercent(least.agreement)} of ${formatCount(least.pairs)})`;
}
