import type { Settings } from "./settings.ts";

/**
 * Chooses who extracts: EXTRACTOR if set, else `llm` where a model server, a model or the file of its replies is named, else `rules`.
 */
export function chooseExtractorName(
  settings: Pick<Settings, "EXTRACTOR" | "LLM_API_URL" | "LLM_MODEL_NAME" | "LLM_MOCK_OUTPUT_FILE">,
): "rules" | "llm" {
  if (settings.EXTRACTOR !== null) return settings.EXTRACTOR;
  const { LLM_API_URL, LLM_MODEL_NAME, LLM_MOCK_OUTPUT_FILE } = settings;
  return (LLM_API_URL ?? LLM_MODEL_NAME ?? LLM_MOCK_OUTPUT_FILE) === null ? "rules" : "llm";
}
