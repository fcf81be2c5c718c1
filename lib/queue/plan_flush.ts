import type { DrainOptions } from "./drain_options.ts";

/** What a drain has at hand when it decides about its next flush. */
export interface DrainState {
  /** Results that wait to be written. */
  readonly results: number;
  /** Jobs that are claimed and not yet written, the results included. */
  readonly held: number;
  /** Jobs that wait for a slot. */
  readonly buffered: number;
  /** Whether no job runs and none waits. */
  readonly isIdle: boolean;
  /** Flushes under way, and the jobs that they ask for. */
  readonly flushes: number;
  readonly claiming: number;
  /** Jobs claimed so far. */
  readonly claimed: number;
}

/** Connections a drain writes over: while the server works on one batch, the answer to the other is read. */
const MAX_FLUSHES = 2;

/**
 * How many jobs to claim next: none while the buffer, with what is being claimed already, is at least half full. Where all that
 * was claimed is done and waits for the server, one batch more, so that the next is there when the server has written these.
 */
export function planClaims(state: DrainState, { batchSize, maxJobs }: DrainOptions): number {
  const starves = state.flushes > 0 && state.held > 0 && state.isIdle;
  const room = (starves ? 2 : 1) * batchSize - state.buffered - state.claiming;
  const allowed = maxJobs === null ? Infinity : maxJobs - state.claimed - state.claiming;
  return room < batchSize / 2 ? 0 : Math.max(0, Math.min(batchSize, room, allowed));
}

/** Whether a flush with so many claims should leave now; beside another it has to carry at least half a batch. */
export function isWorthAFlush(state: DrainState, claims: number, { batchSize }: DrainOptions): boolean {
  const size = state.results + claims;
  if (state.flushes === 0) return size > 0;
  return state.flushes < MAX_FLUSHES && size >= batchSize / 2;
}
