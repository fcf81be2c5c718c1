import { alignColumns } from "./format_table.ts";
import type { ModeDefinition } from "./mode_definition.ts";
import { flagName, type OptionShape } from "./option.ts";
import { describeExpected, formatValue, isSwitch, type Parameter } from "./parameter.ts";

/** Formats what `--help` shows of a mode. */
export function formatHelp<Shape extends OptionShape>(definition: ModeDefinition<Shape>): string[] {
  const { name, does, reads, writes, sends, costs, options, positional, json } = definition;
  const lines = [
    does,
    "",
    `Usage: deno task ${name}${positional === undefined ? "" : ` ${positional.name}`} [flags]`,
    ...(positional === undefined ? [] : [`  ${positional.name}  ${positional.does}`]),
    "",
    ...alignColumns([
      ["Reads", reads],
      ["Writes", writes],
      ["Sends", sends ?? "nothing"],
      ["Costs", costs ?? "nothing"],
    ]),
    "",
    "A flag wins over the constant of its name at the top of the file, that one over the environment.",
  ];
  for (const [constantName, option] of Object.entries(options)) {
    lines.push(
      "",
      `  ${flagUsage(constantName, option)}`,
      `      ${option.does}`,
      `      ${facts(option, option.env)}`,
    );
  }
  if (json === true) {
    lines.push("", "  --json", "      Write the result as JSON; all else goes to standard error.");
  }
  lines.push("", "  --help", "      Show this.");
  return lines;
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
