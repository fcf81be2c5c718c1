import { loadSettings, type Settings } from "../runtime/settings.ts";
import { openDatabase, type Sql } from "./database.ts";

/** Opens the database of the settings for as long as `use` takes, for a notebook: between two cells no connection is left open. */
export async function withDatabase<Result>(
  use: (sql: Sql, settings: Settings) => Promise<Result>,
): Promise<Result> {
  const settings = loadSettings();
  await using database = await openDatabase(settings);
  return await use(database.sql, settings);
}
