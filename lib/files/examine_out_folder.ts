import type { Finding } from "../core/finding.ts";
import { errorMessage } from "../core/errors.ts";
import { OUT_FOLDER } from "./out_folder.ts";

/** Tries to write to the folder of all reports. */
export async function examineOutFolder(folder: string = OUT_FOLDER): Promise<Finding> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    const probe = await Deno.makeTempFile({ dir: folder, prefix: ".doctor" });
    await Deno.remove(probe);
    return { subject: "out folder", state: "ok", found: folder, remedy: null };
  } catch (error) {
    return {
      subject: "out folder",
      state: "problem",
      found: `cannot be written to: ${errorMessage(error)}`,
      remedy: `let this user write to ${folder}, or free some space`,
    };
  }
}
