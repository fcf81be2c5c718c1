import { formatDatabaseUrl, parseDatabaseUrl } from "../../lib/store/server_address.ts";

export type Loss = "question" | "half" | "answer" | "shutdown";

/** A line to the database that can be cut and stalled: a process or a pool given `url` talks through it. */
export interface DatabaseProxy extends AsyncDisposable {
  readonly url: string;
  /** How often a loss that was asked for has happened. */
  readonly losses: number;
  /**
   * Cuts the line at the next statement that contains `text`: before the server gets it, when it has got half, before its answer
   * comes back, or before the server gets it and with the words of a server that shuts down.
   */
  loseNext(text: string, what: Loss): void;
  /** Cuts all lines and takes no new ones until `mend`. */
  cut(): void;
  /** Holds back all bytes until `mend`. */
  stall(): void;
  mend(): void;
}

/** Opens a proxy before the server of a connection string. */
export function openDatabaseProxy(databaseUrl: string): DatabaseProxy {
  const address = parseDatabaseUrl(databaseUrl);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const lines = new Set<{ close(): void }>();
  let wanted: { readonly text: string; readonly what: Loss } | null = null;
  let losses = 0;
  let isCut = false;
  let stalled: PromiseWithResolvers<void> | null = null;

  const flow = () => stalled?.promise;
  const carry = async (client: Deno.TcpConn) => {
    const server = await Deno.connect({ hostname: address.host, port: address.port });
    for (const end of [client, server]) end.setNoDelay(true);
    const line = {
      close() {
        lines.delete(line);
        for (const end of [client, server]) closeQuietly(end);
      },
    };
    lines.add(line);
    let losesAnswer = false;
    const lose = () => {
      losses++;
      line.close();
    };
    await Promise.all([
      pump(client, server, flow, async (bytes) => {
        if (wanted === null || !includesText(bytes, wanted.text)) return true;
        // Another line may carry such a statement in the same moment.
        const { what } = wanted;
        wanted = null;
        if (what === "answer") {
          losesAnswer = true;
          return true;
        }
        if (what === "shutdown") await client.write(SHUTDOWN).catch(() => {});
        if (what === "half") await server.write(bytes.subarray(0, bytes.length / 2)).catch(() => {});
        lose();
        return false;
      }),
      pump(server, client, flow, (bytes) => {
        // The tag of a statement that is done, and by then committed.
        if (!losesAnswer || !DONE_TAGS.some((tag) => includesText(bytes, tag))) return true;
        lose();
        return false;
      }),
    ]);
    line.close();
  };
  const serving = (async () => {
    const carried: Promise<void>[] = [];
    for await (const client of listener) {
      if (isCut) closeQuietly(client);
      else carried.push(carry(client).catch(() => closeQuietly(client)));
    }
    await Promise.all(carried);
  })();
  const cut = () => {
    isCut = true;
    for (const line of [...lines]) line.close();
  };
  const mend = () => {
    isCut = false;
    stalled?.resolve();
    stalled = null;
  };
  return {
    url: formatDatabaseUrl({ ...address, host: "127.0.0.1", port: listener.addr.port }),
    get losses() {
      return losses;
    },
    loseNext(text, what) {
      wanted = { text, what };
    },
    cut,
    stall() {
      stalled ??= Promise.withResolvers();
    },
    mend,
    async [Symbol.asyncDispose]() {
      mend();
      cut();
      listener.close();
      await serving;
    },
  };
}

/** What an answer to a query or to a commit holds. */
const DONE_TAGS = ["SELECT ", "COMMIT"];

/** What PostgreSQL says as it shuts down. */
const SHUTDOWN = errorResponse("57P01", "terminating connection due to administrator command");

function errorResponse(code: string, message: string): Uint8Array<ArrayBuffer> {
  const fields = new TextEncoder().encode(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const bytes = new Uint8Array(5 + fields.length);
  bytes[0] = "E".charCodeAt(0);
  new DataView(bytes.buffer).setInt32(1, 4 + fields.length);
  bytes.set(fields, 5);
  return bytes;
}

/** Carries bytes one way, whenever `flow` lets it, until either end closes or `pass` says no. */
async function pump(
  from: Deno.Conn,
  to: Deno.Conn,
  flow: () => Promise<void> | undefined,
  pass: (bytes: Uint8Array) => boolean | Promise<boolean>,
): Promise<void> {
  const buffer = new Uint8Array(65_536);
  try {
    for (let count = await from.read(buffer); count !== null; count = await from.read(buffer)) {
      await flow();
      let rest = buffer.subarray(0, count);
      if (!await pass(rest)) return;
      while (rest.length > 0) rest = rest.subarray(await to.write(rest));
    }
  } catch {
    // Either end is gone; so is the line.
  }
  closeQuietly(to);
}

function includesText(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(bytes).includes(text);
}

function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
