import { fileURLToPath } from "node:url";

/** The folder of all that runs write for people: `out/` in the project's root, whatever folder we are started from. */
export const OUT_FOLDER: string = fileURLToPath(new URL("../../out", import.meta.url));
