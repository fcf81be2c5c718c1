import { cpuUsage } from "node:process";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { extractByRules } from "../../lib/extraction/rules_extractor.ts";
import { foldText } from "../../lib/text/fold_text.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { misleadingTexts } from "../support/misleading_texts.ts";
import { samplePostTexts } from "./bench_messages.ts";
import type { Benchmark } from "./benchmark.ts";
import { compareSides } from "./compare_sides.ts";
import { interleave } from "./interleave.ts";

const POSTS = 2_000;
const REPETITIONS = 7;
const MISLEADING = { length: 4_096, count: 400, seed: 8 };

/** Rules on generated posts and on texts made to mislead them, beside the least that any rule has to do. */
export const extractBenchmark: Benchmark = {
  name: "extract",
  does:
    `${POSTS} posts, and the slowest of ${MISLEADING.count} misleading texts of ${MISLEADING.length} units, ` +
    "are extracted by rules on one core, in processor time; folding and splitting lines is the least there is to do",
  run: async ({ signal }) => {
    const posts = samplePostTexts(POSTS);
    const misleading = misleadingTexts(MISLEADING).map(({ text }) => text);
    const side = (work: (text: string) => void) => ({
      run: () =>
        Promise.resolve({
          rate: posts.length / secondsOf(() => posts.forEach(work)),
          slowestMs: Math.max(...misleading.map((text) => secondsOf(() => work(text)) * 1000)),
        }),
    });
    const measured = await interleave(
      { "Resift": side(extract), "folding alone": side(foldAndSplit) },
      { repetitions: REPETITIONS, warmUp: true, signal },
    );
    const compare = (name: string, unit: string, figure: "rate" | "slowestMs") =>
      compareSides(measured, {
        name,
        unit,
        figure: (figures) => figures[figure] ?? NaN,
        ours: "Resift",
        references: { "folding alone": null },
      });
    return [...compare("extract", "posts/s", "rate"), ...compare("extract_slowest", "ms", "slowestMs")];
  },
};

function extract(text: string): void {
  extractByRules(TUITION, postInput(text), { fieldCompletion: "full" });
}

function foldAndSplit(text: string): void {
  foldText(text).split("\n");
}

/** Processor time: other processes do not count. */
function secondsOf(work: () => void): number {
  const before = cpuUsage();
  work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1_000_000;
}
