import { openOutputFile, type WrittenFile } from "./open_output_file.ts";

/** Writes a whole file in one go and makes its folder; a reader never sees half of it. */
export async function writeTextFile(path: string, text: string): Promise<WrittenFile> {
  using file = await openOutputFile(path);
  await file.write(text);
  return await file.finish();
}
