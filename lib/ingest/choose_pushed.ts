import type { PushedChange } from "../telegram/telegram_update.ts";

/** Which of the changes that were pushed may be stored. */
export interface ChosenChanges {
  /** Those that follow one another from the count on, up to the first gap. */
  readonly ready: readonly PushedChange[];
  /** The count with them. */
  readonly pts: number;
  /** Those behind a gap: something between was not pushed. */
  readonly behindGap: readonly PushedChange[];
}

/**
 * Chooses from changes of one channel, in their order, what comes next after a count of changes; what it covers already is left out.
 *
 * @param pts The count up to which all is stored.
 */
export function choosePushed(pts: number, changes: readonly PushedChange[]): ChosenChanges {
  const ready: PushedChange[] = [];
  for (const [index, change] of changes.entries()) {
    const before = change.pts - change.ptsCount;
    if (before > pts) return { ready, pts, behindGap: changes.slice(index) };
    // One that overlaps in part covers what is stored and more.
    if (change.pts > pts || before === pts) {
      ready.push(change);
      pts = change.pts;
    }
  }
  return { ready, pts, behindGap: [] };
}
