import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { CUT_STATEMENTS, type Fault, FAULT_KINDS, type FaultKind } from "./fault.ts";

/** How long a lease of the workers lasts; what is to outlast it takes longer. */
export const LEASE_MS = 1000;

/** How often a kind comes among the others: those that hit a worker in the middle of a write the most. */
const SHARES: Readonly<Record<FaultKind, number>> = {
  kill: 16,
  freeze: 9,
  interrupt: 9,
  restart_immediate: 4,
  restart_fast: 4,
  crash: 3,
  terminate: 11,
  stall: 9,
  cut: 16,
  full_disk: 3,
  edit: 10,
  enqueue: 3,
  force: 3,
};

/**
 * Plans the faults of a run: `count` of them, every kind by its share, in an order and with details that the seed decides.
 *
 * @param workers How many workers there are.
 * @param without Kinds that are impossible here; the others take their share.
 */
export function planFaults(
  { seed, count, workers, without = [] }: {
    readonly seed: number;
    readonly count: number;
    readonly workers: number;
    readonly without?: readonly FaultKind[];
  },
): Fault[] {
  const random = new SeededRandom(seed);
  const kinds = dealKinds(count, FAULT_KINDS.filter((kind) => !without.includes(kind)));
  shuffle(kinds, random);
  return kinds.map((kind) => drawFault(kind, workers, random));
}

/** Gives each kind its share, and what rounding leaves to the kinds that came off worst. */
function dealKinds(count: number, kinds: readonly FaultKind[]): FaultKind[] {
  const all = kinds.reduce((sum, kind) => sum + SHARES[kind], 0);
  const dealt = kinds.map((kind) => {
    const exact = count * SHARES[kind] / all;
    return { kind, times: Math.floor(exact), rest: exact % 1 };
  });
  let left = count - dealt.reduce((sum, { times }) => sum + times, 0);
  for (const deal of dealt.toSorted((a, b) => b.rest - a.rest)) {
    if (left-- > 0) deal.times++;
  }
  return dealt.flatMap(({ kind, times }) => Array<FaultKind>(times).fill(kind));
}

function shuffle<T>(items: T[], random: SeededRandom): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    const [a, b] = [items[last], items[other]];
    if (a === undefined || b === undefined) continue;
    items[last] = b;
    items[other] = a;
  }
}

function drawFault(kind: FaultKind, workers: number, random: SeededRandom): Fault {
  const base = { pauseMs: random.integer(0, 500), worker: random.integer(0, workers - 1) };
  switch (kind) {
    case "kill":
    case "interrupt":
    case "crash":
    case "force":
    case "enqueue":
      return { ...base, kind };
    case "freeze":
      return { ...base, kind, forMs: random.integer(LEASE_MS * 1.2, LEASE_MS * 3) };
    case "stall":
      return { ...base, kind, forMs: random.integer(LEASE_MS * 0.3, LEASE_MS * 3) };
    case "full_disk":
      return { ...base, kind, forMs: random.integer(200, LEASE_MS * 2) };
    case "restart_immediate":
    case "restart_fast":
      return { ...base, kind, forMs: random.integer(0, LEASE_MS * 2) };
    case "terminate":
      return { ...base, kind, all: random.chance(0.3) };
    case "edit":
      return { ...base, kind, messages: random.integer(1, 20), back: random.chance(0.3) };
    case "cut":
      if (random.chance(0.2)) {
        return { ...base, kind, at: "once", forMs: random.integer(0, LEASE_MS * 2) };
      }
      return {
        ...base,
        kind,
        // Where results are written most can go wrong.
        at: random.chance(0.7) ? "queue_complete_and_claim" : random.pick(CUT_STATEMENTS),
        loses: random.pick(["question", "half", "answer", "shutdown"]),
      };
  }
}
