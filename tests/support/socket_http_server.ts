/** A request as it came over the socket. */
export interface SocketRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  /** 1 for the first request of its connection. */
  readonly placeOnLine: number;
}

/** What is written in answer: a response, whole or a part of it, or nothing; and whether the line is then cut or left open for ever. */
export type SocketAnswer =
  | {
    readonly kind: "response";
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    /** The share of the body, 0 to 1, after which the line is cut or left. */
    readonly ends?: { readonly at: number; readonly by: "cut" | "hang" };
  }
  | { readonly kind: "cut" }
  | { readonly kind: "hang" };

export interface SocketHttpServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** An HTTP/1.1 server on plain sockets, which can break its lines as an ordinary one cannot. It takes bodies with a length only. */
export function startSocketHttpServer(
  answer: (request: SocketRequest, closing: AbortSignal) => Promise<SocketAnswer>,
): SocketHttpServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const closing = new AbortController();
  const connections = new Map<Deno.TcpConn, Promise<void>>();

  async function acceptAll(): Promise<void> {
    for await (const connection of listener) {
      const done = serve(connection).catch(passLostLine).finally(() => {
        closeQuietly(connection);
        connections.delete(connection);
      });
      connections.set(connection, done);
    }
  }

  async function serve(connection: Deno.TcpConn): Promise<void> {
    const reader = new RequestReader(connection);
    while (true) {
      const request = await reader.read();
      if (request === null) return;
      const given = await answer(request, closing.signal);
      if (given.kind === "response") await writeAll(connection, formatResponse(given));
      const end = given.kind === "response" ? given.ends?.by : given.kind;
      // A line that is left open ends with the client, or with the server.
      if (end === "hang") await reader.read();
      if (end !== undefined) return;
    }
  }

  const accepting = acceptAll();
  return {
    origin: `http://127.0.0.1:${listener.addr.port}`,
    async close() {
      closing.abort();
      listener.close();
      for (const connection of connections.keys()) closeQuietly(connection);
      await accepting;
      await Promise.all(connections.values());
    },
  };
}

/** Reads one request after the other from a connection. */
class RequestReader {
  readonly #connection: Deno.TcpConn;
  readonly #chunk = new Uint8Array(65_536);
  #buffer = new Uint8Array(0);
  #requests = 0;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** The next request, or null at the end of the line. */
  async read(): Promise<SocketRequest | null> {
    let headEnd = findHeadEnd(this.#buffer);
    while (headEnd < 0) {
      if (!await this.#readMore()) return null;
      headEnd = findHeadEnd(this.#buffer);
    }
    const [first = "", ...lines] = DECODER.decode(this.#buffer.subarray(0, headEnd)).split("\r\n");
    const [method = "", path = ""] = first.split(" ");
    const headers = new Headers(lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }));
    const end = headEnd + 4 + Number(headers.get("content-length") ?? 0);
    while (this.#buffer.length < end) if (!await this.#readMore()) return null;
    const body = DECODER.decode(this.#buffer.subarray(headEnd + 4, end));
    this.#buffer = this.#buffer.slice(end);
    return { method, path, headers, body, placeOnLine: ++this.#requests };
  }

  async #readMore(): Promise<boolean> {
    const count = await this.#connection.read(this.#chunk);
    if (count === null) return false;
    const joined = new Uint8Array(this.#buffer.length + count);
    joined.set(this.#buffer);
    joined.set(this.#chunk.subarray(0, count), this.#buffer.length);
    this.#buffer = joined;
    return true;
  }
}

/** Where the blank line after the headers begins, or -1. */
function findHeadEnd(bytes: Uint8Array): number {
  let at = bytes.indexOf(13);
  while (at >= 0 && !(bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10)) {
    at = bytes.indexOf(13, at + 1);
  }
  return at;
}

function formatResponse(
  { status, headers, body, ends }: Extract<SocketAnswer, { kind: "response" }>,
): Uint8Array {
  const bytes = ENCODER.encode(body);
  const lines = Object.entries({ ...headers, "content-length": String(bytes.length) })
    .map(([name, value]) => `${name}: ${value}\r\n`);
  const head = ENCODER.encode(`HTTP/1.1 ${status} Answer\r\n${lines.join("")}\r\n`);
  const sent = bytes.subarray(0, Math.floor(bytes.length * (ends?.at ?? 1)));
  const response = new Uint8Array(head.length + sent.length);
  response.set(head);
  response.set(sent, head.length);
  return response;
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += await connection.write(bytes.subarray(written));
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** A client that goes away is a case of the tests, not a fault of the server. */
function passLostLine(error: unknown): void {
  const { BadResource, BrokenPipe, ConnectionAborted, ConnectionReset, Interrupted } = Deno.errors;
  for (const lost of [BadResource, BrokenPipe, ConnectionAborted, ConnectionReset, Interrupted]) {
    if (error instanceof lost) return;
  }
  throw error;
}
