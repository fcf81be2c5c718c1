/**
 * A real process that drains a version from a database, and goes on until Ctrl+C unless told to end when nothing is left. Its
 * output tells the text that was read, the claim that it was read under, and the text over and over where outputs are to be large.
 * Prints its totals at the end, as the drain mode does.
 *
 * Arguments: URL, version, "lasting" or "oneshot", copies of the text in an output, milliseconds of the longest job.
 */
import { runDrain } from "../../lib/queue/drain.ts";
import { drainRows } from "../../lib/queue/drain_report.ts";
import { formatError } from "../../lib/runtime/format_error.ts";
import { formatTable } from "../../lib/runtime/format_table.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { LEASE_MS } from "./plan_faults.ts";

const RETRIED_SHARE = 0.03;

const [url = "", version = "", lasts = "", copies = "", longestJobMs = ""] = Deno.args;
const stop = new AbortController();
Deno.addSignalListener("SIGINT", () => stop.abort());
try {
  const database = await openDatabase({ DATABASE_URL: url }, { migrations: "ignore" });
  const { totals } = await runDrain(database.sql, {
    version,
    worker: `${version}:${Deno.pid}`,
    leaseSeconds: LEASE_MS / 1000,
    model: null,
    concurrency: 4,
    batchSize: 20,
    maxJobs: null,
    oneshot: lasts === "oneshot",
    waitForRetriesSeconds: 60,
    idleSeconds: 0.2,
    listens: true,
    maxAttempts: 3,
    maxLostLeases: 1000,
    baseMs: 10,
    maxMs: 10,
    signal: stop.signal,
    random: Math.random,
    onTrouble: (sentence) => print(Deno.stderr, [sentence]),
  }, async ({ text, claimId }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Number(longestJobMs)));
    if (Math.random() < RETRIED_SHARE) {
      const error = { error: "try_again", message: "Sent back at random" };
      return { kind: "retry_later", afterMs: 20, costsAttempt: false, error };
    }
    return { kind: "ok", output: { text, claim: claimId, copies: text.repeat(Number(copies)) }, meta: {} };
  });
  print(Deno.stdout, formatTable(["outcome", "jobs"], drainRows(totals)));
  await database.close();
  Deno.exit(0);
} catch (error) {
  print(Deno.stderr, formatError(error));
  Deno.exit(1);
}

function print(stream: typeof Deno.stdout | typeof Deno.stderr, lines: readonly string[]): void {
  stream.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`));
}
