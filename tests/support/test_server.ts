import { type Database, openDatabase, openEmbeddedDatabase } from "../../lib/store/database.ts";
import { chooseEmbeddedPlace } from "../../lib/store/embedded_place.ts";
import { stopEmbeddedServer } from "../../lib/store/embedded_server.ts";

/** The server of the tests when DATABASE_URL names none: an embedded one beside the user's, whose data it never sees. */
const PLACE = chooseEmbeddedPlace("test_postgres", { durable: false });

/** Opens the database from which the tests' databases are made, and starts the tests' server if need be. */
export async function openTestServer(): Promise<Database> {
  const options = { maxConnections: 2, applicationName: "resift tests" };
  const url = Deno.env.get("DATABASE_URL");
  return url
    ? await openDatabase({ DATABASE_URL: url }, { ...options, migrations: "ignore" })
    : await openEmbeddedDatabase(PLACE, options);
}

/** Stops the embedded server of the tests; a server that DATABASE_URL names is left alone. */
export async function stopTestServer(): Promise<void> {
  await stopEmbeddedServer(PLACE);
}
