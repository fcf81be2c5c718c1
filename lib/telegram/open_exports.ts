import { join } from "node:path";
import { errorMessage, UserError } from "../core/errors.ts";
import { type ExportSource, openExportFile } from "./export_file.ts";

/**
 * Opens the export files that a person named: files as they are, of a folder all exports in it, however deep. Each
 * file once, in the order of the names.
 *
 * @param inFolders Which names of files in a folder stand for an export.
 * @throws {UserError} If one of them is no export, or a folder holds none.
 */
export async function openExports(
  paths: readonly string[],
  inFolders: RegExp = /^result.*\.json$/i,
): Promise<ExportSource[]> {
  const sources = new Map<string, ExportSource>();
  for (const path of paths) {
    for (const file of await listExports(path, inFolders)) {
      const source = await openExportFile(file);
      sources.set(await Deno.realPath(file), source);
    }
  }
  return [...sources.values()];
}

async function listExports(path: string, inFolders: RegExp): Promise<string[]> {
  const info = await Deno.stat(path).catch(() => null);
  // Of a missing file, opening it tells.
  if (info === null || !info.isDirectory) return [path];
  const files = await findFiles(path, inFolders);
  if (files.length > 0) return files;
  throw new UserError(
    `Cannot import "${path}": there is no file in this folder whose name is like ${
      inFolders.test("result.json") ? "result.json" : "NAME.ndjson"
    }; name the folder or the file that Telegram Desktop wrote`,
  );
}

async function findFiles(folder: string, names: RegExp): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    entries.sort((a, b) => a.name < b.name ? -1 : 1);
    const found = entries.map(async ({ name, isDirectory, isFile }) => {
      if (isDirectory) return await findFiles(join(folder, name), names);
      return isFile && names.test(name) ? [join(folder, name)] : [];
    });
    return (await Promise.all(found)).flat();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot import "${folder}": the folder cannot be read (${errorMessage(error)})`);
  }
}
