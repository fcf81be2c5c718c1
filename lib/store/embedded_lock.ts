import { dirname } from "node:path";
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

/** Each folder made here lets a server of another user through, whatever the umask. */
function makeOpenFolder(folder: string): void {
  if (pathExists(folder)) return;
  makeOpenFolder(dirname(folder));
  Deno.mkdirSync(folder, { recursive: true });
  Deno.chmodSync(folder, 0o755);
}
