import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as z from "zod";
import { UserError } from "../core/errors.ts";

/** The Deno kernel as VS Code and Jupyter find it. */
export interface InstalledKernel {
  /** What was done about it: nothing where it starts this Deno already; one of another Deno, or a damaged one, is replaced. */
  readonly done: "nothing" | "installed" | "replaced";
  /** The folder of the kernelspec. */
  readonly folder: string;
  /** The program that it starts. */
  readonly program: string;
}

const KernelSpecSchema = z.object({ argv: z.tuple([z.string()], z.string()) });

/**
 * Makes the Deno kernel known to VS Code and Jupyter, for this user, by Deno's own command; Python has no part in it.
 *
 * @param env Variables added to this process's own environment.
 * @throws {UserError} If Deno cannot install it.
 */
export async function installKernel(env: Readonly<Record<string, string>> = {}): Promise<InstalledKernel> {
  const found = parseFolder(await runDenoJupyter([], env));
  const present = found === null ? null : await readProgram(found);
  if (found !== null && present !== null && await isThisDeno(present)) {
    return { done: "nothing", folder: found, program: present };
  }
  const said = await runDenoJupyter(["--install", "--force"], env);
  const folder = parseFolder(said);
  const program = folder === null ? null : await readProgram(folder);
  if (folder === null || program === null) {
    throw new UserError(`Cannot install the Deno kernel: "deno jupyter --install" says: ${said}`);
  }
  return { done: found === null ? "installed" : "replaced", folder, program };
}

/** Runs `deno jupyter` and returns what it says, which is all there is: where a kernel is missing, it ends with 0 too. */
async function runDenoJupyter(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    // By its name, which a permission can grant wherever Deno lies.
    const { stdout, stderr } = await new Deno.Command("deno", {
      args: ["jupyter", ...args],
      env: { NO_COLOR: "1", RUST_BACKTRACE: "0", ...env },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    const said = stripVTControlCharacters(decoder.decode(stdout) + decoder.decode(stderr)).trim();
    return said.split("\n").filter((line) => !/\bis unstable\b/.test(line)).join("\n");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UserError(
      `Cannot install the Deno kernel: deno is not on the PATH; run ${Deno.execPath()} jupyter --install`,
      { cause: error },
    );
  }
}

/** The folder that `deno jupyter` names: "Deno kernel already installed at FOLDER", "... installed successfully at FOLDER." */
function parseFolder(said: string): string | null {
  return /\binstalled (?:successfully )?at (.+?)\.?$/m.exec(said)?.[1] ?? null;
}

/** The program of a kernelspec; null where there is none, or it cannot be read. */
async function readProgram(folder: string): Promise<string | null> {
  try {
    const content: unknown = JSON.parse(await Deno.readTextFile(join(folder, "kernel.json")));
    return KernelSpecSchema.safeParse(content).data?.argv[0] ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function isThisDeno(program: string): Promise<boolean> {
  try {
    return await Deno.realPath(program) === await Deno.realPath(Deno.execPath());
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
