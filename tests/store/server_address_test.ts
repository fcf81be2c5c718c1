import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { describeAddress, formatDatabaseUrl, parseDatabaseUrl } from "../../lib/store/server_address.ts";

Deno.test("a connection string is read with its codes, and may be written without port and database", () => {
  assert.deepEqual(parseDatabaseUrl("postgresql://me%40home:p%2F%23@db.example.com:6543/my%20db"), {
    host: "db.example.com",
    port: 6543,
    database: "my db",
    user: "me@home",
    password: "p/#",
    tls: "prefer",
  });
  const { port, database } = parseDatabaseUrl("postgres://me@db.example.com");
  assert.deepEqual([port, database], [5432, "me"]);
});

Deno.test("what hosters add to a connection string for other clients is left out", () => {
  const url =
    "postgres://u:p@db.example.com/d?sslmode=require&channel_binding=require&pgbouncer=true&options=project%3Dx";
  assert.deepEqual(parseDatabaseUrl(url), {
    host: "db.example.com",
    port: 5432,
    database: "d",
    user: "u",
    password: "p",
    tls: "require",
  });
});

Deno.test("TLS is tried wherever the server is not this machine, and sslmode decides", () => {
  const tlsOf = (rest: string) => parseDatabaseUrl(`postgres://u:p@${rest}`).tls;
  assert.equal(tlsOf("127.0.0.1/d"), false);
  assert.equal(tlsOf("[::1]/d"), false);
  assert.equal(tlsOf("10.0.0.5/d"), "prefer");
  assert.equal(tlsOf("10.0.0.5/d?sslmode=disable"), false);
  assert.equal(tlsOf("localhost/d?sslmode=verify-full"), "verify-full");
  assert.throws(() => tlsOf("localhost/d?sslmode=maybe"), /its sslmode is "maybe"; write one of disable, /);
});

Deno.test("a connection string that cannot be read is refused without showing what may be a password", () => {
  for (
    const url of [
      "mysql://u:secret@host/d",
      "secret",
      "postgres://u:sec/ret@host/d",
      "postgres://u:1#secret@host/d",
      "postgres://u:sec%ret@host/d",
      "postgres://u:[YOUR-PASSWORD]@db.example.com/postgres",
    ]
  ) {
    assert.throws(() => parseDatabaseUrl(url), (error) => {
      assert.ok(error instanceof UserError, url);
      assert.match(error.message, /^Cannot read DATABASE_URL: .*; /);
      assert.doesNotMatch(error.message, /sec|ret/);
      return true;
    });
  }
});

Deno.test("a formatted connection string reads back as the same address", () => {
  for (
    const url of [
      "postgres://me%40home:p%2F%23%25@[2001:db8::1]:6543/my%20db?sslmode=require",
      "postgres://u@h/d",
    ]
  ) {
    const address = parseDatabaseUrl(url);
    assert.deepEqual(parseDatabaseUrl(formatDatabaseUrl(address)), address);
  }
});

Deno.test("an address is described without its secrets", () => {
  assert.equal(describeAddress(parseDatabaseUrl("postgres://u:p@db.example.com/d")), "db.example.com:5432/d");
  assert.equal(describeAddress(parseDatabaseUrl("postgres://u:p@[2001:db8::1]/d")), "[2001:db8::1]:5432/d");
});
