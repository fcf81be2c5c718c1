import type { ComparedChannel } from "./comparison_schema.ts";
import type { Disagreement } from "./sample_disagreements.ts";

/** What a channel is called by; each may be unknown but the id. */
export type NamedChannel = Pick<ComparedChannel, "channel_id" | "channel_link" | "title">;

/** A channel as people call it. */
export function channelName(channel: NamedChannel): string {
  return channel.title ?? channel.channel_link ?? String(channel.channel_id);
}

/** Where and when a post was: `Some Channel, message 12, 2026-01-05`; the day is UTC's. */
export function describePlace(
  { messageDate, messageId }: Pick<Disagreement, "messageDate" | "messageId">,
  channel: NamedChannel | undefined,
): string {
  const day = messageDate?.toISOString().slice(0, 10) ?? "no date";
  return `${channel === undefined ? "unknown channel" : channelName(channel)}, message ${messageId}, ${day}`;
}

/** The field in which a channel's pairs agree least; null where they agree in all. */
export function leastAgreement(
  { fields }: Pick<ComparedChannel, "fields">,
): { readonly path: string; readonly agreement: number } | null {
  let least: { path: string; agreement: number } | null = null;
  for (const [path, { both_ok: { agreement } }] of Object.entries(fields)) {
    if (agreement !== null && agreement < (least?.agreement ?? 1)) least = { path, agreement };
  }
  return least;
}
