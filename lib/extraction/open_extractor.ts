import type { Settings } from "../runtime/settings.ts";
import { DOMAIN } from "./current_domain.ts";
import type { ExtractionOptions } from "./extraction_options.ts";
import type { Extractor } from "./extractor.ts";
import { openLlmExtractor } from "./llm_extractor.ts";
import { openRulesExtractor } from "./rules_extractor.ts";

/**
 * Opens the extractor of that name for this checkout's domain.
 *
 * @throws {UserError} If the settings do not say what `llm` needs to know.
 */
export function openExtractor(
  name: Extractor["name"],
  options: Partial<ExtractionOptions>,
  settings: Settings,
): Extractor {
  return name === "rules" ? openRulesExtractor(DOMAIN, options) : openLlmExtractor(DOMAIN, options, settings);
}
