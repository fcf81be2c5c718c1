import { isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../core/errors.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A path of the settings: one that is not absolute starts at the project's root, wherever a mode is run. */
export function resolveFromRoot(path: string): string {
  return resolve(ROOT, path);
}

/** A path as it is shown and stored: from the project's root where it lies below that. */
export function shortenPath(path: string): string {
  const fromRoot = relative(ROOT, path);
  return fromRoot.startsWith("..") || isAbsolute(fromRoot) ? path : fromRoot.replaceAll("\\", "/");
}

/**
 * Reads a text that is sent to a model, without a byte order mark, with plain line ends and nothing after its last line.
 *
 * @param action What cannot be done without it, for the error.
 * @param remedy What to do where the file cannot be read.
 * @throws {UserError} If the file cannot be read.
 */
export function loadPromptText(path: string, action: string, remedy: string): string {
  try {
    return Deno.readTextFileSync(path).replace(/^\ufeff/, "").replaceAll("\r\n", "\n").trimEnd();
  } catch (error) {
    const found = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof Error
      ? `it cannot be read (${error.name})`
      : "it cannot be read";
    throw new UserError(`${action}: found "${shortenPath(path)}", and ${found}; ${remedy}`);
  }
}
