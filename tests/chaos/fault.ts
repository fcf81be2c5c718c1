/** The kinds of faults, and what the report calls them. */
export const FAULT_NAMES = {
  kill: "worker killed (kill -9)",
  freeze: "worker frozen beyond its lease (SIGSTOP, SIGCONT)",
  interrupt: "worker interrupted (Ctrl+C)",
  restart_immediate: "database restarted, immediate shutdown",
  restart_fast: "database restarted, fast shutdown",
  crash: "a database session killed (kill -9)",
  terminate: "database sessions terminated (pg_terminate_backend)",
  stall: "line to the database stalled",
  cut: "line to the database cut",
  full_disk: "disk of the database full",
  edit: "messages edited while their jobs are in flight",
  enqueue: "more messages enqueued while draining",
  force: "a version enqueued anew with FORCE while draining",
} as const;

/** What goes wrong. */
export type FaultKind = keyof typeof FAULT_NAMES;

/** All kinds, in the order of the report. */
export const FAULT_KINDS: readonly FaultKind[] = Object.keys(FAULT_NAMES).filter(isFaultKind);

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_NAMES, name);
}

/** At which statement a line is cut, or at once. */
export const CUT_STATEMENTS = [
  "queue_complete_and_claim",
  "queue_extend_leases",
  "queue_rescue",
] as const;

/** One fault, with all that chance decides about it. Times are milliseconds. */
export type Fault =
  & {
    /** From the fault before. */
    readonly pauseMs: number;
    /** Which worker, or which worker's version, from 0. */
    readonly worker: number;
  }
  & (
    | { readonly kind: "kill" | "interrupt" | "crash" | "force" }
    | { readonly kind: "freeze" | "stall" | "full_disk"; readonly forMs: number }
    | { readonly kind: "restart_immediate" | "restart_fast"; readonly forMs: number }
    | { readonly kind: "terminate"; readonly all: boolean }
    | { readonly kind: "cut"; readonly at: "once"; readonly forMs: number }
    | {
      readonly kind: "cut";
      readonly at: typeof CUT_STATEMENTS[number];
      readonly loses: "question" | "half" | "answer" | "shutdown";
    }
    | { readonly kind: "edit"; readonly messages: number; readonly back: boolean }
    | { readonly kind: "enqueue" }
  );
