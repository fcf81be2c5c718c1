import type { Finding } from "../core/finding.ts";
import { UserError } from "../core/errors.ts";
import { chooseExtractionOptions, type ExtractionWishes } from "./extraction_options.ts";
import type { Extractor } from "./extractor.ts";
import { openExtractor } from "./open_extractor.ts";

/** Opens the chosen extractor and says what it is; a wrong choice is a problem, not an error. */
export async function examineExtractor(
  name: Extractor["name"],
  wishes: ExtractionWishes,
): Promise<Finding> {
  try {
    const extractor = await openExtractor(name, chooseExtractionOptions(wishes));
    const model = extractor.model === null ? "" : `, model ${extractor.model}`;
    return { subject: "extractor", state: "ok", found: `${extractor.name}${model}`, remedy: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { subject: "extractor", state: "problem", found: error.message, remedy: null };
  }
}
