import * as z from "zod";
import { type Option, option } from "./option.ts";
import { formatRunSettings, parseRunSettings, type RunSettings } from "./run_settings.ts";

/** The settings that one run has to itself, as an option: an object in the mode's file, its JSON as a flag. */
export function runSettingsOption(
  name: string,
  about: { readonly does: string; readonly example: string },
): Option<z.ZodType<RunSettings, string | Readonly<Record<string, unknown>>>, null> {
  const schema = z.union([z.string(), z.record(z.string(), z.unknown())])
    .transform((written) => parseRunSettings(name, written))
    .describe("settings by their names, as JSON");
  return option(schema, { ...about, default: null, show: formatRunSettings });
}
