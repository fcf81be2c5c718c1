import { fileURLToPath } from "node:url";
import * as z from "zod";

/** The folder of all that runs write for people: `out/` in the project's root, whatever folder we are started from. */
export const OUT_FOLDER: string = fileURLToPath(new URL("../../out", import.meta.url));

/** What a run's own folder below it may be called. */
export const outFolderName = z.string().regex(/^[A-Za-z0-9_][\w.:+-]{0,219}$/)
  .describe("a name of letters, digits and . _ : + - without spaces");
