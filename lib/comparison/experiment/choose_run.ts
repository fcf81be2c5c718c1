import { restateError, UserError } from "../../core/errors.ts";
import { chooseExtractionOptions } from "../../extraction/extraction_options.ts";
import type { Extractor } from "../../extraction/extractor.ts";
import { openExtractor } from "../../extraction/open_extractor.ts";
import { DEFAULT_API_URL } from "../../extraction/open_model_chat.ts";
import { parseChatUrl } from "../../llm/chat_url.ts";
import type { ReplyCache } from "../../llm/reply_cache.ts";
import { chooseExtractorName } from "../../runtime/choose_extractor_name.ts";
import type { RunSettings } from "../../runtime/run_settings.ts";
import type { Settings } from "../../runtime/settings.ts";

/** Which of the runs; the last is a further run of A, which shows how much A differs from itself. */
export type Side = "A" | "B" | "A again";

/** Who extracts in a run. */
export interface ChosenRun {
  readonly side: Side;
  /** What is in force in this run. */
  readonly settings: Settings;
  readonly extractor: Extractor;
  /** The address of the model's server; null where none is asked. */
  readonly server: string | null;
}

/**
 * Chooses who extracts in a run. Nothing is sent yet.
 *
 * @param replies Where models' replies are kept; null: nowhere.
 * @throws {UserError} If it lacks what it needs, or one of its own settings would do nothing.
 */
export async function chooseRun(
  side: Side,
  settings: Settings,
  own: RunSettings,
  replies: ReplyCache | null,
): Promise<ChosenRun> {
  const server = serverOf(side, settings);
  try {
    const name = chooseExtractorName(settings);
    checkEffect(name, settings, own);
    const options = chooseExtractionOptions(settings);
    const extractor = await openExtractor(name, options, settings, settings.LLM_CACHE ? replies : null);
    return { side, settings, extractor, server };
  } catch (error) {
    throw inRun(side, error);
  }
}

/** A run's own settings are there to make a difference: one that nothing looks at is a mistake. */
function checkEffect(extractor: Extractor["name"], settings: Settings, own: RunSettings): void {
  const named = Object.entries(own).filter(([, value]) => value !== null).map(([name]) => name);
  const ofModels = named.filter((name) => name.startsWith("LLM_"));
  if (extractor === "rules" && ofModels.length > 0) {
    throw new UserError(
      `${ofModels.join(", ")} would do nothing: its extractor is rules; add EXTRACTOR: "llm"`,
    );
  }
  const ofExamples = named.filter((name) => name === "LLM_EXAMPLES_VARIANT" || name === "LLM_EXAMPLES_DIR");
  if (ofExamples.length > 0 && !settings.LLM_INCLUDE_EXAMPLES) {
    throw new UserError(`${ofExamples.join(", ")} would do nothing; add LLM_INCLUDE_EXAMPLES: true`);
  }
}

/** The address that a run asks, or null where it asks none. */
export function serverOf(side: Side, settings: Settings): string | null {
  if (chooseExtractorName(settings) === "rules" || settings.LLM_MOCK_OUTPUT_FILE !== null) return null;
  try {
    return parseChatUrl(settings.LLM_API_URL ?? DEFAULT_API_URL);
  } catch (error) {
    throw inRun(side, error);
  }
}

/** What a server may be asked a minute, for one of so many runs that share it. */
export function divideLimits(settings: Settings, runs: number): Settings {
  const divide = (limit: number | null) => (limit === null ? null : limit / runs);
  return {
    ...settings,
    REQUESTS_PER_MINUTE: divide(settings.REQUESTS_PER_MINUTE),
    TOKENS_PER_MINUTE: divide(settings.TOKENS_PER_MINUTE),
  };
}

/** Says which run it was that cannot go on, where a person can mend it. */
export function inRun(side: Side, error: unknown): unknown {
  return error instanceof UserError ? restateError(error, `Run ${side}: ${error.message}`) : error;
}
