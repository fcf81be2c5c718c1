import assert from "node:assert/strict";
import { formatMetrics, labelledMetric } from "../../lib/runtime/metrics.ts";

Deno.test("metrics are written in Prometheus' text format, labels escaped", () => {
  const text = formatMetrics([
    {
      name: "resift_jobs_total",
      help: "Jobs,\nby \\ outcome.",
      type: "counter",
      samples: [
        { labels: { outcome: "ok", channel: 'a"b\\c\nd' }, value: 3 },
        { labels: { outcome: "failed" }, value: 0.25 },
      ],
    },
    { name: "resift_up", help: "Up.", type: "gauge", samples: [{ value: 1 }] },
  ]);
  assert.equal(
    text,
    "# HELP resift_jobs_total Jobs,\\nby \\\\ outcome.\n# TYPE resift_jobs_total counter\n" +
      'resift_jobs_total{outcome="ok",channel="a\\"b\\\\c\\nd"} 3\nresift_jobs_total{outcome="failed"} 0.25\n' +
      "# HELP resift_up Up.\n# TYPE resift_up gauge\nresift_up 1\n",
  );
});

Deno.test("what has no number is written as Prometheus wants it, and a metric without samples is left out", () => {
  const about = { name: "x", help: "x", type: "gauge" } as const;
  assert.equal(formatMetrics([{ ...about, samples: [] }]), "");
  const values = [["a", NaN], ["b", Infinity], ["c", -Infinity]] as const;
  assert.match(
    formatMetrics([labelledMetric(about, "l", values)]),
    /^x\{l="a"\} NaN\nx\{l="b"\} \+Inf\nx\{l="c"\} -Inf$/m,
  );
});
