import type { OptionConstants, OptionShape } from "./option.ts";
import type { SettingName } from "./settings_table.ts";

/** All that is to say about a mode before it runs. */
export interface ModeDefinition<Shape extends OptionShape> {
  /** The name of its task: `drain`. */
  readonly name: string;
  /** One line: what it does. */
  readonly does: string;
  readonly reads: string;
  readonly writes: string;
  /** Who may get a message from it. Default: nothing is sent. */
  readonly sends?: string;
  /** What it may cost. Default: nothing. */
  readonly costs?: string;
  readonly options: Shape;
  /** Settings that apply as well, which the help lists and the start shows where they are set; those behind options are left out. */
  readonly settings?: readonly SettingName[];
  /** The constants at the top of its file. */
  readonly constants?: OptionConstants<Shape>;
  /** The arguments that are no flags. Default: there are none. */
  readonly positional?: {
    /** As the help shows it: `FILE...`. */
    readonly name: string;
    readonly does: string;
    readonly atLeast: number;
    readonly atMost?: number;
  };
  /** Whether `--json` makes the result the only thing on standard output. */
  readonly json?: boolean;
  /** Whether a setting that cannot be read counts as unset, for a mode that tells of it. Default: it ends the run. */
  readonly lenientSettings?: boolean;
}
