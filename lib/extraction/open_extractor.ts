import type { ReplyCache } from "../llm/reply_cache.ts";
import type { Settings } from "../runtime/settings.ts";
import { DOMAIN } from "./current_domain.ts";
import type { ExtractionOptions } from "./extraction_options.ts";
import type { Extractor } from "./extractor.ts";
import { openRulesExtractor } from "./rules_extractor.ts";

/**
 * Opens the extractor of that name for this checkout's domain.
 *
 * @param replies Where a model's replies are kept, so that none is paid for twice; null: nowhere. The caller disposes of it.
 * @throws {UserError} If the settings do not say what `llm` needs to know.
 */
export async function openExtractor(
  name: Extractor["name"],
  options: Partial<ExtractionOptions>,
  settings: Settings,
  replies: ReplyCache | null,
): Promise<Extractor> {
  if (name === "rules") return openRulesExtractor(DOMAIN, options);
  // The client of model servers takes 55 ms to load, a quarter of the time in which a drain of an empty queue is over.
  const { openLlmExtractor } = await import("./llm_extractor.ts");
  return openLlmExtractor(DOMAIN, options, settings, replies);
}
