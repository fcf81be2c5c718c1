import { openEmbeddedDatabase } from "../../lib/store/database.ts";
import { chooseEmbeddedPlace } from "../../lib/store/embedded_place.ts";

// Connects to the embedded server of the checkout that the first argument names, starting it if need be, and prints
// its port and the number of the backend that answered.
const [checkout = ""] = Deno.args;
await using database = await openEmbeddedDatabase(
  chooseEmbeddedPlace("postgres", { checkout, durable: false }),
  {},
);
const [row] = await database.sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
const answer = JSON.stringify({ port: database.address.port, pid: row.pid });
await Deno.stdout.write(new TextEncoder().encode(answer));
