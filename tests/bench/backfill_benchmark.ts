import { formatTelegramPlace } from "../../lib/telegram/telegram_settings.ts";
import { TelegramServer } from "../support/telegram_server.ts";
import { TelegramWorld } from "../support/telegram_world.ts";
import type { Benchmark } from "./benchmark.ts";
import { samplePostTexts } from "./bench_messages.ts";
import { compareSides } from "./compare_sides.ts";
import { interleave, type Side } from "./interleave.ts";
import { runMeasured } from "./run_measured.ts";

const MESSAGES = 20_000;
const FEW_MESSAGES = 10_000;
const REPETITIONS = 3;
/** Telegram takes longer; without any, two cores would be shared by client, database and server at once. */
const LATENCY_MS = 30;

/** A back-fill through the unmodified client, beside the same pages fetched and thrown away; its memory beside that of a short one. */
export const backfillBenchmark: Benchmark = {
  name: "backfill",
  does: `a history of ${MESSAGES} messages from a Telegram server on this machine is stored`,
  run: async ({ test: { sql, url }, signal }) => {
    const [many, few] = [createWorld(MESSAGES), createWorld(FEW_MESSAGES)];
    await using server = new TelegramServer(many);
    await using small = new TelegramServer(few);
    for (const { line } of [server, small]) line.latencyMs = LATENCY_MS;
    const sideOf = ({ line }: TelegramServer, work: "store" | "fetch"): Side => ({
      prepare: async () => void await sql`truncate telegram_messages_raw, telegram_channels cascade`,
      run: () =>
        runMeasured({
          script: "backfill_process.ts",
          args: [formatTelegramPlace(line.place), line.makeSession(), work],
          databaseUrl: url,
          signal,
        }),
    });
    const measured = await interleave({
      "Resift": sideOf(server, "store"),
      "pages fetched, not stored": sideOf(server, "fetch"),
      [`Resift, ${FEW_MESSAGES} messages`]: sideOf(small, "store"),
    }, { repetitions: REPETITIONS, signal });
    return [
      ...compareSides(measured, {
        name: "backfill",
        unit: "pages/s",
        figure: ({ pages = NaN, seconds = NaN }) => pages / seconds,
        ours: "Resift",
        references: { "pages fetched, not stored": ">= 0.8" },
      }),
      ...compareSides(measured, {
        name: "backfill, memory",
        unit: "MB",
        figure: ({ peak_mb = NaN }) => peak_mb,
        ours: "Resift",
        references: { [`Resift, ${FEW_MESSAGES} messages`]: "<= 1.2" },
      }),
    ];
  },
};

function createWorld(messages: number): TelegramWorld {
  const world = new TelegramWorld();
  const channel = world.addChannel({ id: 8, username: "benched" });
  const texts = samplePostTexts(1000);
  for (let at = 0; at < messages; at++) {
    world.now += 60;
    world.post(channel, texts[at % texts.length] ?? "");
  }
  return world;
}
