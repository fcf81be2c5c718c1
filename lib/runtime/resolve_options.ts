import type { ModeDefinition } from "./mode_definition.ts";
import { flagName, type Option, type OptionShape, type OptionValues } from "./option.ts";
import { checkParameter, formatValue } from "./parameter.ts";
import type { LoadedSettings } from "./settings.ts";

/** A value of an option, as the echo at the start shows it. */
export interface EchoedOption {
  readonly name: string;
  readonly shown: string;
  /** `--max-jobs`, `constant`, `EXTRACTION_WORKER_MAX_JOBS (.env)` or `default`. */
  readonly origin: string;
}

/**
 * Chooses the value of every option: flag, then the constant unless it is null, then the environment, then the
 * default.
 *
 * @throws {UserError} If a constant does not fit its option.
 */
export function resolveOptions<Shape extends OptionShape>(
  definition: ModeDefinition<Shape>,
  flags: ReadonlyMap<string, unknown>,
  settings: LoadedSettings,
): { readonly values: OptionValues<Shape>; readonly echo: readonly EchoedOption[] } {
  const values: Record<string, unknown> = {};
  const echo: EchoedOption[] = [];
  const constants: Readonly<Record<string, unknown>> = definition.constants ?? {};
  for (const [name, option] of Object.entries(definition.options)) {
    const { value, origin } = chooseValue(name, option, flags, constants[name] ?? null, settings);
    values[name] = value;
    echo.push({
      name,
      origin,
      shown: option.secret === true && value !== null ? "***" : shown(value, option),
    });
  }
  // Every value has passed the schema of its own option, which the type checker cannot follow.
  return { values: values as OptionValues<Shape>, echo };
}

function chooseValue(
  name: string,
  option: Option,
  flags: ReadonlyMap<string, unknown>,
  constant: unknown,
  settings: LoadedSettings,
): { readonly value: unknown; readonly origin: string } {
  if (flags.has(name)) {
    const value = flags.get(name);
    return { value, origin: value === false ? `--no-${flagName(name).slice(2)}` : flagName(name) };
  }
  if (constant !== null && constant !== "") {
    const value = checkParameter(
      option,
      constant,
      formatValue(constant),
      `the constant ${name}`,
      `const ${name} = `,
    );
    return { value, origin: "constant" };
  }
  const { env } = option;
  if (env !== undefined && settings.origins[env] !== "default") {
    return { value: settings.values[env], origin: `${env} (${settings.origins[env]})` };
  }
  return { value: option.default, origin: "default" };
}

function shown(value: unknown, option: Option): string {
  const { unit, zero } = option;
  if (value === null) return "-";
  if (option.show) return option.show(value);
  if (value === 0 && zero !== undefined) return zero;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return formatValue(value) + (unit !== undefined && typeof value === "number" ? ` ${unit}` : "");
}
