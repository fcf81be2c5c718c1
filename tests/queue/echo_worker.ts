/**
 * A real process that drains version v1 of DATABASE_URL (its first argument) with a slow job that echoes the text (it
 * `waits`, or `computes`), for tests that kill, stop and interrupt it. Prints its totals as JSON at the end.
 */
import { runDrain } from "../../lib/queue/drain.ts";
import { openDatabase } from "../../lib/store/database.ts";

const [url = "", pauseMs = "20", kind = "waits"] = Deno.args;
const stop = new AbortController();
Deno.addSignalListener("SIGINT", () => stop.abort());
await using database = await openDatabase({ DATABASE_URL: url }, { migrations: "ignore" });
const { totals } = await runDrain(database.sql, {
  version: "v1",
  worker: `echo:${Deno.pid}`,
  leaseSeconds: kind === "waits" ? 1 : 3,
  model: null,
  concurrency: 4,
  batchSize: kind === "waits" ? 20 : 200,
  maxJobs: null,
  oneshot: true,
  waitForRetriesSeconds: 60,
  idleSeconds: 0.1,
  listens: false,
  maxAttempts: 3,
  maxLostLeases: 100,
  baseMs: 10,
  maxMs: 10,
  signal: stop.signal,
  random: Math.random,
}, async (job) => {
  if (kind === "waits") await new Promise((resolve) => setTimeout(resolve, Number(pauseMs)));
  else computeFor(Number(pauseMs));
  return { kind: "ok", output: { text: job.text }, meta: {} };
});

function computeFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(totals)));
await database.close();
Deno.exit(0);
