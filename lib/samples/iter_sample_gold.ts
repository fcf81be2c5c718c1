import type { GoldLabel } from "../schema/gold_label.ts";
import { iterSampleMessages, type SampleOptions } from "./iter_sample_messages.ts";

/**
 * Yields the truth of the same options' messages as gold labels: every single assignment shown for the first time or
 * already closed. Reposts would count a post twice, and a label has no room for a compilation's segments.
 */
export function* iterSampleGold(options: SampleOptions): Generator<GoldLabel> {
  for (const message of iterSampleMessages(options)) {
    const { agency, kind, truth, messageId, text, isDeleted } = message;
    if ((kind !== "assignment" && kind !== "closed") || isDeleted || truth.kind !== "assignment") continue;
    yield {
      agency: agency.id,
      channel: agency.title,
      n: messageId,
      raw: text,
      segment: 0,
      gold: truth.fields,
      labels: {},
    };
  }
}
