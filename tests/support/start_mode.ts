import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { EndedMode } from "./run_mode_file.ts";

/** A mode that runs as a process of its own. */
export interface StartedMode {
  readonly processId: number;
  /** What it has written so far, to standard output and standard error. */
  readonly text: string;
  readonly ended: Promise<Omit<EndedMode, "stdout">>;
  kill(signal: Deno.Signal): void;
}

/** Starts a mode with these settings and, of the rest of the environment, what it takes to run. */
export function startMode(
  file: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): StartedMode {
  const path = fileURLToPath(new URL(`../../modes/${file}`, import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path, ...args],
    env: { ...settings, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      text += stripVTControlCharacters(decoder.decode(bytes, { stream: true }));
    }
  };
  const ended = Promise.all([child.status, read(child.stdout), read(child.stderr)]).then(([{ code }]) => ({
    code,
    text,
  }));
  return {
    processId: child.pid,
    get text() {
      return text;
    },
    ended,
    kill(signal) {
      try {
        child.kill(signal);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound || error instanceof TypeError)) throw error;
      }
    },
  };
}
