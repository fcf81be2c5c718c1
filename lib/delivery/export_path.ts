import { UserError } from "../core/errors.ts";
import { OUT_FOLDER } from "../files/out_folder.ts";

/**
 * Chooses the file that a database is exported to: `out/db/NAME.ndjson`, by default after the moment.
 *
 * @throws {UserError} If the name is not that of a file in this folder.
 */
export function chooseExportPath(name: string | undefined, now: Date): string {
  const chosen = name ?? `resift_${now.toISOString().slice(0, 19).replaceAll(":", "-")}`;
  if (!/^[\w-][\w.-]*$/.test(chosen)) {
    throw new UserError(
      `Cannot export: found "${chosen}", expected the name of a file in out/db, such as before_upgrade; move the file later`,
    );
  }
  return `${OUT_FOLDER}/db/${chosen.replace(/\.ndjson$/, "")}.ndjson`;
}
