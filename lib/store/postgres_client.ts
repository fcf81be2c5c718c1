import postgres from "postgres";
import type { ServerAddress } from "./server_address.ts";
import { SessionSocket } from "./session_socket.ts";

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
  /** Whose transactions have begun and start their work next, in this order. */
  const begun: SessionSocket[] = [];
  const settings = {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password: address.password,
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
    debug: false,
    sslnegotiation: null,
    target_session_attrs: undefined,
    publications: "alltables",
    // Asking for the types of arrays takes each connection a round trip, and a server that goes away meanwhile ends the process: the
    // library leaves that error to nobody. Arrays are given as texts, {1,2,3}.
    fetch_types: false,
    // Of these the socket takes care. The library's type does not list it.
    ssl: false,
    keep_alive: 0,
    socket: () => new SessionSocket(address, (socket) => begun.push(socket)),
  };
  return holdTransactions(postgres(settings), begun);
}

/** Tells the sockets of transactions how long to hold a session that is lost. */
function holdTransactions(sql: Sql, begun: SessionSocket[]): Sql {
  const begin = sql.begin;
  return Object.defineProperty(sql, "begin", {
    value: async (...args: unknown[]) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const work = args.pop();
      if (typeof work !== "function") throw new TypeError("sql.begin takes a function");
      const held = (transaction: Transaction): unknown => {
        begun.shift()?.holdUntil(promise);
        return work(transaction);
      };
      try {
        return await Reflect.apply(begin, sql, [...args, held]);
      } finally {
        resolve();
      }
    },
  });
}
