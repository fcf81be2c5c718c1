import { DOMAIN } from "../extraction/current_domain.ts";
import type { Domain } from "../extraction/domain.ts";
import type { Extractor } from "../extraction/extractor.ts";
import { postInput } from "../extraction/post_input.ts";
import { iterGoldFile } from "./iter_gold_file.ts";
import { type GoldPair, type GoldScore, scoreGold } from "./score_gold.ts";

/** A gold file's score, whole and by agency, and the lines that could not be used. */
export interface GoldFileScore {
  readonly total: GoldScore;
  readonly byAgency: readonly { readonly agency: string; readonly score: GoldScore }[];
  readonly badLines: readonly { readonly lineNumber: number; readonly reason: string }[];
  /** Posts for which the extractor gave no output, by the reason it gave; they are scored as answering nothing. */
  readonly withoutOutput: ReadonlyMap<string, number>;
}

/**
 * Runs an extractor over the posts of a gold file and scores its outputs. Bad lines are left out and named.
 *
 * @throws {UserError} If the file cannot be opened.
 */
export async function scoreGoldFile(
  path: string,
  extractor: Extractor,
  signal: AbortSignal,
  { fields, labelSchema }: Pick<Domain<object>, "fields" | "labelSchema"> = DOMAIN,
): Promise<GoldFileScore> {
  const pairs: { agency: string; pair: GoldPair }[] = [];
  const badLines: { lineNumber: number; reason: string }[] = [];
  const withoutOutput = new Map<string, number>();
  for await (const line of iterGoldFile(path, labelSchema)) {
    signal.throwIfAborted();
    if (line.kind === "bad") {
      badLines.push(line);
      continue;
    }
    const { agency, channel, raw, gold } = line.label;
    const { output, reason } = await extractPost(extractor, raw, channel, signal);
    if (reason !== null) withoutOutput.set(reason, (withoutOutput.get(reason) ?? 0) + 1);
    pairs.push({ agency, pair: { gold, output } });
  }
  return {
    total: scoreGold(pairs.map(({ pair }) => pair), fields),
    byAgency: [...Map.groupBy(pairs, ({ agency }) => agency)]
      .map(([agency, own]) => ({ agency, score: scoreGold(own.map(({ pair }) => pair), fields) })),
    badLines,
    withoutOutput,
  };
}

async function extractPost(
  extractor: Extractor,
  text: string,
  channel: string,
  signal: AbortSignal,
): Promise<{ output: unknown; reason: string | null }> {
  const outcome = await extractor.extract(postInput(text, { channelTitle: channel }), signal);
  if (outcome.kind === "ok") return { output: outcome.output, reason: null };
  return {
    output: null,
    reason: outcome.kind === "skip" ? `skipped: ${outcome.reason}` : outcome.error.error,
  };
}
