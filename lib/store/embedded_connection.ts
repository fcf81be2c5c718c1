import { z } from "zod";
import { UserError } from "../core/errors.ts";
import type { EmbeddedPlace } from "./embedded_place.ts";
import type { ServerAddress } from "./server_address.ts";

const EmbeddedConnection = z.object({
  port: z.int().min(1).max(65535),
  password: z.string().min(1),
});

/** What a client needs to reach the embedded server: `127.0.0.1`, this port, user and database `postgres`. */
export type EmbeddedConnection = z.infer<typeof EmbeddedConnection>;

/**
 * Reads the remembered port and password; null if there was never a server in this place.
 *
 * @throws {UserError} If they are another user's.
 */
export function readEmbeddedConnection(place: EmbeddedPlace): EmbeddedConnection | null {
  try {
    return EmbeddedConnection.parse(JSON.parse(Deno.readTextFileSync(connectionFile(place))));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    throw new UserError(
      `Cannot use the embedded PostgreSQL in ${place.home}: it belongs to another user; run as that user, or set ` +
        "DATABASE_URL to a PostgreSQL server",
      { cause: error },
    );
  }
}

/** Remembers them in a file that only the folder's owner can read, whole or not at all. */
export function writeEmbeddedConnection(place: EmbeddedPlace, connection: EmbeddedConnection): void {
  const unfinished = `${connectionFile(place)}.unfinished`;
  {
    using file = Deno.openSync(unfinished, { write: true, create: true, truncate: true, mode: 0o600 });
    file.writeSync(new TextEncoder().encode(`${JSON.stringify(connection)}\n`));
    file.syncSync();
  }
  const { uid, gid } = Deno.statSync(place.home);
  if (place.runAs) Deno.chownSync(unfinished, uid, gid);
  Deno.renameSync(unfinished, connectionFile(place));
}

/** 192 random bits: too many to guess, so the server need not stretch them. */
export function randomPassword(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toBase64({ alphabet: "base64url" });
}

/** The address of the embedded server's database, or of another one that a test made there. */
export function embeddedAddress(
  { port, password }: EmbeddedConnection,
  database = "postgres",
): ServerAddress {
  return { host: "127.0.0.1", port, database, user: "postgres", password, tls: false };
}

function connectionFile(place: EmbeddedPlace): string {
  return `${place.home}/connection.json`;
}
