import { UserError } from "../core/errors.ts";

/** Where a PostgreSQL server is and as whom to enter. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** False: never; "prefer": where the server offers it; "require": or not at all; "verify-full": and check who it is. */
  readonly tls: false | "prefer" | "require" | "verify-full";
}

const EXAMPLE = "postgres://user:password@host:5432/database";
const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1"]);
const SSL_MODES: Readonly<Record<string, ServerAddress["tls"]>> = {
  "disable": false,
  "allow": "prefer",
  "prefer": "prefer",
  "require": "require",
  "verify-ca": "verify-full",
  "verify-full": "verify-full",
};

/**
 * Parses a connection string. Of its query only `sslmode` counts (default: `prefer`, and `disable` on this machine);
 * what else hosters put there is meant for other clients, and poolers refuse it.
 *
 * @throws {UserError} If the text is none; what it holds is not shown, for it may be a password.
 */
export function parseDatabaseUrl(text: string): ServerAddress {
  if (/\[[\w-]*password[\w-]*\]/i.test(text)) {
    throw new UserError(
      "Cannot read DATABASE_URL: it still holds the placeholder of the hoster's page for the password; put the " +
        "database's password there",
    );
  }
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === "" || url.username === "") {
    throw new UserError(
      `Cannot read DATABASE_URL: it is no PostgreSQL connection string; write it like ${EXAMPLE}, and in the ` +
        "password @ as %40, / as %2F, # as %23, ? as %3F, % as %25",
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const user = decode(url.username, "user");
  return {
    host,
    port: Number(url.port || 5432),
    database: decode(url.pathname.slice(1), "database") || user,
    user,
    password: decode(url.password, "password"),
    tls: parseSslMode(url.searchParams.get("sslmode"), host),
  };
}

/** An address as a connection string. It holds the password: for a person who asks or a process of ours, never a log. */
export function formatDatabaseUrl({ host, port, database, user, password, tls }: ServerAddress): string {
  const url = new URL("postgres://host");
  url.hostname = host.includes(":") ? `[${host}]` : host;
  url.port = String(port);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = encodeURIComponent(database);
  if (tls) url.searchParams.set("sslmode", tls);
  return url.href;
}

/** `host:port/database`: an address as it may be shown. */
export function describeAddress({ host, port, database }: ServerAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}/${database}`;
}

function parseSslMode(mode: string | null, host: string): ServerAddress["tls"] {
  if (mode === null) return LOOPBACK.has(host) ? false : "prefer";
  const tls = SSL_MODES[mode];
  if (tls !== undefined) return tls;
  throw new UserError(
    `Cannot read DATABASE_URL: its sslmode is "${mode}"; write one of ${Object.keys(SSL_MODES).join(", ")}`,
  );
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UserError(
      `Cannot read DATABASE_URL: there is a % in its ${part} that begins no code; write % as %25`,
    );
  }
}
