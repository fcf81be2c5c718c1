import { parseArgs } from "@std/cli/parse-args";
import { UserError } from "../core/errors.ts";
import type { ModeDefinition } from "./mode_definition.ts";
import { nearestName } from "./nearest_name.ts";
import { flagName, type OptionShape } from "./option.ts";
import { exampleOf, isSwitch, parseParameter } from "./parameter.ts";

/** What the command line says. */
export interface ParsedArguments {
  /** Values by the names of the constants; only of flags that were given. */
  readonly flags: ReadonlyMap<string, unknown>;
  readonly positional: readonly string[];
  readonly help: boolean;
  readonly json: boolean;
}

/**
 * Parses the command line of a mode.
 *
 * @throws {UserError} If a flag is unknown (the nearest is suggested), lacks its value or has one that does not fit,
 * or there are too few or too many arguments.
 */
export function parseArguments<Shape extends OptionShape>(
  definition: ModeDefinition<Shape>,
  args: readonly string[],
): ParsedArguments {
  const { options, positional } = definition;
  const names = Object.keys(options);
  const switches = names.filter((name) => isOption(options[name], true)).map(bareFlag);
  const valued = names.filter((name) => isOption(options[name], false)).map(bareFlag);
  const own = definition.json === true ? ["help", "json"] : ["help"];
  const plainArgs = joinNegative(args, valued).map((arg) => plainSwitch(arg, switches));
  // Which flags there are is known at run time only, so what the parser's types infer from them says nothing.
  const parsed: { readonly _: readonly unknown[]; readonly [flag: string]: unknown } = parseArgs(plainArgs, {
    boolean: [...switches, ...own],
    negatable: switches,
    string: [...valued, "_"],
    alias: { h: "help" },
    unknown(arg) {
      if (arg.startsWith("-")) {
        throw unknownFlag(arg, [
          ...switches,
          ...switches.map((flag) => `no-${flag}`),
          ...valued,
          ...own,
        ]);
      }
    },
  });
  const help = parsed["help"] === true;
  const flags = new Map<string, unknown>();
  for (const name of names) {
    const option = options[name];
    const flag = bareFlag(name);
    if (option === undefined || !isGiven(flag, plainArgs)) continue;
    const value = parsed[flag];
    if (typeof value === "boolean") flags.set(name, value);
    else if (typeof value === "string" && value !== "") {
      flags.set(name, parseParameter(option, value, `--${flag}`, `--${flag} `));
    } else {
      throw new UserError(
        `Cannot read --${flag}: it has no value; write it like --${flag} ${exampleOf(option)} ` +
          `(a value that starts with "-" like --${flag}=VALUE)`,
      );
    }
  }
  const found = parsed._.length;
  const { atLeast = 0, atMost = positional === undefined ? 0 : Infinity } = positional ?? {};
  if (!help && (found < atLeast || found > atMost)) {
    const expected = positional === undefined
      ? "it takes flags only"
      : `it takes ${positional.name}: ${positional.does}`;
    throw new UserError(
      `Cannot run ${definition.name}: found ${
        found === 0 ? "no argument" : `"${parsed._.join(" ")}"`
      }, ${expected}; ` +
        `see deno task ${definition.name} --help`,
    );
  }
  return { flags, positional: parsed._.map(String), help, json: parsed["json"] === true };
}

function isOption(option: OptionShape[string] | undefined, asSwitch: boolean): boolean {
  return option !== undefined && isSwitch(option) === asSwitch;
}

function bareFlag(constantName: string): string {
  return flagName(constantName).slice(2);
}

/** "--channels -1001234" means "--channels=-1001234": the ids of channels are negative, and the parser takes them for flags. */
function joinNegative(args: readonly string[], valued: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    if (last !== undefined && /^-\d/.test(arg) && valued.some((flag) => last === `--${flag}`)) {
      joined[joined.length - 1] = `${last}=${arg}`;
    } else joined.push(arg);
  }
  return joined;
}

/** Turns `--oneshot=no` into `--no-oneshot`: the parser takes any text but `false` after `=` as true. */
function plainSwitch(arg: string, switches: readonly string[]): string {
  const [, flag, text] = /^--([a-z0-9-]+)=(.*)$/s.exec(arg) ?? [];
  if (flag === undefined || text === undefined || !switches.includes(flag)) return arg;
  if (/^(1|true|yes|on)$/i.test(text)) return `--${flag}`;
  if (/^(0|false|no|off)$/i.test(text)) return `--no-${flag}`;
  throw new UserError(`Cannot read --${flag}: found "${text}"; write --${flag} or --no-${flag}`);
}

/** Whether a flag stands on the command line; the parser gives switches a value of their own. */
function isGiven(flag: string, args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end))
    .some((arg) => arg === `--${flag}` || arg === `--no-${flag}` || arg.startsWith(`--${flag}=`));
}

function unknownFlag(arg: string, flags: readonly string[]): UserError {
  const written = arg.replace(/=.*$/s, "");
  const bare = written.replace(/^-+/, "").toLowerCase().replaceAll("_", "-");
  const nearest = nearestName(bare, flags);
  return new UserError(
    `Cannot read the flag ${written}: there is none of this name; ` +
      (nearest === null ? "see --help for those there are" : `did you mean --${nearest}?`),
  );
}
