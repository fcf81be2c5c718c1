import type { Settings } from "./settings.ts";

/**
 * Chooses who extracts: EXTRACTOR if set, else `llm` where a model server or a model is named, else `rules`.
 */
export function chooseExtractorName(
  settings: Pick<Settings, "EXTRACTOR" | "LLM_API_URL" | "LLM_MODEL_NAME">,
): "rules" | "llm" {
  if (settings.EXTRACTOR !== null) return settings.EXTRACTOR;
  return settings.LLM_API_URL !== null || settings.LLM_MODEL_NAME !== null ? "llm" : "rules";
}
