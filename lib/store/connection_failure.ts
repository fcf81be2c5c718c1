import { errorMessage, UserError } from "../core/errors.ts";

const WRONG_PASSWORD = "user or password is wrong; check DATABASE_URL";
const NO_DATABASE = "the server has no such database; create it or check the end of DATABASE_URL";
const NO_TLS = "it offers no TLS; add ?sslmode=disable";
const UNREACHABLE = "check DATABASE_URL, the network and the firewall";

/** What to say of a connection that fails, by the code of Node, of the client or of PostgreSQL. */
const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; start the server or check host and port of DATABASE_URL",
  ENOTFOUND:
    "there is no such host; check DATABASE_URL and the network. A hosted database may have IPv6 only: " +
    "take the connection string of its pooler",
  EAI_AGAIN: "the host's name cannot be looked up; check the network",
  ENETUNREACH:
    "no network leads there. A hosted database may have IPv6 only: take the connection string of its pooler",
  EHOSTUNREACH: `the host cannot be reached; ${UNREACHABLE}`,
  ETIMEDOUT: `no answer in time; ${UNREACHABLE}`,
  CONNECT_TIMEOUT: `no answer in time; ${UNREACHABLE}`,
  ECONNRESET:
    "the connection was cut at once; is it a PostgreSQL server, does it let this machine in, and does it " +
    "offer the TLS that sslmode asks for?",
  CONNECTION_CLOSED:
    "the connection was closed at once; is it a PostgreSQL server, and does it let this machine in?",
  NO_TLS,
  "28P01": WRONG_PASSWORD,
  "28000": "the server does not let this user in from here; check DATABASE_URL and the server's pg_hba.conf",
  "3D000": NO_DATABASE,
  "53300": "the server has no connection left; end other clients or use its pooler",
  "57P03": "the server is starting up or shutting down; try again in a moment",
};

/** What has no code, or none of its own: poolers give every refusal the same. */
const BY_MESSAGE: readonly { readonly says: RegExp; readonly remedy: string }[] = [
  {
    says: /tenant or user not found/i,
    remedy:
      "the pooler does not know this user; there it is postgres.PROJECT, and the host differs by region: " +
      "copy the connection string again",
  },
  { says: /(SASL|password) authentication failed/i, remedy: WRONG_PASSWORD },
  { says: /database "[^"]*" does not exist|no such database/i, remedy: NO_DATABASE },
  {
    says: /lookup address|name or service not known|no such host/i,
    remedy: "there is no such host; check DATABASE_URL",
  },
  {
    says: /certificate|UnknownIssuer/i,
    remedy: "its certificate is not trusted; sslmode=require does without that check",
  },
  {
    says: /invalid content ?type|corrupt message|wrong version number/i,
    remedy: NO_TLS,
  },
];

/** The code that Node or PostgreSQL gave an error, "" if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/**
 * Turns the failure of a connection into one that says what to do.
 *
 * @param place The server as `describeAddress` gives it.
 * @returns Null if the error is of another kind.
 */
export function explainConnectionFailure(cause: unknown, place: string): UserError | null {
  const said = errorMessage(cause);
  const remedy = BY_MESSAGE.find(({ says }) => says.test(said))?.remedy ?? BY_CODE[errorCode(cause)];
  return remedy ? new UserError(`Cannot connect to PostgreSQL at ${place}: ${remedy}`, { cause }) : null;
}
