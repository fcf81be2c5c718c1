/** Connects, asks once and ends: the least that a program with a database does. */
import postgres from "postgres";

const sql = postgres(Deno.env.get("DATABASE_URL") ?? "");
await sql`select 1`;
await sql.end();
