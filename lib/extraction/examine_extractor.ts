import { UserError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import type { Settings } from "../runtime/settings.ts";
import { examineModelServer } from "./examine_model_server.ts";
import { chooseExtractionOptions } from "./extraction_options.ts";
import type { Extractor } from "./extractor.ts";
import { openExtractor } from "./open_extractor.ts";

/** Opens the chosen extractor and says what it is, and whether its server answers; a wrong choice is a problem, not an error. */
export async function examineExtractor(name: Extractor["name"], settings: Settings): Promise<Finding[]> {
  const extractor = await openAndDescribe(name, settings);
  return name === "llm" ? [extractor, await examineModelServer(settings)] : [extractor];
}

async function openAndDescribe(name: Extractor["name"], settings: Settings): Promise<Finding> {
  try {
    const extractor = await openExtractor(name, chooseExtractionOptions(settings), settings, null);
    const model = extractor.model === null ? "" : `, model ${extractor.model}`;
    return { subject: "extractor", state: "ok", found: `${extractor.name}${model}`, remedy: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { subject: "extractor", state: "problem", found: error.message, remedy: null };
  }
}
