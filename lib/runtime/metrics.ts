/** A figure that is measured, under one name: a sample for each set of labels. */
export interface Metric {
  /** By Prometheus' conventions: `resift_jobs_total`; the unit stands before `_total`. */
  readonly name: string;
  readonly help: string;
  /** A counter only grows while the process lives. */
  readonly type: "counter" | "gauge";
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What /metrics is served as. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** A metric with samples of one label. */
export function labelledMetric(
  about: Omit<Metric, "samples">,
  label: string,
  values: Iterable<readonly [string, number]>,
): Metric {
  return { ...about, samples: [...values].map(([name, value]) => ({ labels: { [label]: name }, value })) };
}

/** Formats metrics in Prometheus' text format; one without samples is left out. */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics.filter(({ samples }) => samples.length > 0).map(({ name, help, type, samples }) =>
    [
      `# HELP ${name} ${escape(help, /[\\\n]/g)}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(({ labels = {}, value }) => `${name}${formatLabels(labels)} ${formatValue(value)}`),
    ].join("\n") + "\n"
  ).join("");
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escape(value, /[\\\n"]/g)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escape(text: string, special: RegExp): string {
  return text.replace(special, (character) => character === "\n" ? "\\n" : `\\${character}`);
}

function formatValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
}
