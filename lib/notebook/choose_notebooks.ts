import { join } from "node:path";
import { UserError } from "../core/errors.ts";

const ENDING = ".ipynb";

/**
 * The paths of a folder's notebooks in the order of their names: all of them, or those that are named (with or
 * without their ending, or by how their names begin). A UserError names one that is not there.
 */
export async function chooseNotebooks(folder: string, names: readonly string[]): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const present = entries.map((entry) => entry.name).filter((name) => name.endsWith(ENDING)).sort();
  const wanted = names.map((name) => {
    const found = present.find((other) => other === name || other === name + ENDING) ??
      present.find((other) => other.startsWith(name));
    if (found !== undefined) return found;
    throw new UserError(
      `Cannot run notebook "${name}": it is not in ${folder}; there are: ${present.join(", ") || "none"}`,
    );
  });
  return present.filter((name) => wanted.length === 0 || wanted.includes(name)).map((name) =>
    join(folder, name)
  );
}
