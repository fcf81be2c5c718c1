import { formatCount } from "../runtime/format_number.ts";
import { labelledMetric, type Metric } from "../runtime/metrics.ts";
import type { DeliveryTotals } from "./delivery_totals.ts";

/** What a live run's announcements came to, for Prometheus. */
export function deliveryMetrics(totals: DeliveryTotals): Metric[] {
  return [
    labelledMetric(
      { name: "resift_announcements_total", help: "What announcements came to.", type: "counter" },
      "outcome",
      [
        ["planned", totals.planned],
        ["sent", totals.sent],
        ["edited", totals.edited],
        ["retracted", totals.retracted],
        ["written", totals.written],
        ["put_off", totals.putOff],
        ["failed", totals.failed],
        ["unknown", totals.unknown],
        ["recipient_gone", totals.recipientsGone],
        ["expired", totals.expired],
      ],
    ),
  ];
}

/** What was announced between two moments: `5 sent, 1 edited`; empty where nothing was. */
export function describeDelivered(before: DeliveryTotals, after: DeliveryTotals): string {
  const counts = ["sent", "written", "edited", "retracted", "failed", "unknown"] as const;
  return counts.filter((name) => after[name] > before[name])
    .map((name) => `${formatCount(after[name] - before[name])} ${name}`).join(", ");
}
