import { chooseWorkerOptions } from "../../lib/extraction/choose_worker_options.ts";
import { DEFAULT_EXTRACTION_OPTIONS } from "../../lib/extraction/extraction_options.ts";
import type { Extractor } from "../../lib/extraction/extractor.ts";
import { planExtraction } from "../../lib/extraction/extract_post.ts";
import { openLlmExtractor } from "../../lib/extraction/llm_extractor.ts";
import { openRulesExtractor } from "../../lib/extraction/rules_extractor.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { runWorker } from "../../lib/extraction/worker.ts";
import { ReplyCache } from "../../lib/llm/reply_cache.ts";
import { parseSettings, type Settings } from "../../lib/runtime/settings.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import type { Sql } from "../../lib/store/database.ts";
import type { BenchContext, Benchmark, BenchRecord } from "./benchmark.ts";
import { storeBenchMessages } from "./bench_messages.ts";
import { compareSides } from "./compare_sides.ts";
import { BENCH_VERSION } from "./drain_work.ts";
import { type Figures, interleave, type Side, timed } from "./interleave.ts";
import { type Latency, type ModelServer, openModelServer } from "./model_server.ts";
import { enqueueAnew } from "./version_jobs.ts";

const JOBS = 2_000;
const CONCURRENCY = 64;
const REPETITIONS = 7;
const CONSTANT: Latency = { shortest: 50, longest: 50, power: 1 };
/** As models answer: mostly soon, sometimes late; 50 ms in the mean. */
const JITTERED: Latency = { shortest: 10, longest: 200, power: 3.75 };

const OURS = "Resift";
const FLOOR = "no database";
const BARE = "bare requests";
const IDEAL = "latency alone";
const RULES = "rules";

/** Jobs of a model server: what the database costs beside the waiting. */
export const llmDrainBenchmark: Benchmark = {
  name: "drain_llm",
  does:
    `${JOBS} posts are extracted by a model server that answers after 50 ms, ${CONCURRENCY} at a time; then after ` +
    "10 to 200 ms, 50 in the mean; then with an empty cache of replies, and with a full one",
  run: async (context) => {
    const { sql } = context.test;
    await storeBenchMessages(sql, JOBS, singlePosts(JOBS));
    await using cache = new ReplyCache(sql, context);
    const emptyCache = async () => void await sql`truncate llm_replies`;
    return [
      ...await measureDrain("drain_llm", CONSTANT, context, { cache: null }),
      ...await measureDrain("drain_llm_jitter", JITTERED, context, { cache: null }),
      ...await measureDrain("drain_llm_cache", CONSTANT, context, { cache, prepare: emptyCache }),
      ...await measureReplay(cache, context),
    ];
  },
};

async function measureDrain(
  name: string,
  latency: Latency,
  { test, signal }: BenchContext,
  { cache, prepare }: { readonly cache: ReplyCache | null; readonly prepare?: () => Promise<void> },
): Promise<BenchRecord[]> {
  await using server = await openModelServer(latency);
  const settings = settingsFor(server);
  const posts = singlePosts(JOBS);
  const cached = openLlmExtractor(TUITION, {}, settings, cache);
  const plain = openLlmExtractor(TUITION, {}, settings, null);
  const message = { role: "user", content: "a".repeat(12_000) };
  const body = JSON.stringify({ model: "bench-model", messages: [message] });
  const side = (work: () => Promise<number>): Side => ({ run: () => measureRun(server, JOBS, work) });
  const measured = await interleave({
    [OURS]: {
      ...side(() => drain(test.sql, cached, settings, signal)),
      prepare: async () => {
        await enqueueAnew(test.sql);
        await prepare?.();
      },
    },
    [FLOOR]: side(() => pool(posts, (text) => extractOne(plain, text, signal))),
    [BARE]: side(() => pool(posts, () => ask(server.url, body))),
  }, { repetitions: REPETITIONS, warmUp: true, signal });
  measured.set(IDEAL, measured.get(OURS)?.map(({ ideal = NaN }) => ({ seconds: ideal })) ?? []);
  return compareSides(measured, {
    name,
    unit: "s",
    figure: ({ seconds = NaN }) => seconds,
    ours: OURS,
    references: { [FLOOR]: "<= 1.05", [BARE]: null, [IDEAL]: null },
  });
}

