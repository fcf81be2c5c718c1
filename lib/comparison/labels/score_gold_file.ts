import { DOMAIN } from "../../extraction/current_domain.ts";
import type { Domain } from "../../extraction/domain.ts";
import { extractPosts, type FinalOutcome, type PostsOptions } from "../../extraction/extract_posts.ts";
import type { Extractor } from "../../extraction/extractor.ts";
import { postInput } from "../../extraction/post_input.ts";
import type { DrainTotals } from "../../queue/drain_totals.ts";
import { type GoldPost, iterGoldFile } from "./iter_gold_file.ts";
import { segmentOutput } from "../segment_output.ts";
import { type GoldScore, scoreGold } from "./score_gold.ts";

/** A gold file's score, whole and by agency, and the lines that could not be used. */
export interface GoldFileScore {
  readonly total: GoldScore;
  readonly byAgency: readonly { readonly agency: string; readonly score: GoldScore }[];
  readonly badLines: readonly { readonly lineNumber: number; readonly reason: string }[];
  /** Posts for which the extractor gave no output, by the reason it gave; they are scored as answering nothing. */
  readonly withoutOutput: ReadonlyMap<string, number>;
  readonly totals: DrainTotals;
}

/** How a gold file's posts are extracted. */
export interface GoldFileOptions extends PostsOptions {
  /** Called before the first post is extracted. */
  readonly onRead?: (posts: number) => void;
}

/**
 * Runs an extractor over the posts of a gold file and scores its outputs. Bad lines are left out and named.
 *
 * @throws {UserError} If the file cannot be opened, or nothing can be asked any more.
 */
export async function scoreGoldFile(
  path: string,
  extractor: Extractor,
  options: GoldFileOptions,
  { fields, labelSchema }: Pick<Domain<object>, "fields" | "labelSchema"> = DOMAIN,
): Promise<GoldFileScore> {
  const posts: GoldPost[] = [];
  const badLines: { lineNumber: number; reason: string }[] = [];
  for await (const line of iterGoldFile(path, labelSchema)) {
    options.signal.throwIfAborted();
    if (line.kind === "bad") badLines.push(line);
    else posts.push(line.label);
  }
  options.onRead?.(posts.length);
  const inputs = posts.map(({ raw, channel }) => postInput(raw, { channelTitle: channel }));
  const { outcomes, totals } = await extractPosts(extractor, inputs, options);
  const pairs = posts.map(({ agency, gold, segment }, at) => ({
    agency,
    pair: { gold, output: segmentOutput(outputOf(outcomes[at]), segment) },
  }));
  const reasons = outcomes.flatMap(reasonOf);
  return {
    total: scoreGold(pairs.map(({ pair }) => pair), fields),
    byAgency: [...Map.groupBy(pairs, ({ agency }) => agency)]
      .map(([agency, own]) => ({ agency, score: scoreGold(own.map(({ pair }) => pair), fields) })),
    badLines,
    withoutOutput: new Map(
      [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => [reason, all.length]),
    ),
    totals,
  };
}

function outputOf(outcome: FinalOutcome | undefined): unknown {
  return outcome?.kind === "ok" ? outcome.output : null;
}

function reasonOf(outcome: FinalOutcome): string[] {
  switch (outcome.kind) {
    case "ok":
      return [];
    case "skip":
      return [`skipped: ${outcome.reason}`];
    case "give_up":
      return [outcome.error.error];
  }
}
