/**
 * A real process that drains version v1 of DATABASE_URL (its first argument) with a slow job that echoes the text, for tests that
 * kill, stop and interrupt it. Prints its totals as JSON at the end.
 */
import { runDrain } from "../../lib/queue/drain.ts";
import { openDatabase } from "../../lib/store/database.ts";

const [url = "", pauseMs = "20"] = Deno.args;
const stop = new AbortController();
Deno.addSignalListener("SIGINT", () => stop.abort());
await using database = await openDatabase({ DATABASE_URL: url }, { migrations: "ignore" });
const { totals } = await runDrain(database.sql, {
  version: "v1",
  worker: `echo:${Deno.pid}`,
  leaseSeconds: 1,
  model: null,
  concurrency: 4,
  batchSize: 20,
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
  await new Promise((resolve) => setTimeout(resolve, Number(pauseMs)));
  return { kind: "ok", output: { text: job.text }, meta: {} };
});
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(totals)));
await database.close();
Deno.exit(0);
