import { UserError } from "../core/errors.ts";
import { DOMAIN } from "./current_domain.ts";
import type { ExtractionOptions } from "./extraction_options.ts";
import type { Extractor } from "./extractor.ts";
import { openRulesExtractor } from "./rules_extractor.ts";

/**
 * Opens the extractor of that name.
 *
 * @throws {UserError} For `llm`, which this release does not have yet.
 */
export async function openExtractor(
  name: Extractor["name"],
  options: Partial<ExtractionOptions>,
): Promise<Extractor> {
  if (name === "rules") return await openRulesExtractor(DOMAIN, options);
  throw new UserError(
    'Cannot open the extractor "llm": this release extracts by rules only; set EXTRACTOR=rules ' +
      "(LLM_API_URL and LLM_MODEL_NAME choose llm when EXTRACTOR is not set)",
  );
}
