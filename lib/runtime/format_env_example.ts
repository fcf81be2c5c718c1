import { describeExpected, exampleOf, formatValue, type Parameter } from "./parameter.ts";
import { SETTINGS } from "./settings_table.ts";

/** Formats `.env.example`: every setting with what it decides and its default, all commented out. */
export function formatEnvExample(): string {
  const lines = [
    "# Copy to .env and uncomment what should differ; real environment variables win over this file.",
    "# An empty value counts as unset. Quote a value that holds a #.",
  ];
  let group = "";
  for (const [name, setting] of Object.entries(SETTINGS)) {
    if (setting.group !== group) lines.push("", `## ${setting.group}`);
    group = setting.group;
    lines.push(
      "",
      `# ${setting.does}`,
      `# (${describe(setting)})`,
      `#${name}=${formatValue(setting.default)}`,
    );
  }
  return lines.join("\n") + "\n";
}

function describe(parameter: Parameter): string {
  const unit = parameter.unit === undefined ? "" : `, ${parameter.unit}`;
  const example = parameter.default === null && parameter.example !== undefined
    ? `, like ${exampleOf(parameter)}`
    : "";
  return describeExpected(parameter) + unit + example;
}
