import type { Fault, FaultKind } from "./fault.ts";
import { injectFault, type Victims } from "./inject_fault.ts";
import type { Watchdog } from "./watchdog.ts";

/** How the faults of a plan are done. */
export interface DisturbOptions {
  readonly victimsOf: (fault: Fault) => Victims;
  readonly dog: Watchdog;
  readonly signal: AbortSignal;
  /** Called after each fault. */
  readonly onDone: () => void;
}

const FAULTS_AT_ONCE = 3;
/** A fault that met nothing is done again. */
const TRIES = 3;
const FAULT_LIMIT_MS = 90_000;

/** Of these one waits for the other. */
const SERVER_FAULTS: ReadonlySet<FaultKind> = new Set([
  "restart_immediate",
  "restart_fast",
  "crash",
  "full_disk",
]);

/**
 * Does the faults of a plan in their order, some at the same time.
 *
 * @returns How many of each kind took effect.
 */
export async function disturb(
  faults: readonly Fault[],
  { victimsOf, dog, signal, onDone }: DisturbOptions,
): Promise<Map<FaultKind, number>> {
  const counts = new Map<FaultKind, number>();
  const inject = async (fault: Fault) => {
    for (let tries = 1; tries <= TRIES && !signal.aborted; tries++) {
      if (!await injectFault(fault, victimsOf(fault))) continue;
      counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
      break;
    }
    onDone();
  };
  const watch = (fault: Fault) =>
    dog.watch(`the end of the fault "${fault.kind}"`, FAULT_LIMIT_MS, () => inject(fault));
  let serverFault: Promise<void> = Promise.resolve();
  const underWay = new Set<Promise<void>>();
  try {
    for (const fault of faults) {
      await new Promise((resolve) => setTimeout(resolve, fault.pauseMs));
      signal.throwIfAborted();
      const started = SERVER_FAULTS.has(fault.kind) ? serverFault.then(() => watch(fault)) : watch(fault);
      if (SERVER_FAULTS.has(fault.kind)) serverFault = started;
      const ended = started.finally(() => underWay.delete(ended));
      underWay.add(ended);
      // Whoever waits next gets its error; until then it is nobody's.
      ended.catch(() => {});
      if (underWay.size >= FAULTS_AT_ONCE) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
  return counts;
}
