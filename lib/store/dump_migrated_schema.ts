import { openDatabase, openEmbeddedDatabase } from "./database.ts";
import { dumpSchema } from "./dump_schema.ts";
import { chooseEmbeddedPlace } from "./embedded_place.ts";
import { formatDatabaseUrl } from "./server_address.ts";

/**
 * Dumps what the migrations make of an empty database: a temporary one on the embedded server, whatever DATABASE_URL
 * says, for the dump is that of one major version.
 */
export async function dumpMigratedSchema(): Promise<string> {
  await using server = await openEmbeddedDatabase(chooseEmbeddedPlace());
  const name = `resift_dump_${crypto.randomUUID().replaceAll("-", "")}`;
  await server.sql`create database ${server.sql(name)} template template0`;
  try {
    const url = formatDatabaseUrl({ ...server.address, database: name });
    await using database = await openDatabase({ DATABASE_URL: url }, { migrations: "apply" });
    return await dumpSchema(database.sql);
  } finally {
    await server.sql`drop database ${server.sql(name)} with (force)`;
  }
}
