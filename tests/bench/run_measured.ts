import process from "node:process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Figures } from "./interleave.ts";

const FiguresSchema = z.record(z.string(), z.number());
const BYTES_PER_MB = 1_000_000;

/** What a measured process works on. */
export interface MeasuredProcess {
  /** A file of this folder. */
  readonly script: string;
  readonly args: readonly string[];
  /** For the engine, such as `--v8-flags=--max-semi-space-size=8`. */
  readonly flags?: readonly string[];
  /** Its DATABASE_URL: among the arguments everyone could read the password. */
  readonly databaseUrl: string;
  readonly signal: AbortSignal;
}

/** Runs a process and returns the figures it reports; the memory among them is its own, not ours. */
export async function runMeasured(
  { script, args, flags = [], databaseUrl, signal }: MeasuredProcess,
): Promise<Figures> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", ...flags, fileURLToPath(new URL(script, import.meta.url)), ...args],
    env: { DATABASE_URL: databaseUrl },
    stdout: "piped",
    stderr: "inherit",
    signal,
  }).output();
  signal.throwIfAborted();
  if (!success) throw new Error(`${script} failed; its message is above`);
  return FiguresSchema.parse(JSON.parse(new TextDecoder().decode(stdout)));
}

/** Ends such a process: hands its figures and the most memory it ever held (`peak_mb`) to {@linkcode runMeasured}. */
export function reportFigures(figures: Figures): void {
  const peak_mb = peakKibibytes() * 1024 / BYTES_PER_MB;
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify({ ...figures, peak_mb })));
}

function peakKibibytes(): number {
  if (Deno.build.os !== "linux") return process.resourceUsage().maxRSS;
  // Linux counts the memory of whoever started a process into its maxRSS.
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
}
