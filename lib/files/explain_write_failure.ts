import { UserError } from "../core/errors.ts";

const NOT_ALLOWED = "this user may not write there; allow it, or run as the folder's owner";
const NO_SPACE = "the disk is full; free some space and run the same command again";
const NO_FOLDER = "a file stands where a folder should be; move it away";

/** What to say by the code of the operating system. */
const BY_CODE: Readonly<Record<string, string>> = {
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: "the disk is mounted read-only; mount it for writing, or work in a checkout elsewhere",
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  EEXIST: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
};

/**
 * Takes a step of writing the file at `path`.
 *
 * @throws {UserError} If the folder or the disk does not let it be written; the message says what to do.
 */
export async function explainWriteFailure<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const found = BY_CODE[code];
    if (found === undefined) throw error;
    throw new UserError(`Cannot write ${path}: ${found}`, { cause: error });
  }
}
