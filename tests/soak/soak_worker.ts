/**
 * A real process that drains the version "soak" by a language model, and prints what the drain mode prints; then its totals as JSON
 * in a last line. Everything else is told by settings in the environment.
 *
 * Arguments: the failures in a row after which the server is left alone, and for how many milliseconds.
 */
import { openLlmExtractor } from "../../lib/extraction/llm_extractor.ts";
import { chooseWorkerOptions } from "../../lib/extraction/choose_worker_options.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { runWorker } from "../../lib/extraction/worker.ts";
import { ReplyCache } from "../../lib/llm/reply_cache.ts";
import { describeRemaining, describeUsage, drainDetails, drainRows } from "../../lib/queue/drain_report.ts";
import { formatError } from "../../lib/runtime/format_error.ts";
import { formatTable } from "../../lib/runtime/format_table.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { SOAK_VERSION } from "./soak_process.ts";

const [failures = "", openMs = ""] = Deno.args;
try {
  const { values: settings } = parseSettings({ environment: Deno.env.toObject(), dotEnv: {} });
  const onTrouble = (sentence: string) => print(Deno.stderr, [sentence]);
  const signal = new AbortController().signal;
  await using database = await openDatabase(settings, { migrations: "ignore" });
  await using replies = settings.LLM_CACHE ? new ReplyCache(database.sql, { signal, onTrouble }) : null;
  const extractor = openLlmExtractor(TUITION, {}, settings, replies, {
    failures: Number(failures),
    openMs: Number(openMs),
  });
  const { totals, remaining } = await runWorker(
    database.sql,
    extractor,
    chooseWorkerOptions(settings, {
      version: SOAK_VERSION,
      oneshot: true,
      maxJobs: null,
      concurrency: settings.EXTRACTION_WORKER_CONCURRENCY ?? extractor.defaultConcurrency,
      listens: false,
      signal,
      onProgress: (soFar) => print(Deno.stderr, [drainDetails(soFar)]),
      onTrouble,
    }),
  );
  const lines = [describeUsage(totals), describeRemaining(remaining)].filter((line) => line !== null);
  print(Deno.stdout, [
    ...formatTable(["outcome", "jobs"], drainRows(totals)),
    ...lines,
    JSON.stringify(totals),
  ]);
} catch (error) {
  print(Deno.stderr, formatError(error));
  Deno.exitCode = 1;
}

function print(stream: typeof Deno.stdout | typeof Deno.stderr, lines: readonly string[]): void {
  stream.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`));
}