/** The same again with every reply in the cache, beside a drain that asks no model at all. */
async function measureReplay(cache: ReplyCache, { test, signal }: BenchContext): Promise<BenchRecord[]> {
  await using server = await openModelServer({ shortest: 0, longest: 0, power: 1 });
  const settings = settingsFor(server);
  const byModel = openLlmExtractor(TUITION, {}, settings, cache);
  const byRules = openRulesExtractor(TUITION, {});
  await pool(singlePosts(JOBS), (text) => extractOne(byModel, text, signal));
  const side = (extractor: Extractor): Side => ({
    prepare: () => enqueueAnew(test.sql),
    run: () => measureRun(server, 0, () => drain(test.sql, extractor, settings, signal)),
  });
  const measured = await interleave(
    { [OURS]: side(byModel), [RULES]: side(byRules) },
    { repetitions: REPETITIONS, warmUp: true, signal },
  );
  return compareSides(measured, {
    name: "drain_llm_replay",
    unit: "jobs/s",
    figure: ({ seconds = NaN }) => JOBS / seconds,
    ours: OURS,
    references: { [RULES]: null },
  });
}

function settingsFor({ url }: ModelServer): Settings {
  const environment = { LLM_API_URL: url, LLM_MODEL_NAME: "bench-model", ALLOW_MIXED_VERSION: "1" };
  return parseSettings({ environment, dotEnv: {} }).values;
}

/** Also how long the waiting alone takes where every slot is always in use. */
async function measureRun(
  server: ModelServer,
  neededRequests: number,
  work: () => Promise<number>,
): Promise<Figures> {
  await server.tally();
  let done = 0;
  const seconds = await timed(async () => done = await work());
  const { requests, waitedMs } = await server.tally();
  if (done !== JOBS || requests !== neededRequests) {
    throw new Error(`${done} of ${JOBS} posts were extracted with ${requests} requests of ${neededRequests}`);
  }
  return { seconds, ideal: waitedMs / CONCURRENCY / 1000 };
}

async function drain(
  sql: Sql,
  extractor: Extractor,
  settings: Settings,
  signal: AbortSignal,
): Promise<number> {
  const options = chooseWorkerOptions(settings, {
    version: BENCH_VERSION,
    oneshot: true,
    maxJobs: null,
    concurrency: CONCURRENCY,
    listens: false,
    signal,
  });
  const { totals } = await runWorker(sql, extractor, options);
  signal.throwIfAborted();
  return totals.ok;
}

async function extractOne(extractor: Extractor, text: string, signal: AbortSignal): Promise<boolean> {
  return (await extractor.extract(postInput(text), signal)).kind === "ok";
}

async function ask(url: string, body: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/chat/completions`, { method: "POST", body });
  await response.json();
  return response.ok;
}

/** Works on all texts, so many at a time, and returns how many went well. */
async function pool(texts: readonly string[], work: (text: string) => Promise<boolean>): Promise<number> {
  let done = 0;
  const rest = texts.values();
  const slot = async () => {
    for (const text of rest) if (await work(text)) done += 1;
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, slot));
  return done;
}

/** Posts that differ, each with one assignment, and so one request. */
function singlePosts(count: number): string[] {
  const options = { seed: 1, messagesPerChannel: count, since: new Date("2026-01-01T00:00:00Z") };
  const texts = new Set<string>();
  for (const { text, disposition } of iterSampleMessages(options)) {
    if (disposition.status !== "ok" || texts.has(text)) continue;
    const plan = planExtraction(TUITION, DEFAULT_EXTRACTION_OPTIONS, postInput(text));
    if (plan.kind === "read" && plan.segments.length === 1) texts.add(text);
    if (texts.size === count) break;
  }
  return [...texts];
}
