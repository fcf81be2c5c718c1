import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { explainWriteFailure } from "./explain_write_failure.ts";

/** What a finished file holds. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/**
 * A file that is being written. Until `finish`, its text lies beside it under another name; disposing of it, or leaving the
 * process, removes that.
 */
export interface OutputFile extends Disposable {
  write(text: string): Promise<void>;
  /** Puts the whole file in its place, on disk. */
  finish(): Promise<WrittenFile>;
}

/** Who may read a file. */
export interface OutputFileOptions {
  /** Only its owner: mode 0600. Default false. */
  readonly isPrivate?: boolean;
}

/**
 * Opens a file for writing, in UTF-8, and makes its folder. A file of this name stays as it is until the new one is whole,
 * and is then replaced.
 *
 * @throws {UserError} If the folder or the disk does not let it be written, here and while writing.
 */
export async function openOutputFile(
  path: string,
  { isPrivate = false }: OutputFileOptions = {},
): Promise<OutputFile> {
  await explainWriteFailure(path, () => Deno.mkdir(dirname(path), { recursive: true }));
  const unfinished = `${path}.unfinished`;
  // A killed run may have left one that others can read.
  if (isPrivate) await Deno.remove(unfinished).catch(() => {});
  const mode = isPrivate ? 0o600 : 0o666;
  const file = await explainWriteFailure(
    path,
    () => Deno.open(unfinished, { write: true, create: true, truncate: true, mode }),
  );
  const encoder = new TextEncoder();
  const hash = createHash("sha256");
  let bytes = 0;
  let isOpen = true;
  const removeUnfinished = () => {
    if (!isOpen) return;
    isOpen = false;
    file.close();
    Deno.removeSync(unfinished);
  };
  // A second Ctrl+C leaves at once, past every `using`.
  addEventListener("unload", removeUnfinished);
  return {
    async write(text) {
      let rest = encoder.encode(text);
      hash.update(rest);
      bytes += rest.length;
      await explainWriteFailure(path, async () => {
        while (rest.length > 0) rest = rest.subarray(await file.write(rest));
      });
    },
    async finish() {
      await explainWriteFailure(path, () => file.sync());
      file.close();
      isOpen = false;
      await explainWriteFailure(path, () => Deno.rename(unfinished, path));
      return { path, bytes, sha256: hash.digest("hex") };
    },
    [Symbol.dispose]() {
      removeEventListener("unload", removeUnfinished);
      removeUnfinished();
    },
  };
}
