import type { ModeDefinition } from "./mode_definition.ts";
import { hideUrlSecrets } from "./hide_url_secrets.ts";
import type { OptionShape } from "./option.ts";
import { formatValue } from "./parameter.ts";
import type { LoadedSettings } from "./settings.ts";
import { isSecret, SETTING_NAMES, type SettingGroup, type SettingName, SETTINGS } from "./settings_table.ts";

/** What a mode that extracts may cost. */
export const EXTRACTION_COSTS =
  "nothing with the rules extractor; with llm what its model costs, up to MAX_COST_USD";

/** The settings of a language model, which apply wherever one extracts. */
export const MODEL_SETTINGS: readonly SettingName[] = listSettings("Language model");

/** Those of posts that are extracted without a queue. */
export const POSTS_SETTINGS: readonly SettingName[] = [
  // The cache of replies is a table.
  ...MODEL_SETTINGS.filter((name) => name !== "LLM_CACHE"),
  "EXTRACTION_WORKER_MAX_ATTEMPTS",
  "EXTRACTION_WORKER_BACKOFF_BASE_S",
  "EXTRACTION_WORKER_BACKOFF_MAX_S",
  "WAIT_FOR_RETRIES_S",
];

/** The settings of a worker, with the model that it may ask. */
export const WORKER_SETTINGS: readonly SettingName[] = [
  ...MODEL_SETTINGS,
  "ALLOW_MIXED_VERSION",
  ...listSettings("Worker"),
];

/** The settings that apply to a mode and that none of its options stands for. */
export function furtherSettings<Shape extends OptionShape>(
  { options, settings = [] }: ModeDefinition<Shape>,
): readonly SettingName[] {
  const behindOptions = new Set(Object.values(options).map(({ env }) => env));
  return settings.filter((name) => !behindOptions.has(name));
}

/** Those of them that are set, with their values as they may be shown and where they come from. */
export function describeFurtherSettings<Shape extends OptionShape>(
  definition: ModeDefinition<Shape>,
  { values, origins }: LoadedSettings,
): { readonly name: SettingName; readonly shown: string; readonly origin: string }[] {
  return furtherSettings(definition).filter((name) => origins[name] !== "default").map((name) => ({
    name,
    shown: isSecret(name) ? "***" : showOnOneLine(hideUrlSecrets(formatValue(values[name]))),
    origin: origins[name],
  }));
}

function listSettings(group: SettingGroup): readonly SettingName[] {
  return SETTING_NAMES.filter((name) => SETTINGS[name].group === group);
}

/** A prompt can be written into a setting whole. */
function showOnOneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 1)}…` : line;
}

const LONGEST_SHOWN = 60;
