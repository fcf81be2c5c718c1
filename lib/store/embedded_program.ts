import type { EmbeddedPlace } from "./embedded_place.ts";

/** How a program of PostgreSQL ended. */
export interface ProgramResult {
  readonly code: number;
  /** Standard output and error, for an error message. */
  readonly output: string;
}

/**
 * Runs one of PostgreSQL's programs as the place's user, with an empty environment.
 *
 * @param captureOutput False for `pg_ctl start`: the server inherits the pipes and would keep them open for ever.
 */
export async function runProgram(
  place: EmbeddedPlace,
  program: string,
  args: readonly string[],
  { captureOutput = true }: { captureOutput?: boolean } = {},
): Promise<ProgramResult> {
  const stream = captureOutput ? "piped" : "null";
  const command = new Deno.Command(program, {
    args: [...args],
    ...(place.runAs ?? {}),
    cwd: "/",
    clearEnv: true,
    env: { LC_ALL: "C", TZ: "UTC" },
    stdin: "null",
    stdout: stream,
    stderr: stream,
  });
  const { code, ...streams } = await command.output();
  if (!captureOutput) return { code, output: "" };
  const decoder = new TextDecoder();
  return { code, output: `${decoder.decode(streams.stdout)}${decoder.decode(streams.stderr)}`.trim() };
}
