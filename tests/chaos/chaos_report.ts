import { formatTable } from "../../lib/runtime/format_table.ts";
import { formatCount } from "../../lib/runtime/format_number.ts";
import { type Fault, FAULT_KINDS, FAULT_NAMES, type FaultKind } from "./fault.ts";
import type { LedgerVerdict } from "./judge_ledger.ts";
import type { WorkersVerdict } from "./judge_workers.ts";
import type { FinalState } from "./load_final_state.ts";

/** What came of a run. */
export interface ChaosReport {
  readonly faults: readonly Fault[];
  /** How many of each kind took effect. */
  readonly counts: ReadonlyMap<FaultKind, number>;
  readonly versions: readonly (LedgerVerdict & FinalState & { readonly version: string })[];
  readonly workers: WorkersVerdict;
}

/** Whether nothing was lost or done twice, and all else is in order. */
export function isSound({ versions, workers }: ChaosReport): boolean {
  return workers.complaints.length === 0 &&
    versions.every(({ lost, doubled, outdated, unleased, unasked }) =>
      lost + doubled + outdated + unleased + unasked === 0
    );
}

const COLUMNS = [
  ["jobs", "jobs"],
  ["asked for", "asked"],
  ["moves to ok", "done"],
  ["lost", "lost"],
  ["doubled", "doubled"],
  ["older text", "outdated"],
  ["unleased", "unleased"],
] as const;

/** The tables of the report, 80 columns wide. */
export function formatChaosReport({ faults, counts, versions, workers }: ChaosReport): string[] {
  const planned = new Set(faults.map(({ kind }) => kind));
  const tookEffect = sum(counts.values());
  const totals = COLUMNS.map(([, name]) => sum(versions.map((version) => version[name])));
  return [
    "",
    ...formatTable(["fault", "times"], [
      ...FAULT_KINDS.map((kind) => [FAULT_NAMES[kind], planned.has(kind) ? counts.get(kind) ?? 0 : null]),
      ["all", tookEffect],
    ]),
    ...line(faults.length - tookEffect, "more met nothing that they could break"),
    "",
    ...formatTable(["version", ...COLUMNS.map(([title]) => title)], [
      ...versions.map((version) => [version.version, ...COLUMNS.map(([, name]) => version[name])]),
      ["all", ...totals],
    ]),
    ...versions.flatMap(({ version, unasked, failed }) => [
      ...line(unasked, `jobs of ${version} became due although nobody asked`),
      ...line(failed, `jobs of ${version} failed for a while: their workers died too often`),
    ]),
    "",
    ...formatTable(["workers", "times"], [
      ...[...workers.ends].sort(([a], [b]) => a.localeCompare(b)),
      ["all", sum(workers.ends.values())],
    ]),
    `Of their results ${formatCount(workers.late)} were refused as late, ${
      formatCount(workers.edited)
    } as edited`,
    ...workers.complaints,
    "",
    `${formatCount(tookEffect)} faults, ${formatCount(totals[0] ?? 0)} jobs: ` +
    `lost ${formatCount(totals[3] ?? 0)}, doubled ${formatCount(totals[4] ?? 0)}`,
  ];
}

function line(count: number, what: string): string[] {
  return count === 0 ? [] : [`${formatCount(count)} ${what}`];
}

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((total, count) => total + count, 0);
}
