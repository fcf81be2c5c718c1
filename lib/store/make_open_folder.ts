import { dirname } from "node:path";
import { pathExists } from "./path_exists.ts";

/** Makes a folder and those above it that are missing; each of them lets any user through, whatever the umask. */
export function makeOpenFolder(folder: string): void {
  if (pathExists(folder)) return;
  makeOpenFolder(dirname(folder));
  Deno.mkdirSync(folder, { recursive: true });
  Deno.chmodSync(folder, 0o755);
}
