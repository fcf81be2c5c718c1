import { type Database, openDatabase, openEmbeddedDatabase } from "../../lib/store/database.ts";
import { chooseEmbeddedPlace, type EmbeddedPlace } from "../../lib/store/embedded_place.ts";
import { stopEmbeddedServer } from "../../lib/store/embedded_server.ts";
import { dropTestLeftovers } from "./test_leftovers.ts";

/** The server of the tests when DATABASE_URL names none: an embedded one beside the user's, whose data it never sees. */
const PLACE = chooseEmbeddedPlace("test_postgres", { durable: false });

/**
 * Opens the database from which the tests' databases are made, and starts the tests' server if need be. What killed
 * runs have left there is dropped.
 *
 * @param place Another embedded server to use instead.
 */
export async function openTestServer(place: EmbeddedPlace = PLACE): Promise<Database> {
  const options = { maxConnections: 2, applicationName: "resift tests" };
  const url = Deno.env.get("DATABASE_URL");
  const server = url
    ? await openDatabase({ DATABASE_URL: url }, { ...options, migrations: "ignore" })
    : await openEmbeddedDatabase(place, options);
  await dropTestLeftovers(server.sql, new Date());
  return server;
}

/** Stops the embedded server of the tests; a server that DATABASE_URL names is left alone. */
export async function stopTestServer(place: EmbeddedPlace = PLACE): Promise<void> {
  await stopEmbeddedServer(place);
}
