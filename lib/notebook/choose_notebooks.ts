import { join } from "node:path";
import { UserError } from "../core/errors.ts";

const ENDING = ".ipynb";

/**
 * The paths of a folder's notebooks in the order of their names: all of them, or those that are named (with or
 * without their ending). A UserError names one that is not there.
 */
export async function chooseNotebooks(folder: string, names: readonly string[]): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const present = entries.map((entry) => entry.name).filter((name) => name.endsWith(ENDING)).sort();
  const wanted = new Set(names.map((name) => name.endsWith(ENDING) ? name : name + ENDING));
  for (const name of wanted) {
    if (present.includes(name)) continue;
    throw new UserError(
      `Cannot run notebook "${name}": it is not in ${folder}; there are: ${present.join(", ") || "none"}`,
    );
  }
  return present.filter((name) => wanted.size === 0 || wanted.has(name)).map((name) => join(folder, name));
}
