import process from "node:process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Figures } from "./interleave.ts";

const FiguresSchema = z.record(z.string(), z.number());
const BYTES_PER_MB = 1_000_000;

/**
 * Runs a file of this folder as a process of its own and returns the figures it reports, so that its memory is told
 * apart from ours.
 */
export async function runMeasured(
  script: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Figures> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(new URL(script, import.meta.url)), ...args],
    stdout: "piped",
    stderr: "inherit",
    signal,
  }).output();
  signal.throwIfAborted();
  if (!success) throw new Error(`${script} ${args[0] ?? ""} failed; its message is above`);
  return FiguresSchema.parse(JSON.parse(new TextDecoder().decode(stdout)));
}

/** Ends such a process: hands its figures and the most memory it ever held (`peak_mb`) to {@linkcode runMeasured}. */
export function reportFigures(figures: Figures): void {
  const peak_mb = process.resourceUsage().maxRSS * 1024 / BYTES_PER_MB;
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify({ ...figures, peak_mb })));
}
