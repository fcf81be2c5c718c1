import { resolve } from "node:path";
import { isAbortError, LimitError, UserError } from "../core/errors.ts";
import { formatError } from "./format_error.ts";
import { describeFurtherSettings } from "./further_settings.ts";
import { formatHelp } from "./format_help.ts";
import { alignColumns, type Cell, formatTable } from "./format_table.ts";
import type { ModeDefinition } from "./mode_definition.ts";
import type { OptionShape, OptionValues } from "./option.ts";
import { parseArguments } from "./parse_arguments.ts";
import { describeMisspelt } from "./describe_settings.ts";
import { createPrinter, openStandardSink, type TextSink } from "./printer.ts";
import { openProgress, type Progress, type ProgressOptions } from "./progress.ts";
import { resolveOptions } from "./resolve_options.ts";
import {
  loadSettingTexts,
  loadStartFolder,
  parseSettings,
  type Settings,
  type SettingTexts,
} from "./settings.ts";
import { INTERRUPTED, openShutdown } from "./shutdown.ts";

/** What a running mode works with. */
export interface Mode<Shape extends OptionShape> {
  readonly options: OptionValues<Shape>;
  /** The arguments that are no flags. */
  readonly positional: readonly string[];
  readonly settings: Settings;
  /** Aborts at the first Ctrl+C. */
  readonly signal: AbortSignal;
  /** Whether the result is wanted as JSON. */
  readonly json: boolean;
  /** The whole path of a file that a person named, relative to where they typed it. */
  path(named: string): string;
  /** Writes a line of the result. */
  print(line: string): void;
  /** Writes a table, fitted into a terminal that is narrower. */
  printTable(header: readonly string[], rows: readonly (readonly Cell[])[]): void;
  /** Writes the result as JSON; for `--json`. */
  printJson(value: unknown): void;
  /** Writes a remark to standard error. */
  note(line: string): void;
  /** Opens a progress line; end it before printing totals. */
  progress(options: ProgressOptions): Progress;
}

/** How a mode ended: `incomplete` where records failed or remain, which the totals have named. */
export type ModeEnd = "done" | "incomplete";

/** What a mode does once its options are known. */
export type ModeRun<Shape extends OptionShape> = (mode: Mode<Shape>) => Promise<ModeEnd | void>;

/** How wide the help is where it goes to no terminal. */
const HELP_COLUMNS = 80;

/** Exit codes of all modes. */
export const EXIT = { done: 0, incomplete: 1, wrongUse: 2, interrupted: INTERRUPTED } as const;

/** The outside world of a mode. */
export interface ModeSurroundings {
  readonly args: readonly string[];
  readonly settingTexts: () => SettingTexts;
  /** Where relative paths of the command line start. */
  readonly startFolder: string;
  readonly out: TextSink;
  readonly err: TextSink;
}

/**
 * Runs a mode as a program: reads its flags and settings, shows them on standard error, runs it, and exits with 0
 * (all done), 1 (some failed or remain), 2 (wrong use) or 130 (interrupted).
 */
export async function runMode<Shape extends OptionShape>(
  definition: ModeDefinition<Shape>,
  run: ModeRun<Shape>,
): Promise<never> {
  const surroundings = {
    args: Deno.args,
    settingTexts: loadSettingTexts,
    startFolder: loadStartFolder(),
    out: openStandardSink(Deno.stdout),
    err: openStandardSink(Deno.stderr),
  };
  Deno.exit(await runModeIn(surroundings, definition, run));
}

/** Runs a mode in given surroundings and returns its exit code. */
export async function runModeIn<Shape extends OptionShape>(
  surroundings: ModeSurroundings,
  definition: ModeDefinition<Shape>,
  run: ModeRun<Shape>,
): Promise<number> {
  const { args, out, err } = surroundings;
  let printer = createPrinter(out, err);
  let stopped: AbortSignal | null = null;
  try {
    const { flags, positional, help, json } = parseArguments(definition, args);
    if (help) {
      for (const line of formatHelp(definition, printer.columns ?? HELP_COLUMNS)) printer.print(line);
      return EXIT.done;
    }
    printer = createPrinter(out, err, json);
    const { print, note, printJson } = printer;
    const texts = surroundings.settingTexts();
    const settings = parseSettings(texts, { lenient: definition.lenientSettings === true });
    const { values, echo } = resolveOptions(definition, flags, settings);
    note(`${definition.name}: ${definition.does}`);
    const shown = [...echo, ...describeFurtherSettings(definition, settings)];
    for (const line of alignColumns(shown.map(({ name, shown, origin }) => ["", name, shown, origin]))) {
      note(line);
    }
    for (const line of describeMisspelt(texts)) note(line);

    using shutdown = openShutdown(note, () => printer.status(null));
    stopped = shutdown.signal;
    const end = await run({
      options: values,
      positional,
      settings: settings.values,
      signal: shutdown.signal,
      json,
      path: (named) => resolve(surroundings.startFolder, named),
      print,
      printTable: (header, rows) => formatTable(header, rows, printer.columns ?? undefined).forEach(print),
      printJson,
      note,
      progress: (options) => openProgress(printer, options),
    });
    return stopped.aborted ? EXIT.interrupted : EXIT[end ?? "done"];
  } catch (error) {
    printer.status(null);
    if (!(stopped?.aborted && isAbortError(error))) {
      for (const line of formatError(error)) printer.note(line);
    }
    if (stopped?.aborted) return EXIT.interrupted;
    return error instanceof UserError && !(error instanceof LimitError) ? EXIT.wrongUse : EXIT.incomplete;
  }
}
