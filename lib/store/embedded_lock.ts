import { dirname } from "node:path";
import { makeOpenFolder } from "./make_open_folder.ts";
import { pathExists } from "./path_exists.ts";

/**
 * Makes the lock file's folder if need be and runs `step` while no other process holds that lock. The lock is the
 * operating system's, so that it goes with its process, however that ends.
 */
export async function underLock<T>(path: string, step: () => Promise<T>): Promise<T> {
  makeOpenFolder(dirname(path));
  if (!pathExists(path)) Deno.openSync(path, { create: true, append: true }).close();
  using file = Deno.openSync(path);
  await file.lock(true);
  return await step();
}
