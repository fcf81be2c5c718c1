import * as z from "zod";

/**
 * The kernel sends a cell's reply and its `idle` while printed text may still wait in a queue of its own; a client
 * that stops listening at `idle` loses it (15 of 20 runs lost some). A fence is a marker printed through the same
 * queue after the cell: once it arrives, everything the cell printed has arrived. On its way it lets timers fire
 * for a moment and brings along the errors that nobody caught, which the kernel itself keeps silent about.
 */

/** An error thrown where no code could catch it: a rejected promise, a timer's callback. */
export type UncaughtError = z.infer<typeof UncaughtErrorSchema>;
const UncaughtErrorSchema = z.object({
  ename: z.string(),
  evalue: z.string(),
  traceback: z.array(z.string()),
});

/** Run once in a new kernel, silently, before any fence. */
export const FENCE_SETUP = `
globalThis[Symbol.for("resift.outputFence")] = (() => {
  const print = console.log.bind(console);
  const uncaught = [];
  const record = (error) => uncaught.push(error instanceof Error
    ? { ename: error.name, evalue: error.message, traceback: String(error.stack ?? "").split("\\n") }
    : { ename: "Error", evalue: String(error), traceback: [] });
  addEventListener("unhandledrejection", (event) => { event.preventDefault(); record(event.reason); });
  addEventListener("error", (event) => { event.preventDefault(); record(event.error); });
  const wait = setTimeout;
  return async (marker, settleMs) => {
    await new Promise((resolve) => wait(resolve, settleMs));
    print(marker + JSON.stringify(uncaught.splice(0)));
  };
})();
undefined`;

/** The code that prints `marker`, `settleMs` after the cell has ended. */
export function fenceCode(marker: string, settleMs: number): string {
  return `await globalThis[Symbol.for("resift.outputFence")](${
    JSON.stringify(marker)
  }, ${settleMs}); undefined`;
}

/** Finds the marker in printed text: what came before it, and the uncaught errors; null when it is not there. */
export function parseFence(
  text: string,
  marker: string,
): { before: string; uncaught: UncaughtError[] } | null {
  const at = text.indexOf(marker);
  if (at < 0) return null;
  const json: unknown = JSON.parse(text.slice(at + marker.length));
  return { before: text.slice(0, at), uncaught: z.array(UncaughtErrorSchema).parse(json) };
}
