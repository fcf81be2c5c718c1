import type * as z from "zod";
import { UserError } from "../core/errors.ts";
import { hideUrlSecrets } from "./hide_url_secrets.ts";
import { nearestName } from "./nearest_name.ts";
import { checkParameter, formatValue, parseParameter } from "./parameter.ts";
import type { Settings } from "./settings.ts";
import {
  isSecret,
  isSettingName,
  SETTING_NAMES,
  type SettingGroup,
  type SettingNameIn,
  SETTINGS,
} from "./settings_table.ts";

/** The settings that a run of an experiment may have to itself: what extracts, and how. */
export type RunSettingName = Exclude<SettingNameIn<"Extraction" | "Language model">, "ALLOW_LIVE">;

/** Settings of one run by their own names; null unsets one that the environment sets, what is left out stays as it is there. */
export type RunSettings = {
  readonly [Name in RunSettingName]?: z.input<typeof SETTINGS[Name]["schema"]> | null;
};

const GROUPS: readonly SettingGroup[] = ["Extraction", "Language model"];
/** The names of {@linkcode RunSettings}. */
export const RUN_SETTING_NAMES: readonly RunSettingName[] = SETTING_NAMES.filter(isRunSettingName);

/** Only one of each decides: a run that names one is not to be overruled by another in the environment. */
const ALTERNATIVES: readonly (readonly RunSettingName[])[] = [
  ["LLM_SYSTEM_PROMPT_TEXT", "LLM_SYSTEM_PROMPT_FILE", "LLM_SYSTEM_PROMPT_VARIANT"],
  ["LLM_EXAMPLES_DIR", "LLM_EXAMPLES_VARIANT"],
];

/**
 * Reads what a run has to itself.
 *
 * @param name The constant it was written in, `RUN_A`.
 * @param written An object, or its JSON.
 * @throws {UserError} If a name is none of {@linkcode RUN_SETTING_NAMES} (the nearest is suggested), or a value does not fit. No value
 * of a secret is quoted.
 */
export function parseRunSettings(
  name: string,
  written: string | Readonly<Record<string, unknown>>,
): RunSettings {
  const values: Partial<Record<RunSettingName, unknown>> = {};
  for (
    const [key, value] of Object.entries(typeof written === "string" ? parseObject(name, written) : written)
  ) {
    if (!isRunSettingName(key)) throw notOfARun(name, key);
    values[key] = value === null || value === "" ? null : parseValue(name, key, value);
  }
  // Each value has passed the schema of its own name, which the type checker cannot follow.
  return values as RunSettings;
}

/**
 * The settings of a run: its own before those of all. Where it names a prompt or examples, those of the environment do not count; the
 * environment's key goes to the environment's server only; and its version is its own or none.
 */
export function applyRunSettings(settings: Settings, own: RunSettings): Settings {
  const overruled = ALTERNATIVES.filter((names) => names.some((name) => typeof own[name] === "string"))
    .flat();
  const hasOtherServer = typeof own.LLM_API_URL === "string" && settings.LLM_API_URL !== null &&
    URL.parse(own.LLM_API_URL)?.origin !== URL.parse(settings.LLM_API_URL)?.origin;
  const unset = ["EXTRACTION_PIPELINE_VERSION", ...overruled, ...(hasOtherServer ? ["LLM_API_KEY"] : [])];
  const chosen = Object.fromEntries(
    Object.entries(own).map((
      [name, value],
    ) => [name, value ?? (isSettingName(name) ? SETTINGS[name].default : null)]),
  );
  return { ...settings, ...Object.fromEntries(unset.map((name) => [name, null])), ...chosen };
}

/** A longer line would break the table of a mode's options in a terminal of 80 columns. */
const LONGEST_SHOWN = 40;

/** Writes a run's settings for a table of options: `EXTRACTOR=llm LLM_API_KEY=***`, or how many there are. */
export function formatRunSettings(own: RunSettings): string {
  const settings = Object.entries(own).map(([name, value]) => `${name}=${formatSetting(name, value)}`);
  const line = settings.join(" ");
  return line.length <= LONGEST_SHOWN ? line : `${settings.length} settings`;
}

/** Writes a setting's value for a person; `***` for a secret. */
export function formatSetting(name: string, value: unknown): string {
  if (value !== null && isSettingName(name) && isSecret(name)) return "***";
  return hideUrlSecrets(formatValue(value));
}

function isRunSettingName(name: string): name is RunSettingName {
  return isSettingName(name) && GROUPS.includes(SETTINGS[name].group) && name !== "ALLOW_LIVE";
}

function parseObject(name: string, json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // The engine's message may quote a key of a server.
  }
  throw new UserError(`Cannot read ${name}: it is no JSON object; write it like '{"EXTRACTOR": "rules"}'`);
}

function parseValue(run: string, name: RunSettingName, value: unknown): unknown {
  const place = `${name} in ${run}`;
  return typeof value === "string"
    ? parseParameter(SETTINGS[name], value, place, `${name}: `)
    : checkParameter(SETTINGS[name], value, formatValue(value), place, `${name}: `);
}

function notOfARun(run: string, name: string): UserError {
  if (isSettingName(name)) {
    return new UserError(
      `Cannot read ${run}: ${name} holds for both runs; set it in the environment or .env, or by a constant of its own`,
    );
  }
  const nearest = nearestName(name, RUN_SETTING_NAMES) ??
    RUN_SETTING_NAMES.find((known) => known.includes(name.toUpperCase())) ?? null;
  return new UserError(
    `Cannot read ${run}: ${name} is no setting; ` +
      (nearest === null ? `there are ${RUN_SETTING_NAMES.join(", ")}` : `did you mean ${nearest}?`),
  );
}
