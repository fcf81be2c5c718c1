import type * as z from "zod";
import type { Parameter } from "./parameter.ts";
import { type SettingName, SETTINGS } from "./settings_table.ts";

/** A parameter of a mode: a constant at the top of its file and a flag; some have a setting behind them. */
export interface Option<
  Schema extends z.ZodType = z.ZodType,
  Default extends z.output<Schema> | null = z.output<Schema> | null,
> extends Parameter<Schema, Default> {
  /** The setting that applies where neither a flag nor the constant is given. */
  readonly env?: SettingName;
}

/** The options of a mode by the names of its constants, such as `SINCE_ISO`. */
export type OptionShape = Readonly<Record<string, Option>>;

/** What a mode's run gets to see. */
export type OptionValues<Shape extends OptionShape> = {
  readonly [Name in keyof Shape]: z.output<Shape[Name]["schema"]> | Shape[Name]["default"];
};

/** The constants of a mode's file; null leaves the choice to the environment or the default. */
export type OptionConstants<Shape extends OptionShape> = {
  readonly [Name in keyof Shape]?: z.input<Shape[Name]["schema"]> | null;
};

/** Declares an option: `option(z.int().min(1), { default: 500, unit: "messages", does: "..." })`. */
export function option<Schema extends z.ZodType, const Default extends z.output<Schema> | null>(
  schema: Schema,
  about: Omit<Option<Schema, Default>, "schema">,
): Option<Schema, Default> {
  return { ...about, schema };
}

/** Declares an option with a setting behind it: that one's schema, unit and words, and its default. */
export function optionFromSetting<Name extends SettingName>(
  env: Name,
): typeof SETTINGS[Name] & { readonly env: Name };
/** The same with another default, or other words. */
export function optionFromSetting<
  Name extends SettingName,
  const Default extends z.output<typeof SETTINGS[Name]["schema"]> | null,
>(
  env: Name,
  about: { readonly default: Default; readonly does?: string },
): Option<typeof SETTINGS[Name]["schema"], Default>;
export function optionFromSetting(
  env: SettingName,
  about: { readonly default?: Option["default"]; readonly does?: string } = {},
): Option {
  return { ...SETTINGS[env], ...about, env };
}

/** The flag of a constant: `MAX_JOBS` is `--max-jobs`. */
export function flagName(constantName: string): string {
  return `--${constantName.toLowerCase().replaceAll("_", "-")}`;
}
