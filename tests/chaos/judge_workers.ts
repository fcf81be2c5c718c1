import type { EndedWorker } from "./worker_station.ts";

/** What the workers' ends tell. */
export interface WorkersVerdict {
  /** How many ended in which way that is in order. */
  readonly ends: ReadonlyMap<string, number>;
  /** Results that they say came too late, because another worker held the job by then. */
  readonly late: number;
  /** Results that they say were thrown away because the message had been edited. */
  readonly edited: number;
  /** What must not be, in sentences. */
  readonly complaints: readonly string[];
}

/** What may end a worker that nobody killed, without totals. */
const EXPECTED_ENDS: readonly { readonly name: string; readonly error: RegExp }[] = [
  { name: "could not start while the database was away", error: /Cannot connect to PostgreSQL/ },
];
const LOST = /Lost the connection to the server/;
const INTERRUPTED = 130;

/**
 * Judges the workers' ends: totals must add up and agree with the ledger, and only what the faults explain may end a worker.
 *
 * @param done How many results of each worker the ledger holds, by the worker's name.
 */
export function judgeWorkers(
  ended: readonly EndedWorker[],
  done: ReadonlyMap<string, number>,
): WorkersVerdict {
  const doneByProcess = new Map([...done].map(([worker, count]) => [processOf(worker), count]));
  const ends = new Map<string, number>();
  const complaints: string[] = [];
  for (const worker of ended) {
    const stored = doneByProcess.get(worker.processId) ?? 0;
    complaints.push(...checkTotals(worker, stored));
    const end = nameEnd(worker, stored);
    if (end !== null) ends.set(end, (ends.get(end) ?? 0) + 1);
    else complaints.push(`${nameOf(worker)} ended with ${worker.code}: ${worker.error ?? "without a word"}`);
  }
  const sum = (name: "late" | "edited") => ended.reduce((sum, { totals }) => sum + (totals?.[name] ?? 0), 0);
  return { ends, late: sum("late"), edited: sum("edited"), complaints };
}

function checkTotals(worker: EndedWorker, stored: number): string[] {
  const { totals } = worker;
  if (totals === null) return [];
  const complaints: string[] = [];
  if (totals.sum !== totals.claimed) {
    complaints.push(`${nameOf(worker)} claimed ${totals.claimed} jobs and tells of ${totals.sum}`);
  }
  // A result whose answer was lost on the way is stored, and counted as refused.
  if (stored < totals.finished || stored > totals.finished + totals.late) {
    complaints.push(
      `${
        nameOf(worker)
      } tells of ${totals.finished} results and ${totals.late} refused; ${stored} are stored`,
    );
  }
  return complaints;
}

/** Null where the worker should not have ended so. */
function nameEnd({ by, code, totals, error }: EndedWorker, stored: number): string | null {
  if (by === "killed") return "killed";
  if (by === "stopped") {
    if (totals !== null) return "stopped by Ctrl+C, with totals";
    if (error === null && code === INTERRUPTED) return "stopped by Ctrl+C before they had begun";
    if (LOST.test(error ?? "")) return "stopped by Ctrl+C while the database was away";
  } else if (totals !== null && code === 0) {
    return "done, with totals";
  } else if (LOST.test(error ?? "") && stored === 0) {
    // The drain itself outlasts that; what a mode asks before, it asks once.
    return "lost the database before they had begun";
  }
  return EXPECTED_ENDS.find((end) => end.error.test(error ?? ""))?.name ?? null;
}

function nameOf({ version, processId }: EndedWorker): string {
  return `Worker ${processId} of ${version}`;
}

/** Workers' names end with their process. */
function processOf(worker: string): number {
  return Number(worker.split(":").at(-1));
}
