import { parseEnv } from "node:util";
import { UserError } from "../core/errors.ts";
import { type ParameterValue, parseParameter } from "./parameter.ts";
import { SETTING_NAMES, type SettingName, SETTINGS } from "./settings_table.ts";

/** The value of every setting; null where it is unset and has no default. */
export type Settings = { readonly [Name in SettingName]: ParameterValue<typeof SETTINGS[Name]> };

/** Where a setting's value came from. */
export type SettingOrigin = "environment" | ".env" | "default";

/** All settings, and where each came from. */
export interface LoadedSettings {
  readonly values: Settings;
  readonly origins: { readonly [Name in SettingName]: SettingOrigin };
}

/** The texts settings are read from. The environment wins, also with an empty text, which means "unset". */
export interface SettingTexts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dotEnv: Readonly<Record<string, string | undefined>>;
}

const DOT_ENV = new URL("../../.env", import.meta.url);

/**
 * Loads the settings from the environment and the project's `.env`.
 *
 * @throws {UserError} If a value cannot be read; all such values are named at once.
 */
export function loadSettings(): Settings {
  return parseSettings(loadSettingTexts()).values;
}

/**
 * Parses the settings; the pure half of {@linkcode loadSettings}.
 *
 * @param options.lenient Take a value that cannot be read for unset.
 */
export function parseSettings(texts: SettingTexts, { lenient = false } = {}): LoadedSettings {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  const origins: Record<string, SettingOrigin> = {};
  for (const name of SETTING_NAMES) {
    const found = findText(name, texts);
    origins[name] = found.origin;
    try {
      values[name] = found.text === null
        ? SETTINGS[name].default
        : parseParameter(SETTINGS[name], found.text, `${name} (${found.origin})`, `${name}=`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
      values[name] = SETTINGS[name].default;
    }
  }
  if (problems.length > 0 && !lenient) throw new UserError(problems.join("\n"));
  // Each value has passed the schema of its own name in the loop above, which the type checker cannot follow.
  return { values, origins } as unknown as LoadedSettings;
}

/** The text a setting is read from, or null where it is unset. */
export function findText(
  name: SettingName,
  { environment, dotEnv }: SettingTexts,
): { readonly text: string | null; readonly origin: SettingOrigin } {
  const text = environment[name] ?? dotEnv[name] ?? "";
  if (text.trim() === "") return { text: null, origin: "default" };
  return { text, origin: environment[name] === undefined ? ".env" : "environment" };
}

/** Loads the texts of all settings: the only place that looks at the environment. */
export function loadSettingTexts(): SettingTexts {
  const environment: Record<string, string | undefined> = {};
  for (const name of SETTING_NAMES) environment[name] = Deno.env.get(name);
  return { environment, dotEnv: loadDotEnv() };
}

/** The folder in which the command was typed; a task itself runs in the project's root. */
export function loadStartFolder(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}

function loadDotEnv(): Record<string, string | undefined> {
  try {
    return parseEnv(Deno.readTextFileSync(DOT_ENV));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}
