import { connect, type Socket } from "node:net";
import postgres from "postgres";
import type { ServerAddress } from "./server_address.ts";

/** int8, which count(*) and every id are, comes as a number: ours stay far below 2^53. */
const INT8 = {
  to: 20,
  from: [20],
  parse: (text: string): number => Number(text),
  serialize: (value: number): string => String(value),
};

const MOST_SECONDS_BETWEEN_RECONNECTS = 2;

/** A pool of connections to one database. */
export type Sql = postgres.Sql<{ int8: number }>;

/** The connection of one transaction. */
export type Transaction = postgres.TransactionSql<{ int8: number }>;

/** What a query needs: a pool or a transaction. */
export type Queryable = postgres.ISql<{ int8: number }>;

/** How a pool behaves. */
export interface ClientOptions {
  readonly maxConnections: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** How long the server may take to let us in. */
  readonly connectTimeoutSeconds: number;
  /** Prepared statements save time on a server of our own; behind a pooler they break. */
  readonly prepare: boolean;
}

/** Opens a pool; connections are made when queries need them. Its owner ends it with `end()`. */
export function openPostgresClient(address: ServerAddress, options: ClientOptions): Sql {
  const settings = {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password: address.password,
    ssl: address.tls,
    max: options.maxConnections,
    connect_timeout: options.connectTimeoutSeconds,
    prepare: options.prepare,
    connection: { application_name: options.applicationName },
    types: { int8: INT8 },
    onnotice: () => {},
    backoff: (failures: number) => Math.min(0.05 * 2 ** failures, MOST_SECONDS_BETWEEN_RECONNECTS),
    // The rest is the library's defaults, given because it would look for each in PG... variables first.
    idle_timeout: 0,
    max_lifetime: null,
    max_pipeline: 100,
    keep_alive: 60,
    debug: false,
    sslnegotiation: null,
    target_session_attrs: undefined,
    publications: "alltables",
    // Asking for the types of arrays takes each connection a round trip, and a server that goes away meanwhile ends the process: the
    // library leaves that error to nobody. Arrays are given as texts, {1,2,3}.
    fetch_types: false,
    // The library's type does not list this option. It leaves TCP_NODELAY off, and COPY then runs at a tenth.
    socket: () => openSocket(address),
  };
  return postgres(settings);
}

/**
 * Opens a socket that still connects when it is handed over: the library listens for its errors from then on.
 *
 * The library tries again, at once and for ever, when a connection is closed before a word was said, as the proxy of a
 * container does whose server is down; told as an error, it is one.
 */
function openSocket({ host, port }: ServerAddress): Socket {
  const socket = connect({ host, port, noDelay: true });
  socket.on("close", (hadError) => {
    if (!hadError && socket.bytesRead === 0) {
      socket.emit("error", Object.assign(new Error("closed at once"), { code: "CONNECTION_CLOSED" }));
    }
  });
  // The library takes the name to ask for in TLS from here.
  return Object.assign(socket, { host });
}
