import { truncateToWidth } from "./truncate_to_width.ts";

/** A place to write text to: standard output, standard error, or a list in a test. */
export interface TextSink {
  write(text: string): void;
  /** Columns of the terminal, or null where it is none. */
  columns(): number | null;
}

/** The only way to write to the terminal: keeps lines and the status line apart. */
export interface Printer {
  /** Writes a result: to standard output, or to standard error when only JSON may go there. */
  print(line: string): void;
  /** Writes a note for the person at the keyboard, to standard error. */
  note(line: string): void;
  /** Writes a value as JSON to standard output. */
  printJson(value: unknown): void;
  /** Rewrites the status line below everything else; null removes it. Does nothing where there is no terminal. */
  status(line: string | null): void;
  /** Whether a status line can be shown. */
  readonly live: boolean;
  /** Columns of the terminal that `print` writes to, or null where it is none. */
  readonly columns: number | null;
}

/** Creates a printer; `jsonOnly` keeps standard output for JSON. */
export function createPrinter(out: TextSink, err: TextSink, jsonOnly = false): Printer {
  const results = jsonOnly ? err : out;
  let shown: string | null = null;
  const erase = () => {
    if (shown !== null) err.write("\r\x1b[K");
  };
  const redraw = () => {
    if (shown !== null) err.write(shown);
  };
  const writeLine = (sink: TextSink, line: string) => {
    erase();
    sink.write(`${line}\n`);
    redraw();
  };
  return {
    print: (line) => writeLine(results, line),
    note: (line) => writeLine(err, line),
    printJson: (value) => writeLine(out, JSON.stringify(value, null, 2)),
    status(line) {
      const columns = err.columns();
      if (columns === null) return;
      if (line === null) {
        erase();
        shown = null;
        return;
      }
      // One write, and the rest of the old line erased after the new text, so that nothing flickers.
      shown = truncateToWidth(line, columns - 1);
      err.write(`\r${shown}\x1b[K`);
    },
    get live() {
      return err.columns() !== null;
    },
    get columns() {
      return results.columns();
    },
  };
}

/** Standard output or standard error as a sink. */
export function openStandardSink(stream: typeof Deno.stdout | typeof Deno.stderr): TextSink {
  const encoder = new TextEncoder();
  const isTerminal = stream.isTerminal();
  return {
    write(text) {
      let rest = encoder.encode(text);
      try {
        while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
      } catch (error) {
        // The reader has gone, as in `deno task compare | head`: nobody is left to tell.
        if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
      }
    },
    columns() {
      if (!isTerminal) return null;
      try {
        return Deno.consoleSize().columns || 80;
      } catch {
        return 80;
      }
    },
  };
}
