import { furtherSettings } from "./further_settings.ts";
import type { ModeDefinition } from "./mode_definition.ts";
import { flagName, type OptionShape } from "./option.ts";
import { describeExpected, formatValue, isSwitch, type Parameter } from "./parameter.ts";
import { type SettingName, SETTINGS } from "./settings_table.ts";
import { wrapText } from "./wrap_text.ts";

/** Formats what `--help` shows of a mode, in lines of so many terminal columns. */
export function formatHelp<Shape extends OptionShape>(
  definition: ModeDefinition<Shape>,
  columns: number,
): string[] {
  const { name, does, reads, writes, sends, costs, options, positional, json } = definition;
  /** A text beside what leads it, its further lines below each other. */
  const beside = (lead: string, text: string) =>
    wrapText(text, columns - lead.length).map((line, at) =>
      (at === 0 ? lead : " ".repeat(lead.length)) + line
    );
  const entry = (usage: string, ...texts: readonly string[]) => [
    "",
    `  ${usage}`,
    ...texts.flatMap((text) => beside("      ", text)),
  ];
  return [
    ...beside("", does),
    "",
    `Usage: deno task ${name}${positional === undefined ? "" : ` ${positional.name}`} [flags]`,
    ...(positional === undefined ? [] : beside(`  ${positional.name}  `, positional.does)),
    "",
    ...beside("Reads   ", reads),
    ...beside("Writes  ", writes),
    ...beside("Sends   ", sends ?? "nothing"),
    ...beside("Costs   ", costs ?? "nothing"),
    "",
    ...beside(
      "",
      "A flag wins over the constant of its name at the top of the file, that one over the environment.",
    ),
    ...Object.entries(options).flatMap(([constantName, option]) =>
      entry(flagUsage(constantName, option), option.does, facts(option, option.env))
    ),
    ...(json === true ? entry("--json", "Write the result as JSON; all else goes to standard error.") : []),
    ...entry("--help", "Show this."),
    ...describeSettings(furtherSettings(definition), beside),
  ];
}

function describeSettings(
  names: readonly SettingName[],
  beside: (lead: string, text: string) => string[],
): string[] {
  if (names.length === 0) return [];
  const longest = Math.max(...names.map(({ length }) => length));
  return [
    "",
    "Further settings, of the environment or .env:",
    ...names.flatMap((name) => beside(`  ${name.padEnd(longest)}  `, SETTINGS[name].does)),
  ];
}

function flagUsage(constantName: string, option: Parameter): string {
  const flag = flagName(constantName);
  return isSwitch(option) ? `${flag}, --no-${flag.slice(2)}` : `${flag} ${constantName}`;
}

function facts(option: Parameter, env: string | undefined): string {
  const from = env === undefined ? "" : `; environment ${env}`;
  if (isSwitch(option)) return `default ${option.default === true ? "yes" : "no"}${from}`;
  const unit = option.unit === undefined ? "" : ` (${option.unit})`;
  const example = option.example === undefined ? "" : `, like ${option.example}`;
  const fallback = option.default === null ? "unset" : formatValue(option.default);
  return `${describeExpected(option)}${unit}${example}; default ${fallback}${from}`;
}
