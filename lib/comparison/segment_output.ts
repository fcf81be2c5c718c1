import { asList, asRecord } from "../schema/json_values.ts";

/** What an output holds of one item of its post; null where it does not find that many. 0 is the post as one item. */
export function segmentOutput(output: unknown, segment: number): unknown {
  const { segments } = asRecord(output);
  if (segment === 0) return Array.isArray(segments) ? null : output;
  return asList(segments)[segment - 1] ?? null;
}
