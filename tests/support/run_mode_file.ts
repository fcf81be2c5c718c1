import { fileURLToPath } from "node:url";

/** How a mode's process ended. */
export interface EndedMode {
  readonly code: number;
  readonly stdout: string;
  /** Standard output and standard error. */
  readonly text: string;
}

/** Runs a mode as a person would, on a given database, typed in `folder`; tasks tell it through INIT_CWD. */
export async function runModeFile(
  file: string,
  databaseUrl: string,
  args: readonly string[],
  folder?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<EndedMode> {
  const path = fileURLToPath(new URL(`../../modes/${file}`, import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path, ...args],
    env: {
      DATABASE_URL: databaseUrl,
      NO_COLOR: "1",
      ...(folder === undefined ? {} : { INIT_CWD: folder }),
      ...environment,
    },
  }).output();
  const decoder = new TextDecoder();
  const printed = decoder.decode(stdout);
  return { code, stdout: printed, text: printed + decoder.decode(stderr) };
}
