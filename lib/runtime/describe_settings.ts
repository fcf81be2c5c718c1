import { errorMessage } from "../core/errors.ts";
import { nearestName } from "./nearest_name.ts";
import { hideUrlSecrets } from "./hide_url_secrets.ts";
import { formatValue, parseParameter } from "./parameter.ts";
import { findText, type SettingOrigin, type SettingTexts } from "./settings.ts";
import { isSecret, isSettingName, SETTING_NAMES, type SettingName, SETTINGS } from "./settings_table.ts";

/** A setting as it may be shown. */
export interface SettingDescription {
  readonly name: SettingName;
  readonly origin: SettingOrigin;
  /** The value as one would write it; `***` for a secret that is set; empty where unset. */
  readonly shown: string;
  readonly does: string;
  /** Why the value cannot be read, or null. */
  readonly problem: string | null;
}

/** Describes every setting without failing on a bad value. */
export function describeSettings(texts: SettingTexts): SettingDescription[] {
  return SETTING_NAMES.map((name) => {
    const setting = SETTINGS[name];
    const { text, origin } = findText(name, texts);
    if (text === null) {
      return { name, origin, shown: formatValue(setting.default), does: setting.does, problem: null };
    }
    let problem: string | null = null;
    try {
      parseParameter(setting, text, `${name} (${origin})`, `${name}=`);
    } catch (error) {
      problem = errorMessage(error);
    }
    return {
      name,
      origin,
      shown: isSecret(name) ? "***" : hideUrlSecrets(text),
      does: setting.does,
      problem,
    };
  });
}

/** Names in `.env` that are no settings: misspelt, or meant for another program. */
export function unknownSettings(texts: SettingTexts): string[] {
  return Object.keys(texts.dotEnv).filter((name) => !isSettingName(name));
}

/** One line for each name in `.env` that looks like a setting's, misspelt. */
export function describeMisspelt(texts: SettingTexts): string[] {
  return unknownSettings(texts).flatMap((name) => {
    const nearest = nearestName(name, SETTING_NAMES);
    return nearest === null
      ? []
      : [`.env: ${name} is no setting and decides nothing; did you mean ${nearest}?`];
  });
}
